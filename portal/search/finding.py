"""Searching: bounded sets from the engine, weighed here, so that both databases show the same.

What it costs hardly grows with the archive. Finding is cheap; counting and weighing a crowd is not. So a crowd is
counted by a sample, and of each telling set (``planning.tiers``) only the newest are looked at.
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

from portal.kit import dates
from portal.search.engines import Engine, engine_of
from portal.search.expressions import Expression, any_of
from portal.search.indexing import COARSE, FINE, ONE_IN, around
from portal.search.language import Query
from portal.search.models import Entry
from portal.search.planning import Narrowing, Plan, in_sample, within, without_implied
from portal.search.ranking import Candidate, Scale
from portal.search.sources import SOURCE_OF

# Beyond so many nobody counts, and "more than" is said instead.
COUNTED = 1_000
# A set that may hold more than this is a crowd.
CROWD = 1_500
# Fewer than this say too little of how a set divides.
LEAST_OF_COARSE = 80
# Of a crowd: how many of each telling set are looked at, and how many are listed in all.
PER_TIER, LISTED_OF_CROWD = 30, 200
WEIGHED = 30
WEIGHED_CHARACTERS = 4_000
# How many entries lie in the stretches of time that are gone through one after the other, from the newest back.
STRETCHES = (1_000, 8_000, 64_000)
FEW_IN_STRETCH = 1
_SHORT_STRETCH_MONTHS = 24
# A set that is no crowd is listed whole; the sample may err by so much.
_MOST_LISTED = 3_000
CACHE_KEY = "portal.search.stretch"
STRETCH_KEPT_SECONDS = 60


class Group(NamedTuple):
    """Entries that fit and have the same kind, category and year."""

    kind: str
    category_id: int | None
    year: int | None
    size: int


@dataclass(frozen=True)
class Count:
    """How many; ``is_about`` when reckoned from a sample, ``is_over`` when there are more than are counted."""

    number: int
    is_about: bool = False

    @property
    def is_over(self) -> bool:
        return self.number > COUNTED


@dataclass(frozen=True)
class Found:
    """The keys of what was found, best first, and how the whole divides."""

    keys: list[int] = field(default_factory=list)
    total: Count = Count(0)
    kinds: dict[str, Count] = field(default_factory=dict)
    categories: dict[int, Count] = field(default_factory=dict)
    years: dict[int, Count] = field(default_factory=dict)
    # Nothing has all of the words; these lack one.
    is_partial: bool = False
    # There is more than can be listed.
    is_cut: bool = False
    # How many can be listed, when ``keys`` need not go so far.
    listed: int = 0

    def reaches_beyond(self, place: int) -> bool:
        """Whether the list goes on behind its first ``place``."""
        return max(len(self.keys), self.listed) > place


def find(
    query: Query, narrowing: Narrowing | None = None, at: dt.datetime | None = None, *, first: int = LISTED_OF_CROWD
) -> Found:
    """Some ten queries at most, whatever is looked for and however much there is.

    Of a crowd ``keys`` may be no more than its ``first``.
    """
    return _Search(query, narrowing or Narrowing(), at or timezone.now()).run(first)


def count(query: Query, narrowing: Narrowing | None = None, at: dt.datetime | None = None) -> Count:
    """How many have all of the words: what ``find`` would tell, without looking at any of them."""
    return _Search(query, narrowing or Narrowing(), at or timezone.now()).count()


def entries_of(keys: list[int], at: dt.datetime | None = None) -> list[Entry]:
    """The entries in this order, without those whose original is not public after all: the wings are asked again."""
    moment = at or timezone.now()
    found = Entry.objects.of_keys(keys).in_bulk()
    originals: dict[str, list[int]] = {}
    for entry in found.values():
        originals.setdefault(entry.kind, []).append(entry.source_id)
    public = {
        kind: ask(ids, moment) for kind, ids in originals.items() if (ask := SOURCE_OF[kind].still_public) is not None
    }
    in_order = (found[key] for key in keys if key in found)
    return [entry for entry in in_order if entry.source_id in public.get(entry.kind, {entry.source_id})]


def named(expression: Expression, count: int, at: dt.datetime | None = None) -> list[Entry]:
    """The entries of a small set, the newest first."""
    keys = _Search(Query(), Narrowing(), at or timezone.now()).newest_of(expression, count)
    return entries_of(keys, at)


def newest_among(expression: Expression, count: int, at: dt.datetime) -> list[int]:
    """The keys of the newest entries of any set, the newest first."""
    return _Search(Query(), Narrowing(), at).newest(expression, count)


class _Search:
    def __init__(self, query: Query, narrowing: Narrowing, at: dt.datetime) -> None:
        self.query = query
        self.plan = Plan(query, narrowing)
        self.narrowing = narrowing
        self.at = at
        self.connection = connections[router.db_for_read(Entry)]
        self.engine: Engine = engine_of(self.connection)
        self.end = dates.day_bounds(query.until).end if query.until else None
        self.start = dates.start_of(query.since) if query.since else None
        self.newest_end = min(filter(None, (self.end, _end_of(narrowing.year), self.at)))

    def run(self, first: int) -> Found:
        everything = self._everything()
        if everything is None:
            return Found()
        if sample := self._sample_of_crowd(everything):
            return self._of_crowd(everything, *sample, first)
        whole = self.newest_of(everything, _MOST_LISTED)
        if not whole and (nearly := self.plan.nearly) is not None:
            partial = self._weighed(self.newest(nearly, PER_TIER))
            return Found(partial, Count(len(partial)), is_partial=True)
        ranked = self._weighed(self._tiered(whole, is_crowd=False) if len(whole) > WEIGHED else whole)
        return _found(ranked, self.groups(everything))

    def count(self) -> Count:
        everything = self._everything()
        if everything is None:
            return Count(0)
        groups, factor = self._sample_of_crowd(everything) or (self.groups(everything), 1)
        return _total(groups, factor)

    def _everything(self) -> Expression | None:
        """Whatever fits; None when nothing is asked or nothing can fit."""
        if self.narrowing.is_impossible:
            return None
        if (everything := self.plan.everything) is not None:
            return everything
        return self._in_days() if self.query.narrows else None

    def _sample_of_crowd(self, everything: Expression) -> tuple[list[Group], int] | None:
        """A part of what fits, and how many times as much the whole is; None when that is no crowd.

        The coarse sample tells enough of the largest sets, where the fine one is a crowd itself.
        """
        if self._start_of_stretch(0) is None:  # the whole index is small
            return None
        for sample, most in ((COARSE, LEAST_OF_COARSE), (FINE, CROWD // ONE_IN[FINE] + 1)):
            groups = self.groups(in_sample(everything, sample))
            if sum(group.size for group in groups) >= most:
                return groups, ONE_IN[sample]
        return None

    def _of_crowd(self, everything: Expression, sample: list[Group], factor: int, first: int) -> Found:
        keys = self._weighed(self._tiered([], is_crowd=True))
        if len(keys) >= first:
            return replace(_found(keys, sample, factor), is_cut=True, listed=LISTED_OF_CROWD)
        keys += _others(self.newest(everything, LISTED_OF_CROWD), keys)
        return replace(_found(keys[:LISTED_OF_CROWD], sample, factor), is_cut=True)

    def _tiered(self, whole: list[int], *, is_crowd: bool) -> list[int]:
        """The newest of each telling set, the most telling first, and the rest behind them."""
        keys: dict[int, None] = {}
        for tier in self.plan.tiers():
            if len(keys) >= WEIGHED:
                break
            ask = self.newest if is_crowd and not tier.is_small else self.newest_of
            keys.update(dict.fromkeys(ask(tier.expression, PER_TIER)))
        return [*keys, *_others(whole, keys)]

    def _weighed(self, keys: list[int]) -> list[int]:
        """The first of them in their true order, the others behind them as they were."""
        first = keys[:WEIGHED]
        texts = Entry.objects.of_keys(first).annotate(start=Left("text", WEIGHED_CHARACTERS))
        scale = Scale(self.query)
        ordered = sorted(
            (
                (scale.weigh(Candidate(title, text, kind != Entry.Kind.ARTICLE)), moment, pk)
                for pk, kind, moment, title, text in texts.values_list("pk", "kind", "moment", "title", "start")
            ),
            reverse=True,
        )
        return [*(pk for _score, _moment, pk in ordered), *keys[WEIGHED:]]

    def newest(self, expression: Expression, count: int) -> list[int]:
        """The newest of a set, looked for in ever longer stretches of time: a large set is never gone through."""
        for stretch in range(len(STRETCHES)):
            start = self._start_of_stretch(stretch)
            if start is None:
                break
            found = self.newest_of(within(expression, _months(start, self.newest_end)), count)
            if len(found) >= count:
                return found
            if len(found) <= FEW_IN_STRETCH:  # rare: the whole is quicker gone through than stretch after stretch
                break
        return self.newest_of(expression, count)

    def newest_of(self, expression: Expression, count: int) -> list[int]:
        """The keys of the newest entries of a set, which is gone through as a whole."""
        # The inner part is fenced off: PostgreSQL must not look for words along the order of time.
        sql = (  # our own words and numbers
            f"SELECT id FROM (SELECT e.id, e.moment {{matching}} LIMIT {_NO_LIMIT} OFFSET 0) AS matching"  # noqa: S608
            f" ORDER BY moment DESC, id DESC LIMIT {count}"
        )
        return [key for (key,) in self._rows(sql, expression)]

    def groups(self, expression: Expression) -> list[Group]:
        """How a set divides."""
        columns = "e.kind, e.category_id, e.year"
        return [
            Group(*row) for row in self._rows(f"SELECT {columns}, count(*) {{matching}} GROUP BY {columns}", expression)
        ]

    def _rows(self, sql: str, expression: Expression) -> list[tuple[Any, ...]]:
        """Rows of entries that fit and that the public may see."""
        conditions, bounds = self._bounds()
        if bounds:  # the months first, so that only what lies near the days is looked at
            expression = within(expression, self._in_days())
        matching = (
            f"{self.engine.MATCHING} AND (e.visible_from IS NULL OR e.visible_from <= %s)"
            f" AND (e.visible_to IS NULL OR e.visible_to > %s){conditions}"
        )
        moment = self.connection.ops.adapt_datetimefield_value
        values = [self.engine.SPELLING.write(without_implied(expression)), *map(moment, (self.at, self.at, *bounds))]
        with self.connection.cursor() as cursor:
            cursor.execute(sql.format(matching=matching), values)
            return cursor.fetchall()

    def _bounds(self) -> tuple[str, list[dt.datetime]]:
        """The days that the reader wrote; what has no date lies within none."""
        conditions, values = "", []
        if self.start or self.end:
            conditions = " AND e.is_dated"
        if self.start:
            conditions, values = conditions + " AND e.moment >= %s", [*values, self.start]
        if self.end:
            conditions, values = conditions + " AND e.moment < %s", [*values, self.end]
        return conditions, values

    def _in_days(self) -> Expression:
        """Everything in the months that the reader's days lie in."""
        newest = self.end or self.at
        return _months(self.start or dates.start_of(dt.date(dates.FIRST_YEAR, 1, 1)), newest)

    def _start_of_stretch(self, stretch: int) -> dt.datetime | None:
        """Where a stretch begins, None when it would hold everything. A start that is a minute old serves as well:
        it decides how far is looked at once, not what is found."""
        size = STRETCHES[stretch]
        is_now = self.newest_end == self.at
        return cache.get_or_set(
            f"{CACHE_KEY}.{size}.{'now' if is_now else int(self.newest_end.timestamp())}",
            lambda: (Entry.objects.nth_newest(size, self.newest_end),),
            STRETCH_KEPT_SECONDS,
        )[0]


