"""The Redis cache that may be gone: what it answers then, how long it waits, what the log says."""

import logging
import time
from collections.abc import Iterator

import pytest

from portal.core import cache_backends
from portal.core.cache_backends import FaultTolerantRedisCache
from portal.core.throttled_logger import LOG_INTERVAL_SECONDS, ThrottledLogger
from tests.deploy.gunicorn_server import black_hole, free_port


@pytest.fixture(autouse=True)
def rested(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test pays for the failures of another."""
    monkeypatch.setattr(FaultTolerantRedisCache, "_suspended_until", 0.0)
    monkeypatch.setattr(FaultTolerantRedisCache, "_log", ThrottledLogger(cache_backends.__name__))


@pytest.fixture(params=["refusing", "silent"])
def gone(request: pytest.FixtureRequest) -> Iterator[FaultTolerantRedisCache]:
    if request.param == "refusing":
        yield FaultTolerantRedisCache(f"redis://127.0.0.1:{free_port()}/0", {})
        return
    with black_hole() as port:
        yield FaultTolerantRedisCache(f"redis://127.0.0.1:{port}/0", {})


class TestGone:
    def test_is_as_one_that_holds_nothing_and_lets_everybody_through(self, gone: FaultTolerantRedisCache) -> None:
        assert gone.get("a") is None
        assert gone.get("a", 7) == 7
        assert gone.get("a", default=7) == 7
        assert gone.get_many(["a", "b"]) == {}
        assert gone.get_or_set("a", lambda: 8, 60) == 8
        assert gone.add("a", 1, 60) is True
        assert gone.set("a", 1, 60) is None
        assert gone.set_many({"a": 1}) == []
        assert gone.touch("a") is False
        assert gone.delete("a") is False
        gone.delete_many(["a"])
        assert ("a" in gone) is False
        assert gone.clear() is False

    def test_counts_nothing_as_where_nothing_was_added(self, gone: FaultTolerantRedisCache) -> None:
        with pytest.raises(ValueError, match="does not answer"):
            gone.incr("a")

    def test_is_waited_for_once(self, gone: FaultTolerantRedisCache) -> None:
        started = time.monotonic()
        for _ in range(1000):
            gone.get("a")
        assert time.monotonic() - started < 20

    def test_is_told_once_a_minute(self, gone: FaultTolerantRedisCache, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.WARNING):
            for _ in range(3):
                type(gone)._suspended_until = 0.0
                gone.get("a")
        assert [record.name for record in caplog.records] == ["portal.core.cache_backends"]

    def test_no_method_of_the_frameworks_was_forgotten(self) -> None:
        from django.core.cache.backends.redis import RedisCache

        asking = {name for name in vars(RedisCache) if not name.startswith("_")} - {"get_backend_timeout"}
        assert asking <= set(vars(FaultTolerantRedisCache))


class TestSeldom:
    def test_says_how_many_it_kept_to_itself(self, caplog: pytest.LogCaptureFixture) -> None:
        now = 100.0
        seldom = ThrottledLogger("thử", lambda: now)
        with caplog.at_level(logging.WARNING):
            for _ in range(3):
                seldom.warning("mất %s", "rồi")
            now += LOG_INTERVAL_SECONDS
            seldom.warning("mất %s", "rồi")
        assert [record.getMessage() for record in caplog.records] == ["mất rồi", "mất rồi (2 more since the last line)"]
