"""Backs up and restores the database (SQLite or PostgreSQL, as in settings) and the uploaded files.

.venv/bin/python deploy/backup.py save /srv/backup      writes /srv/backup/portal-20261123-021500/
.venv/bin/python deploy/backup.py restore /srv/backup/portal-20261123-021500

Restoring overwrites the present data, so stop the portal first. An incomplete backup is refused.
"""

import argparse
import contextlib
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

from portal.core import entry_points  # noqa: E402  # the path above comes first

entry_points.use_virtual_environment()

import django  # noqa: E402  # only now is it sure to be installed
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from portal.core.http import cache_generation  # noqa: E402

# File signatures of a database dump.
DATABASE_SIGNATURES = {b"SQLite format 3": "sqlite", b"PGDMP": "postgresql"}
DATABASE_DUMP, FILES_ARCHIVE, CHECKSUMS = "database", "files.tar.gz", "SHA256SUMS"


def media_folders() -> dict[str, Path]:
    """Folders of uploaded files, by their names in the archive. Static files are collected again by every release."""
    return {"media": Path(settings.MEDIA_ROOT), "private": Path(settings.PRIVATE_MEDIA_ROOT)}


def create_backup(target: Path) -> Path:
    """Creates a backup below ``target`` and returns its folder, which appears only once complete."""
    target.mkdir(parents=True, exist_ok=True)
    name = f"portal-{timezone.localtime():%Y%m%d-%H%M%S}"
    unfinished = target / f".{name}"
    unfinished.mkdir(mode=0o700)
    try:
        # The database is dumped first: then every file that its rows refer to exists when the files are copied.
        if connection.vendor == "postgresql":
            run_postgres("pg_dump", "--format=custom", f"--file={unfinished / DATABASE_DUMP}")
        else:
            copy_sqlite(Path(connection.settings_dict["NAME"]), unfinished / DATABASE_DUMP)
        with tarfile.open(unfinished / FILES_ARCHIVE, "w:gz", compresslevel=1) as archive:
            for inside, folder in media_folders().items():
                if folder.exists():
                    archive.add(folder, arcname=inside)
        (unfinished / CHECKSUMS).write_text(checksums(unfinished))
        unfinished.rename(target / name)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return target / name


def restore_backup(backup: Path) -> None:
    """Replaces the present data by a backup. Raises SystemExit, with nothing changed, if the backup is incomplete."""
    if not (backup / CHECKSUMS).exists() or (backup / CHECKSUMS).read_text() != checksums(backup):
        raise SystemExit(f"{backup} is not a whole backup: its check sums do not fit. Nothing was changed.")
    if (kind := database_kind(backup / DATABASE_DUMP)) != connection.vendor:
        here = connection.vendor
        raise SystemExit(
            f"{backup} holds a database of {kind}, and DATABASE_URL is one of {here}. Nothing was changed."
        )
    if connection.vendor == "postgresql":
        options = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
        run_postgres("pg_restore", *options, after=[str(backup / DATABASE_DUMP)])
    else:
        copy_sqlite(backup / DATABASE_DUMP, Path(connection.settings_dict["NAME"]))
    with tarfile.open(backup / FILES_ARCHIVE) as archive:
        for inside, folder in media_folders().items():
            members = [member for member in archive if member.name.split("/")[0] == inside]
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            for member in members:
                member.name = os.path.relpath(member.name, inside)
            extract_members(archive, members, folder)
    # Cached pages may show content that is not in the backup.
    cache_generation.invalidate_all()


def database_kind(database: Path) -> str:
    with database.open("rb") as file:
        beginning = file.read(16)
    return next((kind for mark, kind in DATABASE_SIGNATURES.items() if beginning.startswith(mark)), "another program")


def extract_members(archive: tarfile.TarFile, members: list[tarfile.TarInfo], folder: Path) -> None:
    """Extracts files and folders from an archive; members with a path outside of the folder are refused."""
    if hasattr(tarfile, "data_filter"):
        archive.extractall(folder, members, filter="data")
        return
    # Debian 12 ships Python 3.11.2, which does not support the filter yet.
    for member in members:
        inside = (folder / member.name).resolve().is_relative_to(folder.resolve())
        if not inside or not (member.isfile() or member.isdir()):
            raise SystemExit(f"The archive holds {member.name}, which no backup of ours contains.")
    archive.extractall(folder, members)  # noqa: S202  # checked above


def copy_sqlite(source: Path, target: Path) -> None:
    """A consistent copy of a database that may be in use."""
    if not source.exists():
        raise SystemExit(f"There is no database at {source}.")
    with contextlib.closing(sqlite3.connect(source)) as read, contextlib.closing(sqlite3.connect(target)) as written:
        read.backup(written)


def run_postgres(program: str, *options: str, after: list[str] | None = None) -> None:
    """Runs a PostgreSQL program on the configured database; the password is passed by the environment."""
    (_, *where, database), variables = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    command = [program, *where, "--no-password", f"--dbname={database}", *options, *(after or [])]
    if shutil.which(program) is None:
        raise SystemExit(f"{program} is not installed: apt-get install postgresql-client. Nothing was changed.")
    ended = subprocess.run(command, env={**os.environ, **(variables or {})}, stdin=subprocess.DEVNULL, check=False)
    if ended.returncode:
        raise SystemExit(f"{program} failed; its reason stands above.")


def checksums(backup: Path) -> str:
    """The input of ``sha256sum --check``."""
    lines = []
    for name in (DATABASE_DUMP, FILES_ARCHIVE):
        with (backup / name).open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {name}\n")
    return "".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["save", "restore"])
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    django.setup()
    if arguments.action == "save":
        print(create_backup(arguments.folder))
    else:
        restore_backup(arguments.folder)
        print(f"Restored from {arguments.folder}. Run deploy/prepare.py before starting the portal.")


if __name__ == "__main__":
    with entry_points.exit_on_configuration_error():
        entry_points.use_demo_environment(sys.argv)
        main()
