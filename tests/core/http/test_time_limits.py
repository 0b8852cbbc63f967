"""How long requests may take: whom which limits bind, what cuts a connection, when a process gives way."""

import contextlib
import os
import signal
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from portal.core.http import time_limits
from portal.core.http.time_limits import RequestTimeoutMiddleware, RequestTimeouts, Watchdog, apply_timeouts

SECONDS = 30
on_postgresql = pytest.mark.skipif(
    "postgresql" not in settings.DATABASES["default"]["ENGINE"], reason="SQLite knows no such limits"
)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class Database:
    """Stands for Django's wrapper: a connection that is a socket."""

    vendor = "postgresql"

    class Database:
        Error = OSError

    def __init__(self) -> None:
        self.connection, self.server = socket.socketpair()

    def is_cut(self) -> bool:
        self.connection.setblocking(False)
        try:
            return self.connection.recv(1) == b""
        except BlockingIOError:
            return False

    def close(self) -> None:
        self.connection.close()
        self.server.close()


@pytest.fixture
def database() -> Any:
    with contextlib.closing(Database()) as database:
        yield database


class TestWhom:
    def limits_of(self, method: str, path: str) -> RequestTimeouts | None:
        seen: list[RequestTimeouts | None] = []

        def view(request: HttpRequest) -> HttpResponse:
            seen.append(time_limits.current_timeouts())
            return HttpResponse()

        RequestTimeoutMiddleware(view)(RequestFactory().generic(method, path))
        return seen[0]

    def test_readers_wait_less_than_who_writes(self, settings: Any) -> None:
        (
            settings.DATABASE_READ_TIMEOUT_SECONDS,
            settings.DATABASE_WRITE_TIMEOUT_SECONDS,
            settings.DATABASE_LOCK_TIMEOUT_SECONDS,
        ) = 5, 30, 10
        settings.REQUEST_TIMEOUT_SECONDS = 60
        assert self.limits_of("GET", "/tin-tuc/") == RequestTimeouts(5, 5, 10)
        assert self.limits_of("POST", "/hoi-dap/gui/") == RequestTimeouts(30, 10, 60)

    @pytest.mark.parametrize("path", ["/quan-tri/news/article/", "/ban-lam-viec/bao-cao.xlsx"])
    def test_what_staff_open_is_heavy(self, path: str) -> None:
        assert self.limits_of("GET", path) == time_limits.write_timeouts()

    def test_each_part_of_a_table_that_is_sent_as_it_is_read(self) -> None:
        seen: list[RequestTimeouts | None] = []

        def rows() -> Iterator[bytes]:
            for row in (b"1", b"2"):
                seen.append(time_limits.current_timeouts())
                yield row

        request = RequestFactory().get("/quan-tri/audit/auditentry/xuat/")
        response: Any = RequestTimeoutMiddleware(lambda request: StreamingHttpResponse(rows()))(request)
        assert response.getvalue() == b"12"
        assert seen == [time_limits.write_timeouts()] * 2
        assert time_limits.current_timeouts() is None

    def test_nothing_outside_requests_is_limited(self) -> None:
        assert time_limits.current_timeouts() is None

    def test_a_zero_is_no_limit(self, settings: Any) -> None:
        settings.DATABASE_READ_TIMEOUT_SECONDS = settings.REQUEST_TIMEOUT_SECONDS = 0
        settings.DATABASE_LOCK_TIMEOUT_SECONDS = 10
        assert time_limits.read_timeouts() == RequestTimeouts(0, 10, 0)


class TestWatchdog:
    def test_cuts_a_connection_whose_time_is_over(self, database: Database) -> None:
        clock = Clock()
        watchdog = Watchdog(clock)
        with watchdog.watch(database, 10):
            clock.now += 9
            watchdog.check()
            assert not database.is_cut()
            clock.now += 1
            watchdog.check()
            assert database.is_cut()

    def test_leaves_the_next_request_alone(self, database: Database) -> None:
        clock = Clock()
        watchdog = Watchdog(clock)
        with watchdog.watch(database, 10):
            pass
        clock.now += 3600
        watchdog.check()
        assert not database.is_cut()

    def test_lets_another_process_take_the_place_of_one_that_is_stuck(
        self, database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        killed: list[tuple[int, int]] = []
        monkeypatch.setattr(os, "kill", lambda process, sign: killed.append((process, sign)))
        monkeypatch.setattr(threading.Timer, "start", lambda timer: None)
        clock = Clock()
        watchdog = Watchdog(clock)
        with watchdog.watch(database, 10):
            clock.now += 10 + settings.REQUEST_TIMEOUT_SECONDS
            watchdog.check()
            watchdog.check()
        assert killed == [(os.getpid(), signal.SIGTERM)]
        assert "test_lets_another_process_take_the_place" in caplog.text

    def test_ends_a_statement_that_another_thread_waits_for(self, transactional_db: None) -> None:
        slow = {
            "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
            "postgresql": "SELECT pg_sleep(600)",
        }
        database = connections[DEFAULT_DB_ALIAS]
        with apply_timeouts(RequestTimeouts(SECONDS, 0, SECONDS)), connection.cursor() as cursor:
            threading.Timer(0.5, lambda: time_limits.abort_connection(database)).start()
            with pytest.raises(OperationalError):
                cursor.execute(slow[connection.vendor])
        connection.close()
        if connection.vendor == "postgresql":  # the server has not noticed yet that nobody listens
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)'"
                )


@on_postgresql
class TestPostgreSQL:
    def told(self) -> tuple[str, str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")
            return tuple(cursor.fetchone())  # type: ignore[return-value]  # two texts

    @pytest.mark.django_db(transaction=True)
    def test_is_told_the_limits_of_the_request_and_none_after_it(self) -> None:
        with apply_timeouts(RequestTimeouts(5, 3, 0)):
            assert self.told() == ("5s", "3s")
        assert self.told() == ("0", "0")

    @pytest.mark.django_db(transaction=True)
    def test_a_transaction_that_is_rolled_back_forgets_nothing(self) -> None:
        with apply_timeouts(RequestTimeouts(5, 3, 0)):
            with contextlib.suppress(KeyError), transaction.atomic():
                assert self.told() == ("5s", "3s")
                raise KeyError
            assert self.told() == ("5s", "3s")
            with transaction.atomic():
                assert self.told() == ("5s", "3s")

    @pytest.mark.django_db(transaction=True)
    def test_ends_a_statement_that_takes_too_long(self) -> None:
        ended = pytest.raises(OperationalError, match="timeout")
        with apply_timeouts(RequestTimeouts(1, 1, 0)), ended, connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(600)")


class TestConnectionGate:
    """Of the PostgreSQL backend; it needs no server."""

    def attempt(self) -> Any:
        from psycopg2 import OperationalError as Refused

        self.attempts += 1
        raise Refused("no answer")

    def test_one_tries_and_the_others_are_told_at_once(self) -> None:
        from psycopg2 import OperationalError as Refused

        from portal.core.db.postgresql.base import COOLDOWN_SECONDS, ConnectionCircuitBreaker

        clock = Clock()
        gate = ConnectionCircuitBreaker(clock)
        self.attempts = 0
        for _ in range(5):
            with pytest.raises(Refused):
                gate.connect(self.attempt)
        assert self.attempts == 1
        clock.now += COOLDOWN_SECONDS
        assert gate.connect(lambda: "connection") == "connection"
        assert gate.connect(lambda: "next") == "next"
