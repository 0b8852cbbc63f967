"""Cache of the next due time of a scheduled pending revision: queried once a second, checked before every request."""

import datetime as dt

from django.core.cache import cache

from news.models import Article

CACHE_SECONDS = 1
# After an error, due revisions are not published for this long; readers get the current content.
ERROR_BACKOFF_SECONDS = 60
CACHE_KEY = "news.next_due_version"
NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


def next_due_at() -> dt.datetime:
    """``NEVER`` while none is scheduled. One query on an index that holds only scheduled pending revisions."""
    due_at: dt.datetime | None = cache.get(CACHE_KEY)
    if due_at is None:
        due_at = Article.objects.next_due_at() or NEVER
        cache.set(CACHE_KEY, due_at, CACHE_SECONDS)
    return due_at


def clear_cache() -> None:
    """Call when the next one may have changed: one was scheduled, unscheduled or published."""
    cache.delete(CACHE_KEY)


def back_off() -> None:
    """Pauses after an error instead of retrying on every request."""
    cache.set(CACHE_KEY, NEVER, ERROR_BACKOFF_SECONDS)
