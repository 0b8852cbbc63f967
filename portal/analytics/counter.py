"""In-process page view counter with batched writes, so that requests never wait for the database.

Each process counts by itself and adds its counts to the table in two statements, at most once a second or when many are
pending. The rest is written with the next page view or on a clean shutdown; a process that is killed loses at most a
second's counts, and that is accepted.
"""

import datetime as dt
import threading
import time
from collections import Counter
from collections.abc import Callable

from django.db import Error, transaction
from django.utils import timezone

from news.models import Article
from portal.analytics.models import ArticleViewCount, PageViewCount
from portal.analytics.page_kinds import PageKind, PageView
from portal.core.text import dates
from portal.core.throttled_logger import ThrottledLogger

FLUSH_SECONDS = 1.0
FLUSH_SIZE = 200
# While the database is down counts stay in memory, up to this many different keys.
MAX_PENDING_KEYS = 2_000

_seldom = ThrottledLogger(__name__)
_Counts = Counter[tuple[dt.date, PageView]]


class PageViewCounter:
    """Pending counts of one process. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._counts: _Counts = Counter()
        self._flushed_at = -FLUSH_SECONDS
        self._lock = threading.Lock()
        self._writing = threading.Lock()

    def increment(self, page_view: PageView, at: dt.datetime | None = None) -> None:
        """Counts a page view; flushes when due, unless another thread is already writing."""
        key = (dates.local_date(at or timezone.now()), page_view)
        with self._lock:
            if key in self._counts or len(self._counts) < MAX_PENDING_KEYS:
                self._counts[key] += 1
            is_due = self.clock() - self._flushed_at >= FLUSH_SECONDS or len(self._counts) >= FLUSH_SIZE
        if is_due:
            self.flush()

    def flush(self) -> None:
        """Writes the pending counts. Never raises database errors: the counts are kept for the next flush."""
        if not self._writing.acquire(blocking=False):
            return
        try:
            with self._lock:
                counts, self._counts = self._counts, Counter()
                self._flushed_at = self.clock()
            if counts:
                self._write(counts)
        finally:
            self._writing.release()

    def forget(self) -> None:
        """Drops the pending counts; for tests."""
        with self._lock:
            self._counts.clear()
            self._flushed_at = -FLUSH_SECONDS

    def _write(self, counts: _Counts) -> None:
        try:
            save_counts(counts)
        except Error as error:
            _seldom.warning("Visits were not written: %s", type(error).__name__)
            with self._lock:
                if len(self._counts) + len(counts) <= MAX_PENDING_KEYS:
                    self._counts.update(counts)


@transaction.atomic
def save_counts(counts: _Counts) -> None:
    """Adds counts to the tables: a query for the articles among them, and two statements."""
    article_ids = _get_article_ids({page for _day, page in counts if page.kind == PageKind.ARTICLE})
    pages: Counter[tuple[dt.date, str]] = Counter()
    articles: Counter[tuple[dt.date, int]] = Counter()
    for (day, page), count in counts.items():
        if page.kind == PageKind.ARTICLE:
            if (key := article_ids.get((page.published_on, page.slug))) is None:
                continue
            articles[day, key] += count
        pages[day, page.kind.value] += count
    PageViewCount.objects.increment(("day", "kind"), [(day, kind, count) for (day, kind), count in pages.items()])
    ArticleViewCount.objects.increment(
        ("day", "article_id"), [(day, key, count) for (day, key), count in articles.items()]
    )


def _get_article_ids(pages: set[PageView]) -> dict[tuple[dt.date | None, str], int]:
    """Primary keys of public articles by day and slug; URLs without a public article are omitted."""
    if not pages:
        return {}
    slugs = sorted({page.slug for page in pages})
    found = Article.objects.published().with_slugs(slugs).order_by().values_list("published_on", "slug", "pk")
    return {(day, slug): pk for day, slug, pk in found}


COUNTER = PageViewCounter()
