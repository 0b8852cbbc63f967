"""A server process that is killed in the middle of publishing: the article is wholly out, or wholly not."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.news.dying import POINTS
from tools.test_services import create_database, database_on, drop_databases

pytestmark = pytest.mark.each_database

ROOT = Path(__file__).resolve().parent.parent.parent


@contextlib.contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """The address of a database of the kind that this run is on, and of nobody else's."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'dying.sqlite3'}"
        return
    server, name = database_on(os.environ["TEST_DATABASE_URL"], "postgres"), f"dying_{os.getpid()}"
    try:
        yield create_database(server, name)
    finally:
        drop_databases(server, name)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], dict[str, Any]]:
    """What every death left behind, by scene and point."""
    folder = tmp_path_factory.mktemp("dying")
    with empty_database(folder) as address:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "DATABASE_URL": address,
            "VAR_DIR": str(folder),
            "SECRET_KEY": "only-for-the-tests-of-this-portal",
        }
        command = [sys.executable, "-m", "tests.news.dying"]
        ended = subprocess.run(  # noqa: S603  # our own program
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300
        )
    assert ended.returncode == 0, ended.stderr[-2000:]
    return {(scene["scene"], scene["point"]): scene for scene in json.loads(ended.stdout)}


@pytest.mark.parametrize("point", POINTS)
class TestKilledWhilePublishing:
    def test_a_publication(self, found: dict[tuple[str, str], dict[str, Any]], point: str) -> None:
        before = {
            **{"status": "withdrawn", "revision_number": 1, "is_new": False, "is_public": False},
            **{"history": ["baseline", "withdraw"], "previous_urls": 0},
        }
        after = {
            **{"status": "published", "revision_number": 2, "is_new": True, "is_public": True},
            **{"history": ["baseline", "withdraw", "publish"], "previous_urls": 1},
        }
        self.check(found["publication", point], point, before, after)

    def test_a_next_version(self, found: dict[tuple[str, str], dict[str, Any]], point: str) -> None:
        before = {
            **{"status": "draft", "revision_number": 2, "is_new": False, "live_revision": 0, "is_public": True},
            **{"history": ["create", "edit"], "live_history": [], "previous_urls": 0, "gallery": 0, "attachments": 0},
        }
        after = {
            **{"status": "merged", "revision_number": 3, "is_new": True, "live_revision": 1, "is_public": True},
            **{"history": ["create", "edit", "publish"], "live_history": ["baseline", "publish-revision"]},
            **{"previous_urls": 1, "gallery": 1, "attachments": 1},
        }
        self.check(found["next_version", point], point, before, after)

    def check(self, told: dict[str, Any], point: str, before: dict[str, Any], after: dict[str, Any]) -> None:
        assert told["died"], "the process must have died where it was told to"
        expected = after if point == "after it" else before
        assert {name: told["seen"][name] for name in expected} == expected
        assert {name: told["again"][name] for name in after} == after, "and nothing bars the next try"
