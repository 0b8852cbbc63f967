"""Caches data that every page needs for a few seconds.

While the database is down, serves the last cached value, or the caller's fallback.
"""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError, transaction

from portal.core.throttled_logger import ThrottledLogger

IDENTITY_KEY = "portal.pages.identity"
MENU_KEY = "portal.pages.navigation"
PATHS_KEY = "portal.pages.paths"
LIFETIME_SECONDS = 5
_seldom = ThrottledLogger(__name__)


def cached_or_stale(
    key: str, load: Callable[[], Any], fallback: Any = None, lifetime_seconds: int = LIFETIME_SECONDS
) -> Any:
    """Returns ``load()``, cached for ``lifetime_seconds``; the last value if the database does not respond.

    ``fallback`` is returned when there is no last value either; without one the database error is raised, where a 404
    would be wrong. ``load`` must not return None.
    """
    if (value := cache.get(key)) is not None:
        return value
    try:
        value = load()
        cache.set(_stale_key(key), value, None)
    except DatabaseError as error:
        _seldom.warning("%s was not read: %s", key, type(error).__name__)
        value = cache.get(_stale_key(key), fallback)
        if value is None:
            raise
    cache.set(key, value, lifetime_seconds)
    return value


def invalidate(*keys: str) -> None:
    """Deletes the cache keys after the transaction commits."""
    transaction.on_commit(lambda: cache.delete_many(keys))


def _stale_key(key: str) -> str:
    return f"{key}.last"