def _end_of(year: int | None) -> dt.datetime | None:
    return dates.year_bounds(year).end if year is not None and year < dates.LAST_YEAR else None


# SQLite takes no OFFSET without a LIMIT.
_NO_LIMIT = 2**31 - 1


def _found(keys: list[int], groups: list[Group], factor: int = 1) -> Found:
    def counts(column: str) -> dict[Any, Count]:
        numbers: Counter[Any] = Counter()
        for group in groups:
            if (value := getattr(group, column)) is not None:
                numbers[value] += group.size
        return {value: Count(number * factor, factor > 1) for value, number in numbers.most_common()}

    return Found(keys, _total(groups, factor), counts("kind"), counts("category_id"), counts("year"))


def _total(groups: list[Group], factor: int) -> Count:
    return Count(factor * sum(group.size for group in groups), factor > 1)


def _others(keys: Iterable[int], known: Iterable[int]) -> list[int]:
    present = set(known)
    return [key for key in keys if key not in present]


def _months(start: dt.datetime, end: dt.datetime) -> Expression:
    """The months from one moment to another, or the years when they are many."""
    first, last = dates.local_day(start), dates.local_day(max(start, end))
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months > _SHORT_STRETCH_MONTHS:
        return any_of(around(dt.date(year, 1, 1))[1] for year in range(first.year, last.year + 1))
    places = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return any_of(around(dt.date(place // 12, place % 12 + 1, 1))[0] for place in places)
