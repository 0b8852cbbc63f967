"""Stores of rate-limit counters. Each increments atomically and bounds the number of its keys."""

import datetime as dt
import threading
import time
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.cache.backends.base import BaseCache
from django.db import connections, models, router

# Maximum number of keys; a flood of more evicts or refuses the newest.
MAX_PROCESS_KEYS = 20_000
MAX_ROWS = 50_000
PRUNE_SECONDS = 60


class WindowCount(NamedTuple):
    """The number of requests in a window, and when it expires (seconds since the epoch)."""

    hits: int
    ends_at: float


class StoreFull(Exception):
    """No further key is counted until others expire."""


class AbstractRateLimitCounter(models.Model):
    """A row of the database store; ``RATE_LIMIT_MODEL`` names the concrete model."""

    key = models.CharField(max_length=100, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        abstract = True


class DatabaseStore:
    """One row per key, incremented by a single statement, so that processes never read the same count."""

    def __init__(self) -> None:
        self._pruned_at = 0.0

    def add(self, key: str, *, limit: int, ends_at: float, locked_until: float | None) -> WindowCount:
        # A refused request only reads: a flood must not become a flood of writes.
        present = self.peek(key)
        if present is not None and present.hits >= limit:
            return WindowCount(present.hits + 1, present.ends_at)
        # Without a lock no request moves the end of the window.
        locks_at = 0 if locked_until is None else limit
        row = self._count_up(key, locks_at, _to_datetime(ends_at), _to_datetime(locked_until or ends_at))
        if row.count == 1:
            self._prune()
        return WindowCount(row.count, row.ends_at.timestamp())

    def peek(self, key: str) -> WindowCount | None:
        row = _counter_model()._default_manager.filter(key=key, ends_at__gt=_to_datetime(time.time())).first()
        return None if row is None else WindowCount(row.count, row.ends_at.timestamp())

    def reset(self, prefix: str) -> None:
        _counter_model()._default_manager.filter(key__startswith=prefix).delete()

    def _count_up(self, key: str, locks_at: int, ends_at: dt.datetime, locked_until: dt.datetime) -> Any:
        model = _counter_model()
        connection = connections[router.db_for_write(model)]
        now, end, lock = (
            connection.ops.adapt_datetimefield_value(timestamp)
            for timestamp in (_to_datetime(time.time()), ends_at, locked_until)
        )
        table = connection.ops.quote_name(model._meta.db_table)
        statement = f"""
            INSERT INTO {table} AS counter (key, count, ends_at)
            VALUES (%s, 1, CASE WHEN %s = 1 THEN %s ELSE %s END)
            ON CONFLICT (key) DO UPDATE SET
                count = CASE WHEN counter.ends_at <= %s THEN 1 ELSE counter.count + 1 END,
                ends_at = CASE
                    WHEN counter.ends_at <= %s THEN excluded.ends_at
                    WHEN counter.count + 1 = %s THEN %s
                    ELSE counter.ends_at
                END
            RETURNING key, count, ends_at
        """  # noqa: S608  # the table name is the model's
        values = [key, locks_at, lock, end, now, now, locks_at, lock]
        (row,) = model._default_manager.using(connection.alias).raw(statement, values)
        return row

    def _prune(self) -> None:
        """Once a minute: deletes expired rows and, above the maximum, those with the lowest counts."""
        now = time.time()
        if 0 <= now - self._pruned_at < PRUNE_SECONDS:
            return
        self._pruned_at = now
        rows = _counter_model()._default_manager
        rows.filter(ends_at__lte=_to_datetime(now)).delete()
        surplus = rows.count() - MAX_ROWS
        if surplus > 0:
            keys = rows.order_by("count", "ends_at").values_list("key", flat=True)[:surplus]
            rows.filter(key__in=list(keys)).delete()


class CacheStore:
    """A cache shared by all processes, which expires windows by itself.

    The end it returns is the latest possible one, as a cache does not tell the time to live.
    """

    def __init__(self, cache: BaseCache) -> None:
        self._cache = cache

    def add(self, key: str, *, limit: int, ends_at: float, locked_until: float | None) -> WindowCount:
        name = self._name(key)
        if self._cache.add(name, 1, max(1, round(ends_at - time.time()))):
            return WindowCount(1, ends_at)
        try:
            return WindowCount(self._cache.incr(name), ends_at)
        except ValueError:  # the key expired between the two calls, or the cache is down
            return WindowCount(1, ends_at)

    def peek(self, key: str) -> WindowCount | None:
        raise NotImplementedError("Limits in a shared cache are counted, not asked.")

    def reset(self, prefix: str) -> None:
        raise NotImplementedError("Limits in a shared cache run out by themselves.")

    def _name(self, key: str) -> str:
        return f"rate:{key}"


class ProcessStore:
    """Memory of this process, with a maximum number of keys."""

    def __init__(self, max_keys: int | None = None) -> None:
        self._max_keys = max_keys or MAX_PROCESS_KEYS
        self._counts: dict[str, WindowCount] = {}
        self._lock = threading.Lock()
        self._pruned_at = 0.0

    def add(self, key: str, *, limit: int, ends_at: float, locked_until: float | None) -> WindowCount:
        now = time.time()
        with self._lock:
            self._prune(now)
            present = self._counts.get(key)
            if present is None and len(self._counts) >= self._max_keys:
                raise StoreFull
            if present is None or present.ends_at <= now:
                present = WindowCount(0, ends_at)
            count = present.hits + 1
            end = locked_until if locked_until is not None and count == limit else present.ends_at
            counted = WindowCount(count, end)
            self._counts[key] = counted
            return counted

    def peek(self, key: str) -> WindowCount | None:
        with self._lock:
            present = self._counts.get(key)
        return present if present is not None and present.ends_at > time.time() else None

    def reset(self, prefix: str) -> None:
        with self._lock:
            self._counts = {key: count for key, count in self._counts.items() if not key.startswith(prefix)}

    def _prune(self, now: float) -> None:
        if len(self._counts) < self._max_keys and 0 <= now - self._pruned_at < PRUNE_SECONDS:
            return
        self._pruned_at = now
        self._counts = {key: count for key, count in self._counts.items() if count.ends_at > now}


def _counter_model() -> type[AbstractRateLimitCounter]:
    return apps.get_model(settings.RATE_LIMIT_MODEL)


def _to_datetime(seconds: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, dt.UTC)
