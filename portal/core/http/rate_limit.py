"""Rate limits with counters in the database, a shared cache or the process.

A window begins with the first request counted in it, so that no fixed boundary lets twice as many through.
"""

import datetime as dt
import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache as memoize
from typing import Protocol

from django.core.cache import caches
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.core.http.rate_limit_stores import CacheStore, DatabaseStore, ProcessStore, StoreFull, WindowCount

_log = logging.getLogger(__name__)
# A failing store is logged once a minute, not once a request.
_LOG_SECONDS = 60
_logged_at = -math.inf


class StoreType(Enum):
    """Where a limit stores its counters."""

    # Exact across processes and machines; one write per request. For accounts and public forms.
    DATABASE = auto()
    # The cache if it is shared (Redis), else the memory of the process. For reads, where a database write per request
    # would cost more than the read itself.
    SHARED = auto()
    # Memory of this process only.
    PROCESS = auto()


class OnError(Enum):
    """What happens to a request that could not be counted."""

    ALLOW = auto()
    REFUSE = auto()
    RAISE = auto()


@dataclass(frozen=True)
class Verdict:
    """Whether a request is within a limit; ``ends_at`` is when a reached limit allows requests again."""

    is_allowed: bool
    remaining: int
    ends_at: dt.datetime

    @property
    def is_reached(self) -> bool:
        """Whether the next request would be refused."""
        return self.remaining <= 0

    @property
    def retry_after(self) -> int:
        """Seconds to wait, at least one."""
        return max(1, math.ceil((self.ends_at - timezone.now()).total_seconds()))

    @property
    def retry_time(self) -> str:
        """The local time from which to retry, like 14:35."""
        rounded_up = timezone.localtime(self.ends_at) + dt.timedelta(seconds=59)
        return f"{rounded_up:%H:%M}"

    def mark_too_many_requests(self, response: HttpResponse) -> HttpResponse:
        """Sets 429 and ``Retry-After`` on a response."""
        response.status_code = 429
        response.headers["Retry-After"] = str(self.retry_after)
        return response


class _CounterStore(Protocol):
    def add(self, key: str, *, limit: int, ends_at: float, locked_until: float | None) -> WindowCount: ...

    def peek(self, key: str) -> WindowCount | None: ...

    def reset(self, prefix: str) -> None: ...


@dataclass(frozen=True)
class RateLimit:
    """At most ``limit`` requests per key in ``seconds`` from the first of them.

    ``lock_seconds``: once reached, the limit holds for this long from that request, regardless of further attempts; 0:
    to the end of the window. Keys are stored as keyed digests, so no name and no IP address is stored.
    """

    name: str
    limit: int
    seconds: int
    store: StoreType = StoreType.DATABASE
    lock_seconds: int = 0
    on_error: OnError = OnError.ALLOW

    def __post_init__(self) -> None:
        if self.lock_seconds and self.store is StoreType.SHARED:
            raise ValueError("A shared cache cannot move the end of a window; use another store.")

    def hit(self, *parts: str) -> Verdict:
        """Counts one request, unless the limit is reached.

        Call it outside of a transaction: a rollback would undo the count.
        """
        now = time.time()
        ends_at = now + self.seconds
        locked_until = now + self.lock_seconds if self.lock_seconds else None
        return self._verdict(
            lambda store: store.add(self._key(parts), limit=self.limit, ends_at=ends_at, locked_until=locked_until),
            is_counted=True,
        )

    def check(self, *parts: str) -> Verdict:
        """Whether one more request would be allowed; counts nothing."""
        return self._verdict(lambda store: store.peek(self._key(parts)), is_counted=False)

    def reset(self, *parts: str) -> None:
        """Resets the counters of a key and of every longer key that begins with these parts."""
        self._store().reset(self._key(parts))

    def _verdict(self, ask: Callable[[_CounterStore], WindowCount | None], *, is_counted: bool) -> Verdict:
        try:
            found = ask(self._store())
        except Exception as error:  # noqa: BLE001  # of a cache or a database: must cause no outage
            return self._verdict_on_error(error)
        if found is None:
            return Verdict(True, self.limit, timezone.now())
        remaining = self.limit - found.hits
        is_allowed = remaining >= 0 if is_counted else remaining > 0
        return Verdict(is_allowed, max(0, remaining), dt.datetime.fromtimestamp(found.ends_at, dt.UTC))

    def _verdict_on_error(self, error: Exception) -> Verdict:
        if self.on_error is OnError.RAISE:
            raise error
        _log_once_a_minute(self.name, error)
        is_allowed = self.on_error is OnError.ALLOW
        return Verdict(is_allowed, int(is_allowed), timezone.now() + dt.timedelta(seconds=self.seconds))

    def _key(self, parts: tuple[str, ...]) -> str:
        digests = (salted_hmac("portal.rate_limit", part, algorithm="sha256").hexdigest()[:16] for part in parts)
        return ":".join([self.name, *digests, ""])

    def _store(self) -> _CounterStore:
        if self.store is StoreType.DATABASE:
            return _database_store()
        if self.store is StoreType.SHARED and (shared := _shared_cache_store()) is not None:
            return shared
        # One store per limit, so that a flood on one does not evict another's counters.
        return _process_store(self.name)


@memoize
def _database_store() -> DatabaseStore:
    return DatabaseStore()


@memoize
def _process_store(name: str) -> ProcessStore:
    return ProcessStore()


def _shared_cache_store() -> CacheStore | None:
    cache = caches["default"]
    return None if isinstance(cache, LocMemCache | DummyCache) else CacheStore(cache)


def reset_process_counts() -> None:
    """Resets all in-process counters; for tests."""
    _process_store.cache_clear()


def _log_once_a_minute(name: str, error: Exception) -> None:
    global _logged_at  # one process, one timestamp
    if isinstance(error, StoreFull) or 0 <= time.monotonic() - _logged_at < _LOG_SECONDS:
        return
    _logged_at = time.monotonic()
    _log.warning("The rate limit %s could not count: %s", name, type(error).__name__)
