"""The portal's own settings, for a gunicorn whose pages a test reads through nginx.

Static files need no collecting, and a file named ``database-is-away`` in VAR_DIR takes the database away.
"""

from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

from portal.settings import *  # noqa: F403
from portal.settings import STORAGES, VAR_DIR

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

AWAY = Path(VAR_DIR) / "database-is-away"
_cursor = BaseDatabaseWrapper._cursor


def _cursor_unless_away(self: BaseDatabaseWrapper, name: str | None = None) -> Any:
    if AWAY.exists():
        raise OperationalError("the database is away")
    return _cursor(self, name)


BaseDatabaseWrapper._cursor = _cursor_unless_away
