"""The log of an outage: a line a minute with the reason, however many come and however often /readyz is asked."""

import logging

import pytest
from django.core.cache import caches
from django.db import OperationalError
from django.http import HttpRequest
from django.test import Client

from portal.core.http import health
from portal.core.http.service_unavailable import RepeatedErrorFilter
from portal.core.throttled_logger import ThrottledLogger
from portal.home import views as home_views
from portal.pages import cached_reads
from portal.redirects.models import NotFoundHit


def record(status: int, path: str, error: Exception | None = None) -> logging.LogRecord:
    """As the framework writes it for an answer that is an error."""
    info = (type(error), error, None) if error else None
    found = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "Said: %s", (path,), info)
    request = HttpRequest()
    request.path = request.path_info = path
    found.status_code, found.request = status, request
    return found


def told(*records: logging.LogRecord) -> list[str]:
    only = RepeatedErrorFilter()
    return [found.getMessage() for found in records if only.filter(found)]


class TestRequests:
    def test_an_outage_is_told_with_its_reason_though_readyz_came_first(self) -> None:
        away = OperationalError("no route to host\nDETAIL")
        lines = told(record(503, "/readyz"), record(503, "/", away), record(503, "/", away))
        assert lines == ["503: OperationalError: no route to host (0 more since the last line)"]

    @pytest.mark.django_db
    def test_so_is_one_that_comes_up_while_a_missing_page_is_made(
        self, client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        """The framework tells the log of such an answer without its error."""

        def fail(request: HttpRequest) -> None:
            raise OperationalError("no route to host")

        monkeypatch.setattr(home_views, "redirect_response", fail)
        monkeypatch.setattr(logging.getLogger("django.request"), "filters", [RepeatedErrorFilter()])
        client.raise_request_exception = False
        assert client.get("/tin-cu/a.html").status_code == 503
        assert [line for line in caplog.messages if line.startswith("503: ")] == [
            "503: OperationalError: no route to host (0 more since the last line)"
        ]

    def test_a_flood_that_limits_refuse_is_one_line(self) -> None:
        assert told(*[record(429, "/api/v1/articles")] * 100) == [
            "429: Said: /api/v1/articles (0 more since the last line)"
        ]

    def test_nothing_else_is_kept_back(self) -> None:
        assert len(told(record(500, "/"), record(500, "/"), record(404, "/x"), record(404, "/x"))) == 4


class TestReadiness:
    def test_says_once_a_minute_what_is_wrong(
        self, client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        found = [
            health.HealthCheck("database", health.HealthState.OK),
            health.HealthCheck("media", health.HealthState.FAILED, "OSError"),
            health.HealthCheck("disk", health.HealthState.FAILED, "3 MB free"),
        ]
        monkeypatch.setattr(health, "run_checks", lambda: found)
        monkeypatch.setattr(home_views, "_readiness_log", ThrottledLogger(home_views.__name__))
        for _ in range(3):
            assert client.get("/readyz").status_code == 503
        ours = [line.getMessage() for line in caplog.records if line.name == home_views.__name__]
        assert ours == ["/readyz failed: media OSError, disk 3 MB free"]


class TestKeptParts:
    def test_each_page_does_without_and_the_log_says_so_once(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def away() -> None:
            raise OperationalError

        monkeypatch.setattr(cached_reads, "_seldom", ThrottledLogger(cached_reads.__name__))
        for number in range(5):
            assert cached_reads.cached_or_stale(f"test.{number}", away, fallback="none") == "none"
        assert len([line for line in caplog.records if line.name == cached_reads.__name__]) == 1


@pytest.mark.django_db
def test_a_count_that_runs_out_while_it_is_raised_is_no_error(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/cu/b/").status_code == 404

    def gone(*_args: object, **_kwargs: object) -> int:
        raise ValueError("The cache does not answer")

    client.get("/cu/b/")
    monkeypatch.setattr(type(caches["default"]), "incr", gone)
    assert client.get("/cu/b/").status_code == 404
    assert NotFoundHit.objects.get().count == 1
