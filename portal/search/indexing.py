"""Keeping the index in line with its originals: a few rows after an act, all of them by ``manage.py reindex``."""

import contextlib
import datetime as dt
import itertools
import multiprocessing
import os
import zlib
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from django.db import connections, models, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from portal.search import making, words
from portal.search.engines import engine_of
from portal.search.making import Draft, Made, Order
from portal.search.models import Entry, Term
from portal.search.sources import SOURCES, Source

BATCH = 1_000
WORTH_WORKERS, MOST_WORKERS, BATCHES_AHEAD = 5_000, 4, 4
# One entry in so many stands for all when a crowd is to be counted; the few of the coarse sample are in the fine too.
COARSE, FINE = "__zz", "__z"
ONE_IN = {COARSE: 256, FINE: 32}
NAMED = "__n"
# Words of titles seen less often are no suggestion.
LEAST_SEEN = 2
MOST_TERMS = 300_000


def of_kind(kind: str) -> str:
    return f"__k{kind}"


def of_category(category_id: int) -> str:
    return f"__c{category_id}"


def of_author(author_id: int) -> str:
    return f"__a{author_id}"


def of_year(year: int) -> str:
    """Of things that have a date: what the reader narrows by."""
    return f"__y{year}"


def of_name_word(key: str) -> str:
    """In the names of agencies, blocs, people …: they are few enough to be completed from their first letters."""
    return f"__t{key}"


def around(day: dt.date) -> tuple[str, str]:
    """Month and year of whatever "newest" goes by."""
    return f"__m{day:%Y%m}", f"__w{day:%Y}"


@dataclass(frozen=True)
class Changes:
    """Some originals' drafts, by key, and the digests of what the index held of them when they were read."""

    source: Source
    drafts: dict[int, Draft]
    known: dict[int, int]

    @property
    def orders(self) -> dict[int, Order]:
        return {key: order_of(self.source.kind, key, draft, self.known.get(key)) for key, draft in self.drafts.items()}


def refresh(source: Source, keys: Collection[int]) -> int:
    """Brings the entries of some originals in line, within the caller's transaction; returns how many it wrote."""
    originals = source.originals().filter(pk__in=keys)
    drafts = {original.pk: draft for original in originals if (draft := source.draft(original)) is not None}
    with transaction.atomic():
        before = Entry.objects.of_originals(source.kind, keys).titles_and_digests()
        if gone := before.keys() - drafts.keys():
            Entry.objects.of_originals(source.kind, gone).delete()
        known = {key: digest for key, (_title, digest) in before.items()}
        changes = Changes(source, drafts, known)
        written = _write(changes, making.make(changes.orders), known)
        _learn(drafts[key].title for key in written if _is_begun(drafts[key]))
        _forget(title for key, (title, _) in before.items() if key not in drafts or drafts[key].title != title)
    return len(written)


def _write(changes: Changes, made: dict[int, Made], now: dict[int, int]) -> list[int]:
    """Replaces the entries, save those that somebody else wrote meanwhile; returns the keys of their originals.

    ``now`` are the digests that the index holds at this moment.
    """
    kind = changes.source.kind
    keys = [key for key in made if now.get(key) == changes.known.get(key)]
    if stale := [key for key in keys if key in now]:
        Entry.objects.of_originals(kind, stale).delete()
    entries = [_entry(kind, key, changes.drafts[key], made[key]) for key in keys]
    connection = _connection()
    engine_of(connection).insert(connection, entries, [made[key].tokens for key in keys])
    return keys


def _entry(kind: str, key: int, draft: Draft, made: Made) -> Entry:
    return Entry(
        kind=kind,
        source_id=key,
        category_id=draft.category_id,
        year=timezone.localtime(draft.moment).year if draft.is_dated else None,
        moment=draft.moment,
        visible_from=draft.visible_from,
        visible_to=draft.visible_to,
        digest=made.digest,
        is_dated=draft.is_dated,
        address=draft.address,
        title=draft.title,
        text=made.text,
    )


