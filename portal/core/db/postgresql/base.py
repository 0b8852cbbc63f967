"""Django's PostgreSQL backend with request timeouts (``portal.core.http.time_limits``).

Outside requests (commands, migrations, tests of the core) it behaves like Django's own.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base
from psycopg2 import OperationalError
from psycopg2.extensions import TRANSACTION_STATUS_IDLE

from portal.core.http import time_limits

# After a failed connection attempt, requests fail at once for this long.
COOLDOWN_SECONDS = 2.0
# Not "SET": one statement, whose last parameter says whether it ends with the transaction.
_SET_TIMEOUTS = "SELECT set_config('statement_timeout', %s, %s), set_config('lock_timeout', %s, %s)"


class ConnectionCircuitBreaker:
    """Circuit breaker: one thread of a process tries to connect to a failed server; the others fail at once.

    Without it each query of each page would wait for its own attempt, and one silent server would block every thread.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._failed_at: float | None = None
        self._probe_lock = threading.Lock()

    def connect(self, attempt: Callable[[], Any]) -> Any:
        if self._failed_at is None:
            return self._attempt(attempt)
        if self.clock() - self._failed_at < COOLDOWN_SECONDS or not self._probe_lock.acquire(blocking=False):
            raise OperationalError("the database did not answer a moment ago")
        try:
            return self._attempt(attempt)
        finally:
            self._probe_lock.release()

    def _attempt(self, attempt: Callable[[], Any]) -> Any:
        try:
            connection = attempt()
        except OperationalError:
            self._failed_at = self.clock()
            raise
        self._failed_at = None
        return connection


CIRCUIT_BREAKER = ConnectionCircuitBreaker()


class DatabaseWrapper(base.DatabaseWrapper):
    """Found by Django as the ENGINE ``portal.core.db.postgresql``; see the module."""

    # The connection with timeouts set, and which; any other has the server's defaults, usually none.
    _applied_timeouts: tuple[Any, tuple[int, int]] = (None, (0, 0))

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        def attempt() -> Any:
            return super(DatabaseWrapper, self).get_new_connection(conn_params)

        return attempt() if time_limits.current_timeouts() is None else CIRCUIT_BREAKER.connect(attempt)

    def is_usable(self) -> bool:
        """Checks a persistent connection before reuse; a timeout makes it unusable."""
        seconds = settings.DATABASE_CONNECT_TIMEOUT_SECONDS if time_limits.current_timeouts() else 0
        with time_limits.WATCHDOG.watch(self, seconds):
            return super().is_usable()

    def create_cursor(self, name: str | None = None) -> Any:
        self._apply_timeouts()
        return super().create_cursor(name)

    def _apply_timeouts(self) -> None:
        limits = time_limits.current_timeouts()
        wanted = (limits.statement_seconds, limits.lock_seconds) if limits else (0, 0)
        connection, told = self._applied_timeouts
        if wanted == (told if connection is self.connection else (0, 0)):
            return
        if self.connection.get_transaction_status() != TRANSACTION_STATUS_IDLE:
            return  # set when the transaction began
        # Timeouts set within a transaction end with it, rolled back or not; otherwise they last.
        lasts = self.connection.autocommit
        with self.connection.cursor() as cursor:
            cursor.execute(_SET_TIMEOUTS, (f"{wanted[0]}s", not lasts, f"{wanted[1]}s", not lasts))
        if lasts:
            self._applied_timeouts = (self.connection, wanted)
