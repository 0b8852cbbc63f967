"""Keeps the index in sync with the originals: single rows on save, everything by ``manage.py reindex``."""

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

from django.core.cache import cache
from django.db import connections, models, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from portal.core.http import cache_generation
from portal.core.search import IndexDocument, SearchSource, sources
from portal.search import documents as index_documents
from portal.search import tokens
from portal.search.documents import BuildInput, BuiltEntry
from portal.search.engines import engine_for
from portal.search.models import IndexEntry, Term
from portal.search.sources import build_documents

BATCH_SIZE = 1_000
MIN_ENTRIES_FOR_WORKERS, MAX_WORKERS, MAX_PENDING_BATCHES = 5_000, 4, 4
# Tokens of the sampled entries, used to estimate large result sets. The coarse sample is a subset of the fine one.
COARSE_SAMPLE, FINE_SAMPLE = "__zz", "__z"
SAMPLE_INTERVALS = {COARSE_SAMPLE: 256, FINE_SAMPLE: 32}
ENTITY_TOKEN = "__n"  # noqa: S105  # a token of the index
# Title words seen less often are not suggested.
MIN_FREQUENCY = 2
MAX_TERMS = 300_000
# When the visibility of an entry ends next; looked up once a second.
NEXT_END_CACHE_KEY, NEXT_END_CACHE_SECONDS = "search.next_end", 1
_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


def kind_token(kind: str) -> str:
    return f"__k{kind}"


def category_token(category_id: int) -> str:
    return f"__c{category_id}"


def author_token(author_id: int) -> str:
    return f"__a{author_id}"


def year_token(year: int) -> str:
    """Token of entries with a date, for the year filter."""
    return f"__y{year}"


def name_word_token(key: str) -> str:
    """Token of a word in the name of an agency, bloc, person …: few enough for prefix completion."""
    return f"__t{key}"


def month_and_year_tokens(day: dt.date) -> tuple[str, str]:
    """Month and year tokens of the date used for sorting."""
    return f"__m{day:%Y%m}", f"__w{day:%Y}"


@dataclass(frozen=True)
class IndexBatch:
    """The documents of some originals, by key, and the digests that the index held when they were read."""

    source: SearchSource
    documents: dict[int, IndexDocument]
    known_digests: dict[int, int]

    @property
    def build_inputs(self) -> dict[int, BuildInput]:
        return {
            key: build_input(self.source, key, draft, self.known_digests.get(key))
            for key, draft in self.documents.items()
        }


def refresh_entries(source: SearchSource, keys: Collection[int]) -> int:
    """Updates the entries of some originals, within the caller's transaction; returns how many it wrote."""
    originals = source.originals().filter(pk__in=keys)
    documents = _unended(build_documents(source, originals))
    with transaction.atomic():
        before = IndexEntry.objects.of_originals(source.kind, keys).titles_and_digests()
        if removed := before.keys() - documents.keys():
            IndexEntry.objects.of_originals(source.kind, removed).delete()
        known = {key: digest for key, (_title, digest) in before.items()}
        changes = IndexBatch(source, documents, known)
        written = _replace_entries(changes, index_documents.build_entries(changes.build_inputs), known)
        if before:
            # Public content changed: all caches are invalidated. Also when the entry is unchanged, because it contains
            # neither images nor, for example, a removed telephone number.
            cache_generation.invalidate_on_commit()
        _add_terms(documents[key].title for key in written if _is_visible(documents[key]))
        _delete_unused_terms(
            title for key, (title, _) in before.items() if key not in documents or documents[key].title != title
        )
    return len(written)


def _replace_entries(changes: IndexBatch, made: dict[int, BuiltEntry], current_digests: dict[int, int]) -> list[int]:
    """Replaces entries unless another process changed them meanwhile; returns the keys of their originals.

    ``current_digests`` are the digests now in the index.
    """
    kind = changes.source.kind
    keys = [key for key in made if current_digests.get(key) == changes.known_digests.get(key)]
    if stale := [key for key in keys if key in current_digests]:
        IndexEntry.objects.of_originals(kind, stale).delete()
    entries = [_build_entry(kind, key, changes.documents[key], made[key]) for key in keys]
    connection = _write_connection()
    engine_for(connection).insert(connection, entries, [made[key].tokens for key in keys])
    return keys


def _build_entry(kind: str, key: int, document: IndexDocument, built: BuiltEntry) -> IndexEntry:
    return IndexEntry(
        kind=kind,
        source_id=key,
        category_id=document.category_id,
        year=timezone.localtime(document.sort_at).year if document.is_dated else None,
        sort_at=document.sort_at,
        visible_from=document.visible_from,
        visible_to=document.visible_to,
        digest=built.digest,
        is_dated=document.is_dated,
        url=document.url,
        title=document.title,
        text=built.text,
    )


