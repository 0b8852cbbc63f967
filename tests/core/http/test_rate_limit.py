"""One rate limiter: the same promises from every store, exact across connections, and with an end to what it keeps."""

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, NoReturn

import pytest
import time_machine
from django.conf import settings as portal_settings
from django.core.cache.backends.locmem import LocMemCache
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.http import HttpResponse

from portal.accounts.models import RateLimitCounter
from portal.core.http import rate_limit, rate_limit_stores
from portal.core.http.rate_limit import OnError, RateLimit, StoreType
from tests.concurrency import at_once

NOW = dt.datetime(2026, 11, 30, 1, 0, 0, tzinfo=dt.UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def shared_cache(monkeypatch: pytest.MonkeyPatch) -> LocMemCache:
    """Stands for Redis: what is not the process's own counts as shared."""

    class SharedCache:
        def __init__(self) -> None:
            self.inner = LocMemCache("rate-limits", {})
            self.add, self.incr = self.inner.add, self.inner.incr

    cache = SharedCache()
    cache.inner.clear()
    monkeypatch.setattr(rate_limit, "caches", {"default": cache})
    return cache


@pytest.mark.django_db
class TestEveryStore:
    @pytest.fixture(params=["database", "shared", "process"])
    def store(self, request: pytest.FixtureRequest) -> StoreType:
        if request.param == "shared":
            request.getfixturevalue("shared_cache")
        return StoreType[request.param.upper()]

    def test_the_first_so_many_of_a_window_pass(self, clock: time_machine.Traveller, store: StoreType) -> None:
        limit = RateLimit("test", 3, 60, store=store)
        assert [limit.hit("a").is_allowed for _ in range(5)] == [True, True, True, False, False]
        clock.shift(60)
        assert limit.hit("a").is_allowed

    def test_each_key_and_each_limit_counts_for_itself(self, clock: time_machine.Traveller, store: StoreType) -> None:
        one, other = RateLimit("one", 1, 60, store=store), RateLimit("other", 1, 60, store=store)
        hits = [one.hit("a"), one.hit("b"), one.hit("a", "b"), other.hit("a"), one.hit("a")]
        assert [verdict.is_allowed for verdict in hits] == [True, True, True, True, False]

    def test_a_refusal_says_when_to_try_again(self, clock: time_machine.Traveller, store: StoreType) -> None:
        limit = RateLimit("test", 2, 600, store=store)
        limit.hit("a")
        clock.shift(125)
        refused = [limit.hit("a") for _ in range(2)][-1]
        # A cache does not say when it forgets.
        wait, time = (600, "08:13") if store is StoreType.SHARED else (475, "08:10")
        assert (refused.retry_after, refused.retry_time) == (wait, time)
        response = refused.mark_too_many_requests(HttpResponse())
        assert (response.status_code, response.headers["Retry-After"]) == (429, str(wait))

    def test_no_edge_of_the_clock_lets_twice_as_many_through(
        self, clock: time_machine.Traveller, store: StoreType
    ) -> None:
        limit = RateLimit("test", 3, 60, store=store)
        clock.shift(59)
        hits = [limit.hit("a").is_allowed for _ in range(3)]
        clock.shift(2)
        assert [*hits, limit.hit("a").is_allowed] == [True, True, True, False]


@pytest.mark.django_db
class TestLock:
    """Where a limit, once reached, holds for a time of its own."""

    @pytest.fixture(params=[StoreType.DATABASE, StoreType.PROCESS])
    def limit(self, request: pytest.FixtureRequest) -> RateLimit:
        return RateLimit("test", 2, 900, store=request.param, lock_seconds=900)

    def test_it_ends_so_long_after_what_reached_it(self, clock: time_machine.Traveller, limit: RateLimit) -> None:
        clock.shift(800)
        limit.hit("a")
        assert limit.hit("a").is_reached
        for _ in range(29):
            clock.shift(30)
            assert not limit.check("a").is_allowed
            assert not limit.hit("a").is_allowed
        clock.shift(30)
        assert limit.check("a").is_allowed

    def test_asking_counts_nothing(self, clock: time_machine.Traveller, limit: RateLimit) -> None:
        assert [limit.check("a").is_allowed for _ in range(5)] == [True] * 5

    def test_a_key_is_forgotten_with_those_that_begin_with_it(self, limit: RateLimit) -> None:
        for key in (("a", "x"), ("a", "y"), ("b", "x")):
            limit.hit(*key)
            limit.hit(*key)
        limit.reset("a")
        asked = [limit.check(*key).is_allowed for key in (("a", "x"), ("a", "y"), ("b", "x"))]
        assert asked == [True, True, False]

    def test_a_shared_cache_has_none(self) -> None:
        with pytest.raises(ValueError, match="another store"):
            RateLimit("test", 1, 60, store=StoreType.SHARED, lock_seconds=60)


@pytest.mark.django_db
class TestErrors:
    """A limit is never the outage."""

    @pytest.fixture(params=[StoreType.DATABASE, StoreType.SHARED])
    def broken(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> StoreType:
        def fail(*args: object, **kwargs: object) -> NoReturn:
            raise DatabaseError("gone") if request.param is StoreType.DATABASE else ConnectionError("gone")

        monkeypatch.setattr(rate_limit_stores.DatabaseStore, "add", fail)
        monkeypatch.setattr(rate_limit_stores.DatabaseStore, "peek", fail)
        monkeypatch.setattr(rate_limit, "_shared_cache_store", fail)
        monkeypatch.setattr(rate_limit, "_logged_at", float("-inf"))
        return request.param

    def test_they_let_through_and_are_told_once_a_minute(
        self, broken: StoreType, caplog: pytest.LogCaptureFixture
    ) -> None:
        limit = RateLimit("test", 1, 60, store=broken)
        assert [limit.hit("a").is_allowed for _ in range(3)] == [True] * 3
        assert [record.getMessage().split(":")[0] for record in caplog.records] == [
            "The rate limit test could not count"
        ]

    def test_or_as_the_limit_says(self, broken: StoreType) -> None:
        assert not RateLimit("test", 1, 60, store=broken, on_error=OnError.REFUSE).hit("a").is_allowed
        with pytest.raises((DatabaseError, ConnectionError)):
            RateLimit("test", 1, 60, store=broken, on_error=OnError.RAISE).hit("a")


@pytest.mark.django_db
class TestWhatIsKept:
    def test_no_key_as_it_is(self) -> None:
        RateLimit("test", 1, 60).hit("quynh", "192.0.2.7")
        RateLimit("test", 1, 60, store=StoreType.PROCESS).hit("quynh", "192.0.2.7")
        kept = str(list(RateLimitCounter.objects.values())) + repr(rate_limit._process_store("test").__dict__)
        assert "quynh" not in kept
        assert "192.0.2.7" not in kept

    def test_rows_that_ran_out_go(self, clock: time_machine.Traveller) -> None:
        limit = RateLimit("test", 5, 60)
        for number in range(1000):
            limit.hit(str(number))
            clock.shift(1)
        assert RateLimitCounter.objects.count() <= 122

    def test_a_flood_of_keys_has_an_end_and_keeps_locks(
        self, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rate_limit_stores, "MAX_ROWS", 50)
        limit = RateLimit("test", 2, 86400, lock_seconds=86400)
        limit.hit("locked")
        limit.hit("locked")
        for number in range(1000):
            limit.hit(str(number))
            clock.shift(1)
        assert RateLimitCounter.objects.count() <= 50 + 61
        assert not limit.check("locked").is_allowed

    def test_what_is_refused_writes_nothing(self, django_assert_num_queries: Any) -> None:
        limit = RateLimit("test", 1, 3600)
        limit.hit("a")
        with django_assert_num_queries(1):
            limit.hit("a")

    def test_a_process_counts_so_many_and_no_more(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rate_limit_stores, "MAX_PROCESS_KEYS", 5)
        strict = RateLimit("strict", 1, 60, store=StoreType.PROCESS, on_error=OnError.REFUSE)
        assert [strict.hit(str(number)).is_allowed for number in range(10)].count(True) == 5
        assert RateLimit("other", 1, 60, store=StoreType.PROCESS).hit("a").is_allowed


@pytest.mark.django_db(transaction=True)
class TestTogether:
    def test_at_the_same_time_no_more_pass_than_may(self) -> None:
        limit = RateLimit("test", 3, 3600)

        def attempt() -> None:
            if not limit.hit("a").is_allowed:
                raise ValidationError("refused")

        assert sorted(at_once(*[attempt] * 8)) == [""] * 3 + ["refused"] * 5

    def test_two_processes_count_together(self) -> None:
        limit = RateLimit("test", 3, 3600)
        limit.hit("a")
        program = (
            "import django; django.setup()\n"
            "from django.conf import settings\n"
            f"settings.DATABASES['default']['NAME'] = {str(connection.settings_dict['NAME'])!r}\n"
            "from portal.core.http.rate_limit import RateLimit\n"
            "print([RateLimit('test', 3, 3600).hit('a').is_allowed for _ in range(3)])\n"
        )
        other = subprocess.run(  # noqa: S603  # this interpreter, on the test's own database
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            cwd=portal_settings.BASE_DIR,
            check=False,
        )
        assert other.stdout.strip() == "[True, True, False]", other.stderr
        assert not limit.hit("a").is_allowed
