"""Brings a copy of the portal to the state of this code before it serves; does only what is not done yet.

Tables and static files always; with DEMO=1 the demonstration content and an administrator too. `make run` calls
it before every start, so a start with nothing to do must stay quick.
"""

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

import django  # noqa: E402  # the path above comes first
from django.conf import settings  # noqa: E402
from django.contrib.staticfiles.finders import get_finders  # noqa: E402
from django.core.management import call_command  # noqa: E402


def static_fingerprint() -> str:
    """What collecting would read: changes when a static file is added, edited or removed."""
    digest = hashlib.sha256()
    found = [(path, storage.path(path)) for finder in get_finders() for path, storage in finder.list([])]
    for path, source in sorted(found):
        status = os.stat(source)
        digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> None:
    """Collects only after a change: hashing and packing some 1,400 files takes a quarter of a minute."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    fingerprint = static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    print("Collecting static files (only after a change) …", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)


def main() -> None:
    django.setup()
    print("Bringing the database up to date …", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("loadcatalogue", verbosity=0)
    call_command("applyroles", verbosity=0)
    call_command("reindex", "--if-empty", verbosity=0)
    if settings.DEMO:
        call_command("loaddemo", "--if-empty")
        call_command("ensureadmin")
    collect_static()


if __name__ == "__main__":
    main()