def order_of(kind: str, key: int, draft: Draft, known: int | None = None) -> Order:
    facts = frozenset(_facts(kind, key, draft))
    return Order(draft, facts, FINE in facts, known)


def _facts(kind: str, key: int, draft: Draft) -> set[str]:
    """The tokens that tell what an entry is, beside those of its words."""
    found = {of_kind(kind)}
    day = timezone.localtime(draft.moment).date()
    found.update(around(day))
    if draft.is_dated:
        found.add(of_year(day.year))
    if draft.category_id is not None:
        found.add(of_category(draft.category_id))
    found |= {of_author(pk) for pk in draft.author_ids}
    if kind != Entry.Kind.ARTICLE:
        names = " ".join((draft.title, *draft.other_titles))
        found.update((NAMED, *map(of_name_word, words.keys(words.split(names)))))
    place = zlib.crc32(f"{kind}:{key}".encode())
    found.update(sample for sample, size in ONE_IN.items() if place % size == 0)
    return found


def _is_begun(draft: Draft) -> bool:
    """Words of what is to appear later must not be suggested before; ``reindex`` learns them."""
    return draft.visible_from is None or draft.visible_from <= timezone.now()


def _learn(titles: Iterator[str]) -> None:
    """New words of titles can be suggested at once; how often they come is counted by ``reindex``."""
    counts, written = _count_terms(titles)
    if not counts:
        return
    known = set(Term.objects.of_keys(counts).values_list("key", flat=True))
    new = [_term(key, 1, written) for key in sorted(counts.keys() - known)]
    Term.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)


def _forget(titles: Iterable[str]) -> None:
    """Words that no title has any more are suggested no longer: what was withdrawn must not show in them."""
    gone = [term for term in _count_terms(iter(titles))[0] if not _is_in_a_title(term)]
    if gone:
        Term.objects.of_keys(gone).delete()


def _is_in_a_title(term: str) -> bool:
    connection = connections[router.db_for_read(Entry)]
    engine = engine_of(connection)
    with connection.cursor() as cursor:
        token = engine.SPELLING.write("_" + term.replace(" ", "_"))
        cursor.execute(f"SELECT 1 {engine.MATCHING} LIMIT 1", [token])
        return cursor.fetchone() is not None


def _count_terms(titles: Iterator[str]) -> tuple[Counter[str], dict[str, str]]:
    """In how many titles each word and each two words come, by folded key, and as they were first written."""
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    for title in titles:
        in_order = words.split(title)
        keys = words.keys(in_order)
        forms = list(zip(keys, in_order, strict=True))
        forms += zip(*(map(" ".join, itertools.pairwise(row)) for row in (keys, in_order)), strict=True)
        # Titles are mostly made of what other titles are made of.
        if new := set(forms) - seen:
            seen |= new
            for key, form in filter(new.__contains__, forms):
                if written.setdefault(key, form) != form and not form.isascii() and written[key].isascii():
                    written[key] = form
        counts.update({key for key, _form in forms})
    return counts, written


def _term(key: str, count: int, written: dict[str, str]) -> Term:
    return Term(key=key, written=written[key], count=count, is_pair=" " in key)


def _connection() -> BaseDatabaseWrapper:
    """This thread's, to where entries are written."""
    return connections[router.db_for_write(Entry)]


# Takes a writing; what it gives must be called, and ends when the writing is done.
Later = Callable[[Callable[[], None]], Callable[[], None]]


