"""Health checks by component for /readyz.

A failure of the cache is reported as degraded only; a failure that readers or editors would meet as an error is fatal.
"""

import functools
import shutil
import tempfile
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

MIN_FREE_BYTES = 256 * 1024 * 1024


class HealthState(StrEnum):
    OK = "ok"
    DEGRADED = "degraded"
    FAILED = "failed"


@dataclass(frozen=True)
class HealthCheck:
    """Result of one check. ``detail`` is for operators, in English like the log; it is public."""

    name: str
    state: HealthState
    detail: str = ""


def run_checks() -> list[HealthCheck]:
    """Runs all checks with a few queries; with none once the database has failed."""
    database = _run_check("database", _check_connection)
    found = [database]
    if database.state == HealthState.OK:
        found += [_run_check("tables", _check_tables), _run_check("migrations", _check_migrations)]
    found += [
        _run_check("media", _check_media_folders),
        _run_check("disk", _check_disk_space),
        _run_check("cache", _check_cache, HealthState.DEGRADED),
    ]
    return found


def overall_state(found: list[HealthCheck]) -> HealthState:
    states = {check.state for check in found}
    return next((state for state in (HealthState.FAILED, HealthState.DEGRADED) if state in states), HealthState.OK)


def _run_check(name: str, check: Callable[[], str], failure_state: HealthState = HealthState.FAILED) -> HealthCheck:
    """Runs ``check``, which returns what is wrong, or an empty text."""
    try:
        wrong = check()
    except (Error, OSError) as error:
        wrong = type(error).__name__
    return HealthCheck(name, failure_state if wrong else HealthState.OK, wrong)


def _check_connection() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _check_tables() -> str:
    """Reads one row at most of each of our tables: a table may exist and be locked, damaged or not readable."""
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy:
            list(model._default_manager.order_by().values_list("pk")[:1])
    return ""


def _check_migrations() -> str:
    missing = len(_known_migrations() - set(MigrationRecorder(connection).applied_migrations()))
    return f"{missing} not applied" if missing else ""


@functools.cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """The migrations of this code, cached for the life of the process. The loader reads files, not the database."""
    loader = MigrationLoader(None)
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    return frozenset(set(loader.disk_migrations) - replaced)


def _check_media_folders() -> str:
    for folder in (settings.MEDIA_ROOT, settings.PRIVATE_MEDIA_ROOT):
        with tempfile.TemporaryFile(dir=_nearest_existing(Path(folder))) as file:
            file.write(b"x")
    return ""


def _check_disk_space() -> str:
    folders = {_nearest_existing(Path(folder)) for folder in (settings.VAR_DIR, settings.MEDIA_ROOT)}
    free = min(shutil.disk_usage(folder).free for folder in folders)
    return f"{free // 1024**2} MB free" if free < MIN_FREE_BYTES else ""


def _nearest_existing(folder: Path) -> Path:
    """The folder, or its nearest existing parent, in which the first upload will create it."""
    return next(place for place in (folder, *folder.parents) if place.exists())


def _check_cache() -> str:
    """Writes a value and reads it back. The cache swallows its own errors (``portal.core.cache_backends``)."""
    key, value = f"readyz.{uuid.uuid4()}", uuid.uuid4().hex
    cache.set(key, value, 10)
    came_back = cache.get(key) == value
    cache.delete(key)
    return "" if came_back else "does not answer"
