"""Logs 404s at a bounded cost, whatever their number.

The 404 response must stay fast and reliable: a row is written at most once a minute, all rows together at most
``WRITES_PER_MINUTE`` times, the table has a maximum size, and database errors are suppressed.
"""

import contextlib
import datetime as dt
import hashlib

from django.core.cache import cache
from django.db import Error, transaction
from django.http import HttpRequest
from django.urls import is_valid_path
from django.utils import timezone

from portal.core.http.absolute_urls import split_url
from portal.core.http.rate_limit import RateLimit, StoreType
from portal.core.throttled_logger import ThrottledLogger
from portal.redirects import paths
from portal.redirects.models import NotFoundHit

MAX_ROWS = 5000
WRITES_PER_MINUTE = 60
_WRITE_LIMIT = RateLimit("missed", WRITES_PER_MINUTE, 60, store=StoreType.SHARED)
_PENDING_SECONDS = 3600

_seldom = ThrottledLogger(__name__)


def record_404(request: HttpRequest, at: dt.datetime | None = None) -> None:
    """Counts a 404 for this request. Never raises database errors."""
    if not _should_record(request):
        return
    probe_kind = paths.probe_kind_of(request.path)
    path = probe_kind or paths.normalize_path(request.path)
    if (times := _hits_to_write(path)) == 0:
        return
    try:
        with transaction.atomic():
            is_new = NotFoundHit.objects.record_hit(
                path, hits=times, referrer=_referrer(request), is_probe=bool(probe_kind), at=at or timezone.now()
            )
            if is_new:
                NotFoundHit.objects.prune_to(MAX_ROWS)
    except Error as error:
        _seldom.warning("A missed address was not noted: %s", type(error).__name__)


def _should_record(request: HttpRequest) -> bool:
    path = request.path
    if request.method not in {"GET", "HEAD"} or not paths.is_storable(path) or paths.is_reserved_path(path):
        return False
    # If the URL with a trailing slash resolves, the request will be redirected there (APPEND_SLASH).
    return path.endswith("/") or not is_valid_path(f"{path}/")


def _hits_to_write(path: str) -> int:
    """Number of hits to write now; 0 if the row was written less than a minute ago or the rate limit is reached.

    Unknown URLs add no cache keys until the shared rate limit allows them, so that a flood of them cannot evict other
    cache entries.
    """
    key = hashlib.sha256(path.encode()).hexdigest()
    written, pending = f"missed.written.{key}", f"missed.pending.{key}"
    if cache.get(written):
        if not cache.add(pending, 1, _PENDING_SECONDS):
            with contextlib.suppress(ValueError):  # the key has just expired, or the cache is down
                cache.incr(pending)
        return 0
    if not _WRITE_LIMIT.hit().is_allowed:
        return 0
    cache.set(written, True, 60)
    waiting = cache.get(pending) or 0
    cache.delete(pending)
    return 1 + waiting


def _referrer(request: HttpRequest) -> str:
    """Source of the broken link: a path on this site, or only the host of another site."""
    parts = split_url(request.META.get("HTTP_REFERER", ""))
    is_ours = parts.netloc == request.get_host()
    found = parts.path if is_ours else parts.hostname or ""
    return found[: paths.MAX_LENGTH] if found.isprintable() else ""