def build_input(source: SearchSource, key: int, document: IndexDocument, known_digest: int | None = None) -> BuildInput:
    facts = frozenset(_metadata_tokens(source, key, document))
    return BuildInput(document, facts, FINE_SAMPLE in facts, known_digest)


def _metadata_tokens(source: SearchSource, key: int, document: IndexDocument) -> set[str]:
    """Metadata tokens of an entry, besides those of its text."""
    found = {kind_token(source.kind)}
    day = timezone.localtime(document.sort_at).date()
    found.update(month_and_year_tokens(day))
    if document.is_dated:
        found.add(year_token(day.year))
    if document.category_id is not None:
        found.add(category_token(document.category_id))
    found |= {author_token(pk) for pk in document.author_ids}
    if source.is_entity:
        names = " ".join((document.title, *document.other_titles))
        found.update((ENTITY_TOKEN, *map(name_word_token, tokens.folded_forms(tokens.split_words(names)))))
    place = zlib.crc32(f"{source.kind}:{key}".encode())
    found.update(sample for sample, size in SAMPLE_INTERVALS.items() if place % size == 0)
    return found


def remove_ended_entries(at: dt.datetime | None = None) -> int:
    """Removes the entries whose visibility has ended, with the terms that only they had; returns how many.

    Nothing is saved at that time, so whoever shows terms calls this before. Looks for such entries once a second.
    """
    now = at or timezone.now()
    next_end: dt.datetime | None = cache.get(NEXT_END_CACHE_KEY)
    if next_end is None:
        next_end = IndexEntry.objects.next_end() or _NEVER
        cache.set(NEXT_END_CACHE_KEY, next_end, NEXT_END_CACHE_SECONDS)
    if next_end > now:
        return 0
    with transaction.atomic():
        ended = dict(IndexEntry.objects.ended(now).values_list("pk", "title"))
        IndexEntry.objects.of_keys(ended).delete()
        _delete_unused_terms(ended.values())
    cache.delete(NEXT_END_CACHE_KEY)
    return len(ended)


def _unended(documents: dict[int, IndexDocument]) -> dict[int, IndexDocument]:
    """Those that are or will be visible."""
    now = timezone.now()
    return {
        key: document for key, document in documents.items() if not document.visible_to or document.visible_to > now
    }


def _is_visible(document: IndexDocument) -> bool:
    """Words of scheduled content must not be suggested before publication; ``reindex`` adds them."""
    return document.visible_from is None or document.visible_from <= timezone.now()


def _add_terms(titles: Iterator[str]) -> None:
    """Makes new title words available as suggestions at once; ``reindex`` counts their frequency."""
    counts, written = _count_terms(titles)
    if not counts:
        return
    known = set(Term.objects.of_keys(counts).values_list("key", flat=True))
    new = [_build_term(key, 1, written) for key in sorted(counts.keys() - known)]
    Term.objects.bulk_create(new, batch_size=BATCH_SIZE, ignore_conflicts=True)


def _delete_unused_terms(titles: Iterable[str]) -> None:
    """Deletes terms that no title contains any more: suggestions must not reveal withdrawn content."""
    gone = [term for term in _count_terms(iter(titles))[0] if not _occurs_in_title(term)]
    if gone:
        Term.objects.of_keys(gone).delete()


def _occurs_in_title(term: str) -> bool:
    connection = connections[router.db_for_read(IndexEntry)]
    engine = engine_for(connection)
    with connection.cursor() as cursor:
        token = engine.SYNTAX.render("_" + term.replace(" ", "_"))
        cursor.execute(f"SELECT 1 {engine.MATCH_SQL} LIMIT 1", [token])
        return cursor.fetchone() is not None


def _count_terms(titles: Iterator[str]) -> tuple[Counter[str], dict[str, str]]:
    """Number of titles per word and bigram, by folded key, with the first written form."""
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    for title in titles:
        in_order = tokens.split_words(title)
        keys = tokens.folded_forms(in_order)
        forms = list(zip(keys, in_order, strict=True))
        forms += zip(*(map(" ".join, itertools.pairwise(row)) for row in (keys, in_order)), strict=True)
        # Titles mostly repeat words of other titles.
        if new := set(forms) - seen:
            seen |= new
            for key, form in filter(new.__contains__, forms):
                if written.setdefault(key, form) != form and not form.isascii() and written[key].isascii():
                    written[key] = form
        counts.update({key for key, _form in forms})
    return counts, written


def _build_term(key: str, count: int, written: dict[str, str]) -> Term:
    return Term(key=key, display_form=written[key], title_count=count, is_bigram=" " in key)


def _write_connection() -> BaseDatabaseWrapper:
    """This thread's connection to the database of the index."""
    return connections[router.db_for_write(IndexEntry)]


# Starts a write; returns a function that must be called and blocks until the write is done.
WriteScheduler = Callable[[Callable[[], None]], Callable[[], None]]


