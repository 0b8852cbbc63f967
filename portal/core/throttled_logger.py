"""Throttled logging: recurring events are logged once a minute."""

import logging
import threading
import time
from collections.abc import Callable

LOG_INTERVAL_SECONDS = 60.0


class ThrottledLogger:
    """Log lines of one kind; those within a minute of the last are counted and reported with the next."""

    def __init__(self, logger: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.logger = logging.getLogger(logger)
        self.clock = clock
        self._logged_at = -LOG_INTERVAL_SECONDS
        self._suppressed_count = 0
        self._lock = threading.Lock()

    def warning(self, message: str, *args: object) -> None:
        if (untold := self.acquire()) is not None:
            self.logger.warning(f"{message}{f' ({untold} more since the last line)' if untold else ''}", *args)

    def acquire(self) -> int | None:
        """The number of suppressed lines if a line may be logged now; None if it is suppressed."""
        with self._lock:
            now = self.clock()
            if now - self._logged_at < LOG_INTERVAL_SECONDS:
                self._suppressed_count += 1
                return None
            self._logged_at = now
            untold, self._suppressed_count = self._suppressed_count, 0
            return untold
