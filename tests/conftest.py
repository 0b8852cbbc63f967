"""What every test stands on: a clean cache, folders that go away, and a browser for those that ask."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings

from news import due_revisions
from portal.core.http import rate_limit
from portal.pages import cached_reads

pytest_plugins = ["tests.browser_fixtures"]

# A busy machine is no failure; where nobody looks on, the same examples come every time.
hypothesis_settings.register_profile("portal", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis_settings.load_profile("portal")

# Whatever asks for one of these reads or writes a database.
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "admin_client"}
# What runs only when asked for, by folder; no file has to say so.
MARKED = {Path(__file__).parent / "tools" / "audit": "audit", Path(__file__).parent / "browser": "browser"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks tests/browser and tests/tools/audit; drops tests without database access on request.

    On the second database what touches none has passed already, on the first, and is left out (tools/run_tests.py).
    """
    for item in items:
        for folder, name in MARKED.items():
            if item.path.is_relative_to(folder):
                item.add_marker(getattr(pytest.mark, name))
    if config.getoption("only_with_database"):
        config.hook.pytest_deselected(items=[item for item in items if not _touches_database(item)])
        items[:] = filter(_touches_database, items)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-with-database", action="store_true", help="leave out what touches no database")


def _touches_database(item: pytest.Item) -> bool:
    """``each_database`` marks what starts a program of ours on the database, which nothing else tells."""
    marks = {mark.name for mark in item.iter_markers()}
    fixtures = DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ()))
    is_djangos = issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    return bool(is_djangos or fixtures or marks & {"django_db", "each_database"})


def pytest_unconfigure() -> None:
    """Removes the databases and uploads of this run (tests/settings.py makes a folder for each process)."""
    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


@pytest.fixture(autouse=True)
def clean_cache() -> Iterator[None]:
    """No test sees what another left in the cache. The identity is kept there already, and that no version is due, as
    nearly always on a site: whoever tests these takes them out, as scheduling one does."""
    cache.clear()
    rate_limit.reset_process_counts()
    cache.set(cached_reads.IDENTITY_KEY, {}, None)
    cache.set(due_revisions.CACHE_KEY, due_revisions.NEVER, None)
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def clean_media() -> Iterator[None]:
    """No test sees the files that another uploaded."""
    yield
    for folder in (settings.MEDIA_ROOT, settings.PRIVATE_MEDIA_ROOT):
        shutil.rmtree(folder, ignore_errors=True)
