"""Prepares a copy of the portal for this version of the code; does only what is not done yet.

Migrates and collects static files; with DEMO=1 it also loads the demonstration content (unless DEMO_CONTENT=0) and
creates an administrator.
`make run` calls it before every start, so it must be quick when there is nothing to do.
"""

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

from portal.core import entry_points  # noqa: E402  # the path above comes first

entry_points.use_virtual_environment()

import django  # noqa: E402  # only now is it sure to be installed
from django.conf import settings  # noqa: E402
from django.contrib.staticfiles.finders import get_finders  # noqa: E402
from django.core.exceptions import ImproperlyConfigured  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.recorder import MigrationRecorder  # noqa: E402

from portal.core.http import cache_generation  # noqa: E402


def static_files_fingerprint() -> str:
    """A fingerprint of the input of collectstatic: changes when a static file is added, edited or removed."""
    digest = hashlib.sha256()
    found = [(path, storage.path(path)) for finder in get_finders() for path, storage in finder.list([])]
    for path, source in sorted(found):
        status = os.stat(source)
        digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> None:
    """Collects only after a change: hashing and compressing some 1,400 files takes a quarter of a minute."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    fingerprint = static_files_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    print("Collecting static files (only after a change) …", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)


def refuse_database_of_earlier_code() -> None:
    """Raises ImproperlyConfigured for a database from before the migrations were made anew for 0.1.0."""
    if ("news", "0002_workflow") in MigrationRecorder(connection).applied_migrations():
        raise ImproperlyConfigured(
            "DATABASE_URL names a database of code from before 0.1.0, which this code cannot migrate. "
            "Move it away (for `make run`: var/portal.sqlite3) and start again with an empty one."
        )


def main() -> None:
    # As in deploy/portal.service: the database and the files are not for other users of the machine.
    os.umask(0o027)
    django.setup()
    refuse_database_of_earlier_code()
    print("Bringing the database up to date …", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_awards", verbosity=0)
    call_command("apply_roles", verbosity=0)
    call_command("reindex", "--if-empty", verbosity=0)
    if settings.DEMO:
        entry_points.write_demo_environment_file()
        if settings.DEMO_CONTENT:
            call_command("load_demo_data", "--if-empty")
        call_command("ensure_admin")
    collect_static()
    if not cache_generation.current_generation():
        cache_generation.invalidate_all()


if __name__ == "__main__":
    with entry_points.exit_on_configuration_error():
        entry_points.use_demo_environment(sys.argv)
        main()
