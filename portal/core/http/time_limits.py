"""Request timeouts: a hanging database must not hang the site.

Three limits, each for what the one before cannot catch (docs/adr/0029-time-limits.md):

1. PostgreSQL cancels a statement or a lock wait; ``portal.core.db.postgresql`` sets its timeouts.
2. ``Watchdog`` closes the database connection of a request that exceeds its time: the server does not answer,
or many statements are slow together. The thread gets an error at once, and the reader a 503.
3. A thread stuck outside the database cannot be interrupted: the watchdog has the worker replaced.

Only requests are limited; commands, migrations and tests of the core are not.
"""

import contextlib
import logging
import math
import os
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

POLL_INTERVAL_SECONDS = 0.5
# How long a worker that shuts down lets its other requests complete.
GRACEFUL_SHUTDOWN_SECONDS = 20
# All staff requests count as writes: their lists and reports are heavier than public pages.
STAFF_PATHS = ("/quan-tri/", "/ban-lam-viec/")
_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_log = logging.getLogger(__name__)
_thread_local = threading.local()


class _Deadline:
    """The deadline of a request, or of a part of one."""

    def __init__(self, database: Any, ends_at: float, stuck_at: float) -> None:
        self.database = database
        self.ends_at, self.stuck_at = ends_at, stuck_at
        self.thread_id = threading.get_ident()
        # Held while the connection is closed, so that the connection of the thread's next request is not.
        self.lock = threading.Lock()
        self.has_ended = False


class Watchdog:
    """Watches the requests of this process. ``start`` must be called in a worker, after the fork."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._deadlines: set[_Deadline] = set()
        self._is_shutting_down = False

    def start(self) -> None:
        threading.Thread(target=self._run, name="watchdog", daemon=True).start()

    @contextlib.contextmanager
    def watch(self, database: Any, seconds: float) -> Iterator[None]:
        """Within it the connection of ``database`` (Django's wrapper) is closed after ``seconds``; 0 disables it."""
        if not seconds:
            yield
            return
        now = self.clock()
        stuck_after = settings.REQUEST_TIMEOUT_SECONDS or math.inf
        watch = _Deadline(database, now + seconds, now + seconds + stuck_after)
        self._deadlines.add(watch)
        try:
            yield
        finally:
            self._deadlines.discard(watch)
            with watch.lock:
                watch.has_ended = True

    def check(self) -> None:
        now = self.clock()
        for watch in self._deadlines.copy():
            if now < watch.ends_at:
                continue
            with watch.lock:
                if not watch.has_ended:
                    abort_connection(watch.database)
            if now >= watch.stuck_at and not watch.has_ended:
                self._shut_down(watch)

    def _shut_down(self, watch: _Deadline) -> None:
        """Shuts this process down, gracefully first, as gunicorn's max_requests does; the arbiter starts another."""
        if self._is_shutting_down:
            return
        self._is_shutting_down = True
        frame = sys._current_frames().get(watch.thread_id)
        stack = "".join(traceback.format_stack(frame)) if frame else ""
        _log.critical("A request does not end; this process gives way to a new one. It stands at:\n%s", stack)
        ending = threading.Timer(GRACEFUL_SHUTDOWN_SECONDS, os._exit, args=(1,))
        ending.daemon = True
        ending.start()
        os.kill(os.getpid(), signal.SIGTERM)

    def _run(self) -> None:
        while True:
            time.sleep(POLL_INTERVAL_SECONDS)
            try:
                self.check()
            except Exception:  # noqa: BLE001  # without this thread nothing is limited
                _log.exception("The watchdog stumbled")


def abort_connection(database: Any) -> None:
    """Aborts a thread's database call from another thread: it gets an OperationalError at once."""
    raw = database.connection
    if raw is None:
        return
    with contextlib.suppress(OSError, database.Database.Error):
        if database.vendor == "sqlite":
            raw.interrupt()
        else:
            with socket.socket(fileno=os.dup(raw.fileno())) as line:
                line.shutdown(socket.SHUT_RDWR)


WATCHDOG = Watchdog()


class RequestTimeouts(NamedTuple):
    """In seconds; 0 is no limit. ``request_seconds`` limits the whole request."""

    statement_seconds: int
    lock_seconds: int
    request_seconds: int


def read_timeouts() -> RequestTimeouts:
    """Timeouts for reads: two statements up to their limit are the longest that a reader waits."""
    statement = settings.DATABASE_READ_TIMEOUT_SECONDS
    lock = _min_nonzero(settings.DATABASE_LOCK_TIMEOUT_SECONDS, statement)
    return RequestTimeouts(statement, lock, _min_nonzero(2 * statement, settings.REQUEST_TIMEOUT_SECONDS))


def write_timeouts() -> RequestTimeouts:
    return RequestTimeouts(
        settings.DATABASE_WRITE_TIMEOUT_SECONDS,
        settings.DATABASE_LOCK_TIMEOUT_SECONDS,
        settings.REQUEST_TIMEOUT_SECONDS,
    )


def _min_nonzero(*seconds: int) -> int:
    return min((limit for limit in seconds if limit), default=0)


def current_timeouts() -> RequestTimeouts | None:
    """The timeouts of this thread's request; None outside requests."""
    return getattr(_thread_local, "limits", None)


@contextlib.contextmanager
def apply_timeouts(limits: RequestTimeouts) -> Iterator[None]:
    """Within it this thread's statements have these timeouts, and the watchdog watches them."""
    former, _thread_local.limits = current_timeouts(), limits
    try:
        with WATCHDOG.watch(connections[DEFAULT_DB_ALIAS], limits.request_seconds):
            yield
    finally:
        _thread_local.limits = former


class RequestTimeoutMiddleware:
    """Outermost middleware: every request, sign-in included, is limited."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reads = request.method in _SAFE_METHODS and not request.path_info.startswith(STAFF_PATHS)
        limits = read_timeouts() if reads else write_timeouts()
        with apply_timeouts(limits):
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            response.streaming_content = _stream_with_timeouts(iter(response), limits)
        return response


def _stream_with_timeouts(parts: Iterable[bytes], limits: RequestTimeouts) -> Iterator[bytes]:
    """Limits each part of a streaming response, not the whole: parts are read from the database while it is sent."""
    rest = iter(parts)
    while True:
        with apply_timeouts(limits):
            part = next(rest, None)
        if part is None:
            return
        yield part