class Rebuild:
    """Everything in line again, in batches that each stand on their own: cut short, it goes on where it must.

    Readers search all the while; what is right already is left alone, so that repairing costs little more than
    reading. ``anew`` forgets all first, within one transaction: readers see the old index until the new one is whole.
    """

    def __init__(self, progress: Callable[[int], object] = lambda count: None) -> None:
        self.engine = engine_of(_connection())
        self.progress = progress
        self.written = 0

    def total(self) -> int:
        return sum(source.originals().count() for source in SOURCES)

    def run(self, *, anew: bool = False) -> int:
        if anew:
            with transaction.atomic():
                self.engine.empty(_connection())
                self._fill()
        else:
            self._fill()
        return self.written

    def _fill(self) -> None:
        with _workers(self.total()) as pool, self._writer(is_large=pool is not None) as later:
            if not Entry.objects.exists():
                later(lambda: self.engine.begin_filling(_connection()))()
            try:
                for source in SOURCES:
                    self._bring_in_line(source, pool, later)
            finally:
                later(lambda: self.engine.end_filling(_connection()))()
        self._count_words()

    @contextlib.contextmanager
    def _writer(self, *, is_large: bool) -> Iterator[Later]:
        """Writing on a connection of its own, beside the reading, where that is mostly waiting for a server.

        Within a transaction there is but one connection that sees what it has done.
        """
        if not (is_large and self.engine.WRITES_ELSEWHERE) or _connection().in_atomic_block:
            yield lambda write: write
            return
        with ThreadPoolExecutor(1) as thread:
            try:
                yield lambda write: thread.submit(write).result
            finally:
                thread.submit(connections.close_all).result()

    def _bring_in_line(self, source: Source, pool: Executor | None, later: Later) -> None:
        """Some batches are read, and made into entries elsewhere, while the one before is written."""
        last = 0
        waiting: deque[Callable[[], None]] = deque()
        for first, last in _ranges(source.originals()):
            # First the index and then the originals: what is saved in between is newer than what was known, and let be.
            known = Entry.objects.between(source.kind, first, last).digests()
            rows = source.originals().filter(pk__range=(first, last))
            drafts = {row.pk: draft for row in rows if (draft := source.draft(row)) is not None}
            changes = Changes(source, drafts, known)
            made = pool.submit(making.make, changes.orders).result if pool else partial(making.make, changes.orders)
            waiting.append(later(partial(self._store, changes, made, first, last, len(rows))))
            if len(waiting) > (BATCHES_AHEAD if pool else 0):
                waiting.popleft()()
        for is_stored in waiting:
            is_stored()
        added_meanwhile = source.originals().filter(pk__gt=last).values("pk")
        Entry.objects.beyond(source.kind, last).exclude(source_id__in=added_meanwhile).delete()

    def _store(self, changes: Changes, made: Callable[[], dict[int, Made]], first: int, last: int, count: int) -> None:
        """Of the originals with keys from the first to the last."""
        with transaction.atomic():
            kind, new = changes.source.kind, made()
            now = Entry.objects.between(kind, first, last).digests()
            gone = changes.known.keys() - changes.drafts.keys()
            if stale := [key for key in gone if now.get(key) == changes.known[key]]:
                Entry.objects.of_originals(kind, stale).delete()
            self.written += len(_write(changes, new, now))
        self.progress(count)

    def _count_words(self) -> None:
        titles = (
            Entry.objects.visible(timezone.now())
            .order_by("pk")
            .values_list("title", flat=True)
            .iterator(chunk_size=5_000)
        )
        counts, written = _count_terms(titles)
        least = LEAST_SEEN if len(counts) > MOST_TERMS else 1
        kept = [(key, count) for key, count in counts.most_common(MOST_TERMS) if count >= least]
        with transaction.atomic():
            Term.objects.all().delete()
            Term.objects.bulk_create((_term(key, count, written) for key, count in kept), batch_size=2_000)


@contextlib.contextmanager
def _workers(count: int) -> Iterator[Executor | None]:
    """Other processors to make entries on, when there is enough for them to do. They know no database."""
    if count < WORTH_WORKERS:
        yield None
        return
    number = min(MOST_WORKERS, os.cpu_count() or 1)
    with ProcessPoolExecutor(number, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


def _ranges(originals: models.QuerySet) -> Iterator[tuple[int, int]]:
    """Where each batch of keys begins and ends, which stays quick however deep, and misses nothing added meanwhile."""
    last = 0
    while keys := list(originals.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield last + 1, keys[-1]
        last = keys[-1]
