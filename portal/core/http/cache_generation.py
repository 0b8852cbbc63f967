"""Cache generation: the part of every cache key that changes to invalidate all cached public pages.

A shared cache serves stale pages for hours while the portal is down and must not show what was withdrawn before. The
current generation is therefore a symbolic link in VAR_DIR; nginx (``$realpath_root``) and the micro-cache put its
target into their keys. A new generation invalidates every cached page at once, lists and feeds included, and needs
neither nginx nor the database (ADR 0007).
"""

import contextlib
import logging
import os
import time
from pathlib import Path

from django.conf import settings
from django.db import transaction

# Two processes may create a generation at once, and nginx may be resolving the link.
RETAINED_GENERATIONS = 10
_log = logging.getLogger(__name__)


def link_path() -> Path:
    return Path(settings.VAR_DIR) / "cache-generation"


def current_generation() -> str:
    """The name of the current generation; empty if there is none yet."""
    try:
        return os.readlink(link_path())
    except OSError:
        return ""


def invalidate_all() -> None:
    """Invalidates every page cached until now."""
    folder = Path(settings.VAR_DIR) / "cache-generations"
    name = f"{time.time_ns()}-{os.getpid()}"
    (folder / name).mkdir(parents=True)
    made = folder / f"{name}.link"
    made.symlink_to(Path(folder.name) / name)
    # The link's target is relative to the folder above; replacing the link is atomic.
    made.replace(link_path())
    for old in sorted(entry for entry in folder.iterdir() if entry.is_dir())[:-RETAINED_GENERATIONS]:
        with contextlib.suppress(OSError):
            old.rmdir()


def invalidate_on_commit() -> None:
    """Invalidates after the commit. Errors are logged only: a full disk must not block a withdrawal."""
    transaction.on_commit(_invalidate_or_log)


def _invalidate_or_log() -> None:
    try:
        invalidate_all()
    except OSError:
        _log.exception("The copies of public pages that nginx keeps for an outage could not be forgotten")
