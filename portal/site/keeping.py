"""What every page needs is read again every few seconds, not for every page.

Without a database the last known stands.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError, transaction

IDENTITY = "portal.site.identity"
MENU = "portal.menu"
PATHS = "portal.site.paths"
LIFETIME_SECONDS = 5
_log = logging.getLogger(__name__)


def kept(key: str, read: Callable[[], Any], fallback: Any, lifetime_seconds: int = LIFETIME_SECONDS) -> Any:
    """What ``read`` gave at most ``lifetime_seconds`` ago; what it gave last when the database does not answer.

    ``fallback`` is for a database that has not answered yet. ``read`` must not give None.
    """
    if (found := cache.get(key)) is not None:
        return found
    try:
        found = read()
        cache.set(_lasting(key), found, None)
    except DatabaseError as error:
        _log.warning("%s was not read: %s", key, type(error).__name__)
        found = cache.get(_lasting(key), fallback)
    cache.set(key, found, lifetime_seconds)
    return found


def forget(*keys: str) -> None:
    """Lets the next page read anew, once what was changed is safe."""
    transaction.on_commit(lambda: cache.delete_many(keys))


def _lasting(key: str) -> str:
    return f"{key}.last"
