"""Saves the database and the uploaded files, and brings them back. Knows both databases; asks settings where they are.

    .venv/bin/python deploy/backup.py save /srv/backup      writes /srv/backup/portal-20261123-021500/
    .venv/bin/python deploy/backup.py restore /srv/backup/portal-20261123-021500

Restoring replaces what is there, so stop the portal first. Nothing is restored from a backup that is not whole.
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

import django  # noqa: E402  # the path above comes first
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

DATABASE, FILES, SUMS = "database", "files.tar.gz", "SHA256SUMS"


def folders() -> dict[str, Path]:
    """What people uploaded, by the name it has in the archive. Static files are made anew by every release."""
    return {"media": Path(settings.MEDIA_ROOT), "private": Path(settings.PRIVATE_MEDIA_ROOT)}


def save(target: Path) -> Path:
    """Writes one backup below ``target`` and returns its folder, which appears only when it is whole."""
    target.mkdir(parents=True, exist_ok=True)
    name = f"portal-{timezone.localtime():%Y%m%d-%H%M%S}"
    unfinished = target / f".{name}"
    unfinished.mkdir(mode=0o700)
    try:
        # The database goes first: every file that its rows name is there when the files are read.
        if connection.vendor == "postgresql":
            run_postgres("pg_dump", "--format=custom", f"--file={unfinished / DATABASE}")
        else:
            copy_sqlite(Path(connection.settings_dict["NAME"]), unfinished / DATABASE)
        with tarfile.open(unfinished / FILES, "w:gz", compresslevel=1) as archive:
            for inside, folder in folders().items():
                if folder.exists():
                    archive.add(folder, arcname=inside)
        (unfinished / SUMS).write_text(sums_of(unfinished))
        unfinished.rename(target / name)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return target / name


def restore(backup: Path) -> None:
    """Puts a backup in the place of what is there. Raises SystemExit, with nothing touched, if it is not whole."""
    if not (backup / SUMS).exists() or (backup / SUMS).read_text() != sums_of(backup):
        raise SystemExit(f"{backup} is not a whole backup: its check sums do not fit. Nothing was changed.")
    if connection.vendor == "postgresql":
        options = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
        run_postgres("pg_restore", *options, after=[str(backup / DATABASE)])
    else:
        copy_sqlite(backup / DATABASE, Path(connection.settings_dict["NAME"]))
    with tarfile.open(backup / FILES) as archive:
        for inside, folder in folders().items():
            members = [member for member in archive if member.name.split("/")[0] == inside]
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            for member in members:
                member.name = os.path.relpath(member.name, inside)
            unpack(archive, members, folder)


def unpack(archive: tarfile.TarFile, members: list[tarfile.TarInfo], folder: Path) -> None:
    """Takes files and folders out of an archive, and nothing that would land outside the folder."""
    if hasattr(tarfile, "data_filter"):
        archive.extractall(folder, members, filter="data")
        return
    # Debian 12 ships Python 3.11.2, which does not know the filter yet.
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
    """Runs a PostgreSQL program on the database of the settings; the password goes by the environment."""
    (_, *where, database), variables = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    command = [program, *where, "--no-password", f"--dbname={database}", *options, *(after or [])]
    if shutil.which(program) is None:
        raise SystemExit(f"{program} is not installed: apt-get install postgresql-client. Nothing was changed.")
    subprocess.run(command, env={**os.environ, **(variables or {})}, stdin=subprocess.DEVNULL, check=True)


def sums_of(backup: Path) -> str:
    """The lines that ``sha256sum --check`` reads."""
    lines = []
    for name in (DATABASE, FILES):
        with (backup / name).open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {name}\n")
    return "".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("act", choices=["save", "restore"])
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    django.setup()
    if asked.act == "save":
        print(save(asked.folder))
    else:
        restore(asked.folder)
        print(f"Restored from {asked.folder}. Run deploy/prepare.py before starting the portal.")


if __name__ == "__main__":
    main()
