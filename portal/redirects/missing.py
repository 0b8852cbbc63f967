"""Noting what was asked for in vain: a little work for each miss, whatever the number of them.

The page for a missing address must come as quickly and as surely as before: one row is written at most once a
minute, all of them together ``WRITES_PER_MINUTE`` times, the table has an end, and a database that cannot be written
to is none of the reader's concern.
"""

import datetime as dt
import hashlib
import logging

from django.core.cache import cache
from django.db import Error, transaction
from django.http import HttpRequest
from django.urls import is_valid_path
from django.utils import timezone

from portal.kit.throttle import is_within_rate
from portal.redirects import paths
from portal.redirects.models import MissedAddress

MAX_ROWS = 5000
WRITES_PER_MINUTE = 60
_PENDING_SECONDS = 3600

logger = logging.getLogger(__name__)


def note_miss(request: HttpRequest, at: dt.datetime | None = None) -> None:
    """Counts that nothing was found for this request. Never raises for what the database does."""
    if not _is_worth_noting(request):
        return
    probe = paths.probe_of(request.path)
    path = probe or paths.kept(request.path)
    if (times := _times_to_write(path)) == 0:
        return
    try:
        with transaction.atomic():
            is_new = MissedAddress.objects.note(
                path, times=times, referrer=_referrer(request), is_probe=bool(probe), at=at or timezone.now()
            )
            if is_new:
                MissedAddress.objects.drop_surplus(MAX_ROWS)
    except Error as error:
        logger.warning("A missed address was not noted: %s", type(error).__name__)


def _is_worth_noting(request: HttpRequest) -> bool:
    path = request.path
    if request.method not in {"GET", "HEAD"} or not paths.is_keepable(path) or paths.is_staffs(path):
        return False
    # With a closing slash it is a page, and the reader is about to be led there.
    return path.endswith("/") or not is_valid_path(f"{path}/")


def _times_to_write(path: str) -> int:
    """How many misses to write now; 0 while the row was written less than a minute ago, or too many others were.

    Unknown addresses leave nothing in the cache before the common limit has let them through: a flood of them must
    not push out what others keep there.
    """
    key = hashlib.sha256(path.encode()).hexdigest()
    written, pending = f"missed.written.{key}", f"missed.pending.{key}"
    if cache.get(written):
        if not cache.add(pending, 1, _PENDING_SECONDS):
            cache.incr(pending)
        return 0
    if not is_within_rate("missed", WRITES_PER_MINUTE):
        return 0
    cache.set(written, True, 60)
    waiting = cache.get(pending) or 0
    cache.delete(pending)
    return 1 + waiting


def _referrer(request: HttpRequest) -> str:
    """Where the wrong link stands: our page's path, another site's host, nothing more."""
    parts = paths.split(request.META.get("HTTP_REFERER", ""))
    is_ours = parts.netloc == request.get_host()
    found = parts.path if is_ours else parts.hostname or ""
    return found[: paths.MAX_LENGTH] if found.isprintable() else ""
