"""/readyz: each part that a reader or an editor needs, and what is said when it is not there."""

import json
import shutil
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from news.models import Article
from portal.core.http import health

pytestmark = pytest.mark.django_db


def ready(client: Client) -> tuple[int, dict[str, Any]]:
    answer = client.get("/readyz", headers={"Accept": "application/json"})
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.status_code, json.loads(answer.content)


def test_a_copy_that_can_serve_says_so_part_by_part(client: Client) -> None:
    status, told = ready(client)
    assert (status, told["state"]) == (200, "ok")
    assert set(told["checks"]) == {"database", "tables", "migrations", "media", "disk", "cache"}
    assert client.get("/readyz").content.decode().splitlines()[:2] == ["ok", "database: ok"]


class TestFails:
    def assert_failed(self, client: Client, name: str, detail: str = "") -> None:
        status, told = ready(client)
        assert (status, told["state"]) == (503, "failed")
        assert told["checks"][name]["state"] == "failed"
        assert detail in told["checks"][name]["detail"]

    def test_without_a_database(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        def away(*args: object) -> None:
            raise OperationalError

        monkeypatch.setattr(type(connections["default"]), "cursor", away)
        self.assert_failed(client, "database", "OperationalError")

    def test_while_a_table_cannot_be_read(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Article._meta, "db_table", "khong_co")
        with connection.cursor() as cursor:
            cursor.execute("SAVEPOINT truoc")
        self.assert_failed(client, "tables", "Error")
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK TO SAVEPOINT truoc")

    def test_while_a_migration_is_not_applied(self, client: Client) -> None:
        MigrationRecorder(connection).record_unapplied("news", "0001_initial")
        self.assert_failed(client, "migrations", "1 not applied")

    def test_where_images_cannot_be_stored(self, client: Client, settings: Any, tmp_path: Path) -> None:
        (tmp_path / "media").touch()
        settings.MEDIA_ROOT = tmp_path / "media"
        self.assert_failed(client, "media", "NotADirectoryError")

    def test_where_the_disk_is_full(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        usage = namedtuple("usage", "total used free")  # as the library's
        monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage(100, 100, health.MIN_FREE_BYTES - 1))
        self.assert_failed(client, "disk", "255 MB free")


def test_without_a_cache_it_serves_and_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(cache._connections["default"]), "get", lambda *args, **kwargs: None)  # type: ignore[attr-defined]
    status, told = ready(client)
    assert (status, told["state"]) == (200, "degraded")
    assert told["checks"]["cache"] == {"state": "degraded", "detail": "does not answer"}
