"""A variable that is wrong ends every program with one line that names it; no traceback, no password, no start."""

import contextlib
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.deploy.gunicorn_server import ROOT, environment, free_port, served

SHOWN = re.compile(r"^# ?([A-Z][A-Z0-9_]*)=", re.MULTILINE)
NAMES = SHOWN.findall((ROOT / ".env.example").read_text())
# Whatever is written there is a value: texts for people, a secret, folders that need not be there yet.
ANYTHING_GOES = {
    *("SECRET_KEY", "SITE_NAME", "SITE_ORGANISATION", "SITE_RESPONSIBLE_PERSON", "SITE_ADDRESS", "SITE_PHONE"),
    *("STATIC_ROOT", "MEDIA_ROOT", "PRIVATE_MEDIA_ROOT", "VAR_DIR"),
}
NONSENSE = "eins zwei"
PROGRAMS = {
    "manage.py": ["manage.py", "check"],
    "prepare.py": ["deploy/prepare.py"],
    "backup.py": ["deploy/backup.py", "save", "/nonexistent/backup"],
    "check_settings.py": ["deploy/check_settings.py"],
    "gunicorn": ["-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"],
}


def run(folder: Path, program: str, *, cwd: Path = ROOT, **variables: str) -> "subprocess.CompletedProcess[str]":
    script, *rest = PROGRAMS[program]
    return subprocess.run(
        [sys.executable, script if script == "-m" else ROOT / script, *rest],
        cwd=cwd,
        env=environment(folder, **variables),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def assert_refused(ended: "subprocess.CompletedProcess[str]", name: str) -> None:
    lines = ended.stderr.splitlines()
    assert len(lines) == 1, ended.stderr
    assert lines[0].startswith(name)
    assert ended.stdout == ""
    assert ended.returncode == 78


class TestEveryVariable:
    @pytest.mark.parametrize("name", sorted(set(NAMES) - ANYTHING_GOES))
    def test_refuses_nonsense_by_its_name(self, tmp_path: Path, name: str) -> None:
        # The one that a reload is stopped by knows all of them.
        assert_refused(run(tmp_path, "check_settings.py", **{name: NONSENSE}), name)

    @pytest.mark.parametrize("name", ["VAR_DIR", "MEDIA_ROOT"])
    def test_a_folder_is_no_file(self, tmp_path: Path, name: str) -> None:
        assert_refused(run(tmp_path, "manage.py", **{name: __file__}), name)

    @pytest.mark.parametrize("name", ["VAR_DIR", "MEDIA_ROOT"])
    def test_nor_a_name_that_no_disk_takes(self, tmp_path: Path, name: str) -> None:
        assert_refused(run(tmp_path, "manage.py", **{name: "x" * 400}), name)

    def test_a_folder_lies_beside_the_program_wherever_it_is_called_from(self, tmp_path: Path) -> None:
        # ".." leads out of the copy under test, so that nothing is made in it.
        inside = os.path.relpath(tmp_path / "var", ROOT)
        ended = run(tmp_path, "manage.py", cwd=tmp_path, VAR_DIR=inside, DATABASE_URL=f"sqlite:///{inside}/x.sqlite3")
        assert ended.returncode == 0, ended.stderr
        assert [found.name for found in tmp_path.iterdir()] == ["var"]

    def test_an_empty_one_is_not_set(self, tmp_path: Path) -> None:
        names = set(NAMES) - {"SECRET_KEY", "ALLOWED_HOSTS", "VAR_DIR", "HTTPS"}
        assert run(tmp_path, "manage.py", **dict.fromkeys(names, "")).returncode == 0


class TestEveryProgram:
    @pytest.mark.parametrize("program", PROGRAMS)
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("TRUSTED_PROXIES", "eins"),
            ("STAFF_HOURS", "T2-T7 06:00-22:00"),
            ("ARTICLE_CHECKS", "long-sentnce=off"),
            ("SECRET_KEY", ""),
            ("SECRET_KEY", "too-short-to-be-secret"),
        ],
    )
    def test_refuses_in_one_line(self, tmp_path: Path, program: str, name: str, value: str) -> None:
        assert_refused(run(tmp_path, program, **{name: value}), name)

    def test_gunicorn_refuses_its_own(self, tmp_path: Path) -> None:
        assert_refused(run(tmp_path, "gunicorn", WEB_WORKERS="eins"), "WEB_WORKERS")


class TestReload:
    def test_settings_that_became_wrong_leave_the_workers_as_they_are(self, tmp_path: Path) -> None:
        media = tmp_path / "media"
        with served(tmp_path, MEDIA_ROOT=str(media), WEB_WORKERS="1") as portal:
            media.write_text("no folder any more")
            portal.process.send_signal(signal.SIGHUP)
            until = time.monotonic() + 60
            while "Not reloaded" not in portal.log.read_text() and time.monotonic() < until:
                time.sleep(0.2)
            log = portal.log.read_text()
            assert "MEDIA_ROOT must be a folder" in log
            assert "Not reloaded" in log
            assert portal.process.poll() is None
            assert portal.get("/livez").status == 200


class TestDatabase:
    @pytest.mark.parametrize("program", ["manage.py", "prepare.py"])
    def test_away_is_told_in_one_line(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
        monkeypatch.setitem(PROGRAMS, "manage.py", ["manage.py", "migrate", "-v0"])
        address = f"postgres://nobody:hush@127.0.0.1:{free_port()}/none"
        ended = run(tmp_path, program, DATABASE_URL=address)
        assert len(ended.stderr.splitlines()) == 1, ended.stderr
        assert ended.stderr.startswith("The database (DATABASE_URL): ")
        assert "hush" not in ended.stderr
        assert ended.returncode == 69

    def test_a_backup_without_it_has_no_traceback(self, tmp_path: Path) -> None:
        address = f"postgres://nobody:hush@127.0.0.1:{free_port()}/none"
        ended = run(tmp_path, "backup.py", DATABASE_URL=address)
        assert "Traceback" not in ended.stderr
        assert ended.returncode == 1


class TestPasswords:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("DATABASE_URL", "postgre://portal:mat-khau@db/portal"),
            ("DATABASE_URL", "postgres://portal:mat-khau@db:cong/portal"),
            ("CACHE_URL", "redsi://:mat-khau@cache/0"),
            ("EMAIL_URL", "mail://portal:mat-khau@mail:587"),
        ],
    )
    def test_are_not_repeated(self, tmp_path: Path, name: str, value: str) -> None:
        ended = run(tmp_path, "manage.py", **{name: value})
        assert_refused(ended, name)
        assert "mat-khau" not in ended.stderr


class TestDatabaseOfEarlierCode:
    def test_is_refused_before_anything_is_written(self, tmp_path: Path) -> None:
        database = tmp_path / "portal.sqlite3"
        with contextlib.closing(sqlite3.connect(database)) as connection, connection:
            connection.execute(
                "CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied text)"
            )
            connection.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('news', '0002_workflow', '2026-11-30')"
            )
        ended = run(tmp_path, "prepare.py", DATABASE_URL=f"sqlite:///{database}")
        assert ended.returncode == 78
        assert "before 0.1.0" in ended.stderr
        with contextlib.closing(sqlite3.connect(database)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert tables == {"django_migrations"}
