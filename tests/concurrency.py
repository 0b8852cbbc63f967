"""Several people at the same time, each with a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection

from portal.core.http import rate_limit


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Runs each act in a connection of its own, all starting together; returns what each was told ("" for done)."""
    start = Barrier(len(acts), timeout=10)

    def attempt(act: Callable[[], object]) -> str:
        try:
            connection.ensure_connection()
            start.wait()
            act()
            return ""
        except ValidationError as refusal:
            return " ".join(refusal.messages)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(attempt, acts))


def as_in_another_process() -> None:
    """Whatever this process keeps for itself is gone, as in the process that takes the next request."""
    cache.clear()
    rate_limit.reset_process_counts()