class IndexRebuild:
    """Brings the whole index in sync in independent batches; an interrupted run can be continued.

    Searching goes on meanwhile; up-to-date entries are not rewritten, so a repair costs little more than reading.
    ``from_scratch`` clears the index first, in one transaction: readers see the old index until the new one is
    complete.
    """

    def __init__(self, progress: Callable[[int], object] = lambda count: None) -> None:
        self.engine = engine_for(_write_connection())
        self.progress = progress
        self.written = 0

    def total(self) -> int:
        return sum(source.originals().count() for source in sources)

    def run(self, *, from_scratch: bool = False) -> int:
        if from_scratch:
            with transaction.atomic():
                self.engine.clear(_write_connection())
                self._fill()
        else:
            self._fill()
        return self.written

    def _fill(self) -> None:
        with _process_pool(self.total()) as pool, self._write_scheduler(is_large=pool is not None) as schedule_write:
            if not IndexEntry.objects.exists():
                schedule_write(lambda: self.engine.begin_bulk_load(_write_connection()))()
            try:
                for source in sources:
                    self._sync_source(source, pool, schedule_write)
            finally:
                schedule_write(lambda: self.engine.end_bulk_load(_write_connection()))()
        self._rebuild_terms()

    @contextlib.contextmanager
    def _write_scheduler(self, *, is_large: bool) -> Iterator[WriteScheduler]:
        """Writes on a second connection in parallel with reading, where writing mostly waits for a server.

        Inside a transaction, only its own connection sees its changes.
        """
        if not (is_large and self.engine.WRITES_ON_SERVER) or _write_connection().in_atomic_block:
            yield lambda write: write
            return
        with ThreadPoolExecutor(1) as thread:
            try:
                yield lambda write: thread.submit(write).result
            finally:
                thread.submit(connections.close_all).result()

    def _sync_source(self, source: SearchSource, pool: Executor | None, schedule_write: WriteScheduler) -> None:
        """Pipelined: the next batches are read and built in worker processes while the previous one is written."""
        last = 0
        waiting: deque[Callable[[], None]] = deque()
        for first, last in _id_ranges(source.originals()):
            # Read the index before the originals: a row saved in between is newer than the known digest and is
            # skipped.
            known = IndexEntry.objects.with_source_ids_between(source.kind, first, last).digests()
            rows = source.originals().filter(pk__range=(first, last))
            changes = IndexBatch(source, _unended(build_documents(source, rows)), known)
            made = (
                pool.submit(index_documents.build_entries, changes.build_inputs).result
                if pool
                else partial(index_documents.build_entries, changes.build_inputs)
            )
            waiting.append(schedule_write(partial(self._store_batch, changes, made, first, last, len(rows))))
            if len(waiting) > (MAX_PENDING_BATCHES if pool else 0):
                waiting.popleft()()
        for is_stored in waiting:
            is_stored()
        added_meanwhile = source.originals().filter(pk__gt=last).values("pk")
        IndexEntry.objects.with_source_ids_above(source.kind, last).exclude(source_id__in=added_meanwhile).delete()

    def _store_batch(
        self, changes: IndexBatch, made: Callable[[], dict[int, BuiltEntry]], first: int, last: int, count: int
    ) -> None:
        """Stores the entries of the originals with keys from the first to the last."""
        with transaction.atomic():
            kind, new = changes.source.kind, made()
            now = IndexEntry.objects.with_source_ids_between(kind, first, last).digests()
            gone = changes.known_digests.keys() - changes.documents.keys()
            if stale := [key for key in gone if now.get(key) == changes.known_digests[key]]:
                IndexEntry.objects.of_originals(kind, stale).delete()
            self.written += len(_replace_entries(changes, new, now))
        self.progress(count)

    def _rebuild_terms(self) -> None:
        titles = (
            IndexEntry.objects.visible(timezone.now())
            .order_by("pk")
            .values_list("title", flat=True)
            .iterator(chunk_size=5_000)
        )
        counts, written = _count_terms(titles)
        least = MIN_FREQUENCY if len(counts) > MAX_TERMS else 1
        kept = [(key, count) for key, count in counts.most_common(MAX_TERMS) if count >= least]
        with transaction.atomic():
            Term.objects.all().delete()
            Term.objects.bulk_create((_build_term(key, count, written) for key, count in kept), batch_size=2_000)


@contextlib.contextmanager
def _process_pool(count: int) -> Iterator[Executor | None]:
    """Worker processes to build entries, when the work is worth it. They have no database access."""
    if count < MIN_ENTRIES_FOR_WORKERS:
        yield None
        return
    number = min(MAX_WORKERS, os.cpu_count() or 1)
    with ProcessPoolExecutor(number, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


def _id_ranges(originals: models.QuerySet) -> Iterator[tuple[int, int]]:
    """Key ranges of the batches (keyset pagination): fast at any depth, and includes rows added meanwhile."""
    last = 0
    while keys := list(originals.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH_SIZE]):
        yield last + 1, keys[-1]
        last = keys[-1]
