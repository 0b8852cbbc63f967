"""A backup brings back the database and every file as they were, and refuses what is not whole."""

import contextlib
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.deploy.gunicorn_server import free_port
from tools import test_services

pytestmark = pytest.mark.each_database

ROOT = Path(__file__).resolve().parent.parent.parent
LETTERS = b"\x00\xff" * 5_000


@contextlib.contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """A database of its own, on the engine that this run is about."""
    if connection.vendor != "postgresql":
        yield f"sqlite:///{folder / 'portal.sqlite3'}"
        return
    server = os.environ["TEST_DATABASE_URL"]
    prefix = f"portal_backup_{os.getpid()}"
    try:
        yield test_services.create_database(test_services.database_on(server, "postgres"), prefix)
    finally:
        test_services.drop_databases(test_services.database_on(server, "postgres"), prefix)


class Copy:
    """A copy of the portal with files and a database of its own, driven by its programs as an administrator would."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder
        variables = {"VAR_DIR": str(folder), "DATABASE_URL": address, "DEMO": "1", "SECRET_KEY": "of-this-copy"}
        self.environment = {**os.environ, **variables, "DJANGO_SETTINGS_MODULE": "portal.settings"}

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def people(self) -> str:
        listed = (
            "from portal.accounts.models import User; print(sorted(User.objects.values_list('username', flat=True)))"
        )
        return self.run("manage.py", "shell", "--no-imports", "-c", listed).stdout.strip()


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database with its tables, which take longer to make than all the rest."""
    folder = tmp_path_factory.mktemp("database")
    with empty_database(folder) as address:
        assert Copy(folder, address).run("manage.py", "migrate", "--verbosity=0").returncode == 0
        yield address


@pytest.fixture
def copy(tables: str, tmp_path: Path) -> Copy:
    """A copy with one account and one file in each folder."""
    made = Copy(tmp_path / "var", tables)
    made.run("manage.py", "ensure_admin")
    for name in ("media/anh/a.jpg", "private/tin-tuc/b.pdf"):
        path = made.folder / name
        path.parent.mkdir(parents=True)
        path.write_bytes(LETTERS)
    return made


class TestBackup:
    def test_brings_back_rows_and_files(self, copy: Copy, tmp_path: Path) -> None:
        saved = copy.run("deploy/backup.py", "save", tmp_path / "backups")
        assert saved.returncode == 0, saved.stderr
        copy.run("manage.py", "ensure_admin")
        deleted = "from portal.accounts.models import User; User.objects.all().delete()"
        copy.run("manage.py", "shell", "--no-imports", "-c", deleted)
        assert copy.people() == "[]"
        (copy.folder / "media/anh/a.jpg").unlink()
        (copy.folder / "private/tin-tuc/b.pdf").write_bytes(b"spoilt")
        (copy.folder / "media/later.jpg").write_bytes(b"later")

        restored = copy.run("deploy/backup.py", "restore", saved.stdout.strip())

        assert restored.returncode == 0, restored.stderr
        assert copy.people() == "['quantri']"
        files = {str(p.relative_to(copy.folder)) for d in ("media", "private") for p in (copy.folder / d).rglob("*.*")}
        assert files == {"media/anh/a.jpg", "private/tin-tuc/b.pdf"}
        assert {(copy.folder / name).read_bytes() for name in files} == {LETTERS}

    def test_refuses_a_damaged_backup_and_changes_nothing(self, copy: Copy, tmp_path: Path) -> None:
        saved = Path(copy.run("deploy/backup.py", "save", tmp_path / "backups").stdout.strip())
        with (saved / "files.tar.gz").open("r+b") as file:
            file.seek(20)
            file.write(b"damage")

        refused = copy.run("deploy/backup.py", "restore", saved)

        assert refused.returncode != 0
        assert "not a whole backup" in refused.stderr
        assert copy.people() == "['quantri']"
        assert (copy.folder / "media/anh/a.jpg").read_bytes() == LETTERS

    def test_leaves_nothing_behind_when_it_fails(self, tmp_path: Path) -> None:
        nowhere = Copy(tmp_path / "var", f"sqlite:///{tmp_path / 'no-such.sqlite3'}")
        failed = nowhere.run("deploy/backup.py", "save", tmp_path / "backups")
        assert "There is no database" in failed.stderr
        assert list((tmp_path / "backups").iterdir()) == []

    @pytest.mark.parametrize("mark", [b"SQLite format 3\0", b"PGDMP\x01", b"-- SQL"])
    def test_one_of_another_kind_of_database_is_refused_in_one_line(self, tmp_path: Path, mark: bytes) -> None:
        address = f"sqlite:///{tmp_path / 'none.sqlite3'}"
        if mark.startswith(b"SQLite"):
            address = f"postgres://nobody@127.0.0.1:{free_port()}/none"
        backup = tmp_path / "portal-20261123-021500"
        backup.mkdir()
        contents = {"database": mark + b"rest", "files.tar.gz": b"unread"}
        for name, content in contents.items():
            (backup / name).write_bytes(content)
        lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in contents.items()]
        (backup / "SHA256SUMS").write_text("".join(lines))

        refused = Copy(tmp_path / "var", address).run("deploy/backup.py", "restore", backup)

        assert refused.returncode == 1
        assert len(refused.stderr.splitlines()) == 1, refused.stderr
        assert "Nothing was changed." in refused.stderr
        assert not (tmp_path / "none.sqlite3").exists()
