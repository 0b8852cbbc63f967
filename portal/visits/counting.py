"""Counting in this process, and writing what was counted once in a while: the reader's page waits for neither.

Each process counts by itself and adds its counts to the table in two statements, at most once a second or when many
have gathered. Whatever it has not written yet is written with the next visit, or when it ends in good order; a process
that is killed takes a second's counts with it, and that is accepted.
"""

import datetime as dt
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable

from django.db import Error, transaction
from django.utils import timezone

from news.models import Article
from portal.kit import dates
from portal.visits.kinds import Kind, PageRead
from portal.visits.models import ArticleCount, PageCount

FLUSH_SECONDS = 1.0
FLUSH_KEYS = 200
# When the database is away counts wait for it, so many different ones and no more.
MOST_KEYS = 2_000

_log = logging.getLogger(__name__)
_Counts = Counter[tuple[dt.date, PageRead]]


class VisitCounter:
    """The counts of one process that are not written yet. Threads share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._counts: _Counts = Counter()
        self._flushed_at = -FLUSH_SECONDS
        self._lock = threading.Lock()
        self._writing = threading.Lock()

    def add(self, page: PageRead, at: dt.datetime | None = None) -> None:
        """Counts a page; writes when it is time, unless another thread is at it."""
        key = (dates.local_day(at or timezone.now()), page)
        with self._lock:
            if key in self._counts or len(self._counts) < MOST_KEYS:
                self._counts[key] += 1
            is_due = self.clock() - self._flushed_at >= FLUSH_SECONDS or len(self._counts) >= FLUSH_KEYS
        if is_due:
            self.flush()

    def flush(self) -> None:
        """Writes what has gathered. Never raises for what the database does: the counts wait for the next time."""
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
        """Drops what has gathered; for tests."""
        with self._lock:
            self._counts.clear()
            self._flushed_at = -FLUSH_SECONDS

    def _write(self, counts: _Counts) -> None:
        try:
            write(counts)
        except Error as error:
            _log.warning("Visits were not written: %s", type(error).__name__)
            with self._lock:
                if len(self._counts) + len(counts) <= MOST_KEYS:
                    self._counts.update(counts)


@transaction.atomic
def write(counts: _Counts) -> None:
    """Adds counts to the tables: a query for the articles among them, and two statements."""
    keys = _articles_of({page for _day, page in counts if page.kind == Kind.ARTICLE})
    pages: Counter[tuple[dt.date, str]] = Counter()
    articles: Counter[tuple[dt.date, int]] = Counter()
    for (day, page), count in counts.items():
        if page.kind == Kind.ARTICLE:
            if (key := keys.get((page.published_on, page.slug))) is None:
                continue
            articles[day, key] += count
        pages[day, page.kind.value] += count
    PageCount.objects.add(("day", "kind"), [(day, kind, count) for (day, kind), count in pages.items()])
    ArticleCount.objects.add(("day", "article_id"), [(day, key, count) for (day, key), count in articles.items()])


def _articles_of(pages: set[PageRead]) -> dict[tuple[dt.date | None, str], int]:
    """The keys of public articles by day and slug; an address at which nothing public stands is not there."""
    if not pages:
        return {}
    slugs = sorted({page.slug for page in pages})
    found = Article.objects.published().with_slugs(slugs).order_by().values_list("published_on", "slug", "pk")
    return {(day, slug): pk for day, slug, pk in found}


COUNTER = VisitCounter()
