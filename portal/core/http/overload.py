"""Load shedding: WSGI middleware that answers when all threads of a worker are stuck.

gunicorn's ``timeout`` watches the worker, not its threads. The worker therefore has a few more threads than requests
allowed in the application at once: they answer liveness checks, and return 503 at once while no request completes. A
worker that is only busy refuses nothing: while requests complete, the next ones wait, as they would without it.
"""

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from portal.core.http.microcache import Environ, StartResponse, WSGIApplication

# With all slots taken and no request completed for this long, the worker counts as stuck.
STUCK_SECONDS = 5.0
# The last free thread waits no longer than this for a slot: it answers liveness checks.
LAST_THREAD_WAIT_SECONDS = 1.0
RETRY_AFTER_SECONDS = 10
LIVEZ_BODY = b"ok\n"
RejectionApplication = Callable[[Environ, StartResponse], Iterable[bytes]]


class RequestSlots:
    """A limited number of concurrent requests, with the time when the last one began or ended."""

    def __init__(self, count: int, threads: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.count = count
        self.clock = clock
        self._max_waiting = threads - count
        self._in_use = self._waiting = 0
        self._last_activity_at = clock()
        self._condition = threading.Condition()

    def acquire(self) -> bool:
        """Waits for a slot while other requests complete; False when none does."""
        with self._condition:
            if not self._wait_for_slot():
                return False
            self._last_activity_at = self.clock()
            self._in_use += 1
            return True

    def _wait_for_slot(self) -> bool:
        self._waiting += 1
        patience = LAST_THREAD_WAIT_SECONDS if self._waiting >= self._max_waiting else STUCK_SECONDS
        try:
            while self._in_use >= self.count:
                rest = self._last_activity_at + patience - self.clock()
                if rest <= 0:
                    return False
                self._condition.wait(rest)
            return True
        finally:
            self._waiting -= 1

    def release(self) -> None:
        with self._condition:
            self._in_use -= 1
            self._last_activity_at = self.clock()
            self._condition.notify()


class OverloadGuard:
    """WSGI middleware, the outermost one."""

    def __init__(self, application: WSGIApplication, reject: RejectionApplication) -> None:
        self.application = application
        self.reject = reject
        self.slots: RequestSlots | None = None

    def limit_concurrency(self, count: int, *, threads: int) -> None:
        """Allows at most ``count`` requests at once in the application; without this call there is no limit."""
        self.slots = RequestSlots(count, threads)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") == "/livez" and environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            return _livez_response(environ, start_response)
        slots = self.slots
        if slots is None:
            return self.application(environ, start_response)
        if not slots.acquire():
            return self.reject(environ, start_response)
        try:
            answer = self.application(environ, start_response)
        except BaseException:
            slots.release()
            raise
        return _release_on_close(answer, slots.release)


def _livez_response(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    headers = [("Content-Type", "text/plain"), ("Cache-Control", "no-store"), ("Content-Length", str(len(LIVEZ_BODY)))]
    start_response("200 OK", headers)
    return [LIVEZ_BODY if environ["REQUEST_METHOD"] == "GET" else b""]


def _release_on_close(answer: Iterable[bytes], release: Callable[[], None]) -> Iterable[bytes]:
    """The same response, which releases its slot when closed: a slow download holds a slot too."""
    close: Callable[[], None] | None = getattr(answer, "close", None)
    if close is None:
        return _ClosingIterable(answer, release)

    def close_and_leave() -> None:
        # The server may call close() twice.
        nonlocal release
        leaving, release = release, _noop
        try:
            close()
        finally:
            leaving()

    # The server sends files faster when it recognises their class, so the object keeps its class.
    answer.close = close_and_leave  # type: ignore[attr-defined]
    return answer


def _noop() -> None:
    pass


class _ClosingIterable:
    """Wraps complete responses, which have no ``close``."""

    def __init__(self, answer: Iterable[bytes], release: Callable[[], None]) -> None:
        self.answer = answer
        self.release = release

    def __iter__(self) -> Any:
        return iter(self.answer)

    def close(self) -> None:
        leaving, self.release = self.release, _noop
        leaving()
