"""Runs a search: fetches bounded candidate sets from the engine and ranks them here, identically on both databases.

The cost hardly grows with the archive. Matching is cheap; counting and ranking a large result set is not. So a large
set is counted by sampling, and only the newest entries of each tier (``query_plan.tiers``) are ranked.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db import connections, router
from django.db.models.functions import Left
from django.utils import timezone

from portal.core.text import dates
from portal.search.engines import Engine, engine_for
from portal.search.expressions import Expression, any_of
from portal.search.index import COARSE_SAMPLE, FINE_SAMPLE, SAMPLE_INTERVALS, month_and_year_tokens
from portal.search.models import IndexEntry
from portal.search.query_parser import Query
from portal.search.query_plan import Filters, QueryPlan, in_sample, intersect, remove_implied_tokens
from portal.search.ranking import Candidate, Scorer
from portal.search.sources import sources_by_kind

# Counts stop here; the page then shows "more than".
MAX_COUNTED = 1_000
# A set that may be larger than this is treated as large.
LARGE_SET_SIZE = 1_500
# Fewer sampled entries are not representative.
MIN_COARSE_SAMPLE = 80
# For a large result set: entries ranked per tier, and entries listed in total.
PER_TIER, MAX_LISTED_OF_LARGE_SET = 30, 200
MAX_SCORED = 30
SCORED_CHARACTERS = 4_000
# Number of entries in the time windows that are scanned one after the other, from the newest back.
WINDOW_SIZES = (1_000, 8_000, 64_000)
FEW_IN_WINDOW = 1
_MAX_MONTH_TOKENS = 24
# A set that is not large is fetched whole; the estimate may be off by this much.
_MAX_FETCHED = 3_000
WINDOW_CACHE_KEY = "portal.search.window_start"
WINDOW_CACHE_SECONDS = 60


class FacetBucket(NamedTuple):
    """Matching entries with the same kind, category and year."""

    kind: str
    category_id: int | None
    year: int | None
    size: int


@dataclass(frozen=True)
class ResultCount:
    """The count; ``is_estimate`` when sampled, ``exceeds_limit`` when there are more than MAX_COUNTED."""

    number: int
    is_estimate: bool = False

    @property
    def exceeds_limit(self) -> bool:
        return self.number > MAX_COUNTED


@dataclass(frozen=True)
class SearchResults:
    """The keys of the results, best first, and the facets of the whole set."""

    keys: list[int] = field(default_factory=list)
    total: ResultCount = ResultCount(0)
    kinds: dict[str, ResultCount] = field(default_factory=dict)
    categories: dict[int, ResultCount] = field(default_factory=dict)
    years: dict[int, ResultCount] = field(default_factory=dict)
    # No entry has all words; these lack one.
    is_partial: bool = False
    # There are more results than can be listed.
    is_truncated: bool = False
    # Number of results that can be listed; ``keys`` may be shorter.
    listed_count: int = 0

    def has_more_after(self, place: int) -> bool:
        """Whether results follow after the first ``place``."""
        return max(len(self.keys), self.listed_count) > place


def run_query(
    query: Query, filters: Filters | None = None, at: dt.datetime | None = None, *, first: int = MAX_LISTED_OF_LARGE_SET
) -> SearchResults:
    """Runs a query; about ten SQL queries at most, independent of the size of the archive.

    For a large result set ``keys`` may hold only its ``first``.
    """
    return _Search(query, filters or Filters(), at or timezone.now()).run(first)


def count(query: Query, filters: Filters | None = None, at: dt.datetime | None = None) -> ResultCount:
    """Number of entries with all words: the count of ``run_query``, without ranking."""
    return _Search(query, filters or Filters(), at or timezone.now()).count()


def fetch_public_entries(keys: list[int], at: dt.datetime | None = None) -> list[IndexEntry]:
    """The entries in this order, without those whose original is no longer public; asks the owning apps again."""
    now = at or timezone.now()
    found = IndexEntry.objects.of_keys(keys).in_bulk()
    originals: dict[str, list[int]] = {}
    for entry in found.values():
        originals.setdefault(entry.kind, []).append(entry.source_id)
    public = {
        kind: ask(ids, now)
        for kind, ids in originals.items()
        if (ask := sources_by_kind()[kind].filter_public_ids) is not None
    }
    in_order = (found[key] for key in keys if key in found)
    return [entry for entry in in_order if entry.source_id in public.get(entry.kind, {entry.source_id})]


def newest_entries(expression: Expression, count: int, at: dt.datetime | None = None) -> list[IndexEntry]:
    """The entries of a small set, newest first."""
    keys = _Search(Query(), Filters(), at or timezone.now()).newest_by_scan(expression, count)
    return fetch_public_entries(keys, at)


def newest_entry_ids(expression: Expression, count: int, at: dt.datetime) -> list[int]:
    """The keys of the newest entries of any set, newest first."""
    return _Search(Query(), Filters(), at).newest_by_window(expression, count)


class _Search:
    def __init__(self, query: Query, filters: Filters, at: dt.datetime) -> None:
        self.query = query
        self.plan = QueryPlan(query, filters)
        self.filters = filters
        self.at = at
        self.connection = connections[router.db_for_read(IndexEntry)]
        self.engine: Engine = engine_for(self.connection)
        self.end = dates.day_bounds(query.until).end if query.until else None
        self.start = dates.start_of_day(query.since) if query.since else None
        self.newest_end = min(filter(None, (self.end, _end_of_year(filters.year), self.at)))

    def run(self, first: int) -> SearchResults:
        everything = self._match_expression()
        if everything is None:
            return SearchResults()
        if sample := self._sample_of_large_set(everything):
            return self._run_on_large_set(everything, *sample, first)
        whole = self.newest_by_scan(everything, _MAX_FETCHED)
        if not whole and (nearly := self.plan.partial_match) is not None:
            partial = self._rank(self.newest_by_window(nearly, PER_TIER))
            return SearchResults(partial, ResultCount(len(partial)), is_partial=True)
        ranked = self._rank(self._newest_by_tier(whole, is_large_set=False) if len(whole) > MAX_SCORED else whole)
        return _build_results(ranked, self.facet_buckets(everything))

    def count(self) -> ResultCount:
        everything = self._match_expression()
        if everything is None:
            return ResultCount(0)
        groups, factor = self._sample_of_large_set(everything) or (self.facet_buckets(everything), 1)
        return _total(groups, factor)

    def _match_expression(self) -> Expression | None:
        """The expression of all matches; None when the query is empty or cannot match."""
        if self.filters.matches_nothing:
            return None
        if (everything := self.plan.full_match) is not None:
            return everything
        return self._months_of_date_range() if self.query.has_filters else None

    def _sample_of_large_set(self, everything: Expression) -> tuple[list[FacetBucket], int] | None:
        """A sample of the matches and its scale factor; None when the set is not large.

        The coarse sample suffices for the largest sets, where the fine one is large itself.
        """
        if self._window_start(0) is None:  # the whole index is small
            return None
        for sample, most in (
            (COARSE_SAMPLE, MIN_COARSE_SAMPLE),
            (FINE_SAMPLE, LARGE_SET_SIZE // SAMPLE_INTERVALS[FINE_SAMPLE] + 1),
        ):
            groups = self.facet_buckets(in_sample(everything, sample))
            if sum(group.size for group in groups) >= most:
                return groups, SAMPLE_INTERVALS[sample]
        return None

    def _run_on_large_set(
        self, everything: Expression, sample: list[FacetBucket], factor: int, first: int
    ) -> SearchResults:
        keys = self._rank(self._newest_by_tier([], is_large_set=True))
        if len(keys) >= first:
            return replace(
                _build_results(keys, sample, factor), is_truncated=True, listed_count=MAX_LISTED_OF_LARGE_SET
            )
        keys += _without_known(self.newest_by_window(everything, MAX_LISTED_OF_LARGE_SET), keys)
        return replace(_build_results(keys[:MAX_LISTED_OF_LARGE_SET], sample, factor), is_truncated=True)

    def _newest_by_tier(self, whole: list[int], *, is_large_set: bool) -> list[int]:
        """The newest entries of each tier, most relevant tier first, then the others."""
        keys: dict[int, None] = {}
        for tier in self.plan.tiers():
            if len(keys) >= MAX_SCORED:
                break
            ask = self.newest_by_window if is_large_set and not tier.is_small else self.newest_by_scan
            keys.update(dict.fromkeys(ask(tier.expression, PER_TIER)))
        return [*keys, *_without_known(whole, keys)]

    def _rank(self, keys: list[int]) -> list[int]:
        """Ranks the first entries by score; the others keep their order."""
        first = keys[:MAX_SCORED]
        texts = IndexEntry.objects.of_keys(first).annotate(start=Left("text", SCORED_CHARACTERS))
        scorer = Scorer(self.query)
        ordered = sorted(
            (
                (scorer.score(Candidate(title, text, sources_by_kind()[kind].is_entity)), sort_at, pk)
                for pk, kind, sort_at, title, text in texts.values_list("pk", "kind", "sort_at", "title", "start")
            ),
            reverse=True,
        )
        return [*(pk for _score, _sort_at, pk in ordered), *keys[MAX_SCORED:]]

    def newest_by_window(self, expression: Expression, count: int) -> list[int]:
        """The newest entries of a set, searched in growing time windows: a large set is never scanned completely."""
        for window in range(len(WINDOW_SIZES)):
            start = self._window_start(window)
            if start is None:
                break
            found = self.newest_by_scan(intersect(expression, _month_tokens(start, self.newest_end)), count)
            if len(found) >= count:
                return found
            if len(found) <= FEW_IN_WINDOW:  # rare: one scan of the whole set is faster than window after window
                break
        return self.newest_by_scan(expression, count)

    def newest_by_scan(self, expression: Expression, count: int) -> list[int]:
        """The keys of the newest entries of a set, by a scan of the whole set."""
        # The inner LIMIT is an optimization fence: PostgreSQL must not scan in time order while matching words.
        sql = (  # constants and numbers only
            f"SELECT id FROM (SELECT e.id, e.sort_at {{matching}} LIMIT {_NO_LIMIT} OFFSET 0) AS matching"  # noqa: S608
            f" ORDER BY sort_at DESC, id DESC LIMIT {count}"
        )
        return [key for (key,) in self._fetch_rows(sql, expression)]

    def facet_buckets(self, expression: Expression) -> list[FacetBucket]:
        """Facet counts of a set."""
        columns = "e.kind, e.category_id, e.year"
        return [
            FacetBucket(*row)
            for row in self._fetch_rows(f"SELECT {columns}, count(*) {{matching}} GROUP BY {columns}", expression)
        ]

    def _fetch_rows(self, sql: str, expression: Expression) -> list[tuple[Any, ...]]:
        """Rows of matching entries that are public."""
        conditions, bounds = self._date_conditions()
        if bounds:  # filter by months first, so that few entries remain for the exact dates
            expression = intersect(expression, self._months_of_date_range())
        matching = (
            f"{self.engine.MATCH_SQL} AND (e.visible_from IS NULL OR e.visible_from <= %s)"
            f" AND (e.visible_to IS NULL OR e.visible_to > %s){conditions}"
        )
        to_sql = self.connection.ops.adapt_datetimefield_value
        values = [
            self.engine.SYNTAX.render(remove_implied_tokens(expression)),
            *map(to_sql, (self.at, self.at, *bounds)),
        ]
        with self.connection.cursor() as cursor:
            cursor.execute(sql.format(matching=matching), values)
            return cursor.fetchall()

    def _date_conditions(self) -> tuple[str, list[dt.datetime]]:
        """The date range of the query; entries without a date never match."""
        conditions = ""
        values: list[dt.datetime] = []
        if self.start or self.end:
            conditions = " AND e.is_dated"
        if self.start:
            conditions, values = conditions + " AND e.sort_at >= %s", [*values, self.start]
        if self.end:
            conditions, values = conditions + " AND e.sort_at < %s", [*values, self.end]
        return conditions, values

    def _months_of_date_range(self) -> Expression:
        """Month tokens that cover the date range of the query."""
        newest = self.end or self.at
        return _month_tokens(self.start or dates.start_of_day(dt.date(dates.FIRST_YEAR, 1, 1)), newest)

    def _window_start(self, window: int) -> dt.datetime | None:
        """Start of a time window, None when it would cover everything.

        Cached for a minute: it affects only the speed, not the results.
        """
        size = WINDOW_SIZES[window]
        is_now = self.newest_end == self.at
        found = cache.get_or_set(
            f"{WINDOW_CACHE_KEY}.{size}.{'now' if is_now else int(self.newest_end.timestamp())}",
            lambda: (IndexEntry.objects.nth_newest(size, self.newest_end),),
            WINDOW_CACHE_SECONDS,
        )
        return found[0] if found else None


def _end_of_year(year: int | None) -> dt.datetime | None:
    return dates.year_bounds(year).end if year is not None and year < dates.LAST_YEAR else None


# SQLite takes no OFFSET without a LIMIT.
_NO_LIMIT = 2**31 - 1


def _build_results(keys: list[int], groups: list[FacetBucket], factor: int = 1) -> SearchResults:
    def counts(column: str) -> dict[Any, ResultCount]:
        numbers: Counter[Any] = Counter()
        for group in groups:
            if (value := getattr(group, column)) is not None:
                numbers[value] += group.size
        return {value: ResultCount(number * factor, factor > 1) for value, number in numbers.most_common()}

    return SearchResults(keys, _total(groups, factor), counts("kind"), counts("category_id"), counts("year"))


def _total(groups: list[FacetBucket], factor: int) -> ResultCount:
    return ResultCount(factor * sum(group.size for group in groups), factor > 1)


def _without_known(keys: Iterable[int], known: Iterable[int]) -> list[int]:
    present = set(known)
    return [key for key in keys if key not in present]


def _month_tokens(start: dt.datetime, end: dt.datetime) -> Expression:
    """The month tokens from one timestamp to another, or year tokens when they are many."""
    first, last = dates.local_date(start), dates.local_date(max(start, end))
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months > _MAX_MONTH_TOKENS:
        return any_of(month_and_year_tokens(dt.date(year, 1, 1))[1] for year in range(first.year, last.year + 1))
    places = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return any_of(month_and_year_tokens(dt.date(place // 12, place % 12 + 1, 1))[0] for place in places)
