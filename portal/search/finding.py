"""Searching: bounded sets from the engine, weighed here, so that both databases show the same.

What it costs hardly grows with the archive. Finding is cheap; counting and weighing a crowd is not. So a crowd is
counted by a sample of one in 32, and of each telling set (``planning.tiers``) only the newest are looked at.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connections, router
from django.db.models.functions import Left
from django.utils import timezone

from portal.kit import dates
from portal.search.engines import Engine, engine_of
from portal.search.expressions import Expression, any_of
from portal.search.indexing import SAMPLE, SAMPLED_ONE_IN, around
from portal.search.language import Query
from portal.search.models import Entry
from portal.search.planning import Narrowing, Plan, Tier, within
from portal.search.ranking import Candidate, Scale
from portal.search.sources import SOURCE_OF

# Beyond so many nobody counts, and "more than" is said instead.
COUNTED = 1_000
# A set that may hold more than this is a crowd.
CROWD = 1_500
# Of a crowd: how many of each telling set are looked at, and how many are listed in all.
PER_TIER, LISTED_OF_CROWD = 40, 200
WEIGHED = 40
WEIGHED_CHARACTERS = 12_000
# How many entries lie in the stretches of time that are gone through one after the other, from the newest back.
STRETCHES = (1_000, 8_000, 64_000)
_SHORT_STRETCH_MONTHS = 24
_MOST_FACTS = 3_000


class Fact(NamedTuple):
    """What is known of an entry that fits, before it is read. ``moment`` is as the database gives it."""

    pk: int
    kind: str
    category_id: int | None
    year: int | None
    moment: Any


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
    # There is more than the list shows.
    is_cut: bool = False


def find(query: Query, narrowing: Narrowing | None = None, at: dt.datetime | None = None) -> Found:
    """Some ten queries at most, whatever is looked for and however much there is."""
    search = _Search(query, narrowing or Narrowing(), at or timezone.now())
    return search.run()


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
        self._starts: dict[int, dt.datetime | None] = {}

    def run(self) -> Found:
        everything = self.plan.everything
        if self.narrowing.is_impossible:
            return Found()
        if everything is None:
            if not self.query.narrows:
                return Found()
            everything = self._in_days()
        if self._is_crowd(everything):
            return self._of_crowd(everything)
        whole = self.facts(everything, _MOST_FACTS)
        if not whole and (nearly := self.plan.nearly) is not None:
            partial = self.newest(nearly, PER_TIER)
            return self._listed(self._weighed([fact.pk for fact in partial]), partial, is_partial=True)
        in_tiers = self._tiered(whole) if len(whole) > WEIGHED else [fact.pk for fact in whole]
        ranked = self._weighed(in_tiers)
        return self._listed([*ranked, *_others(whole, ranked)], whole)

    def _of_crowd(self, everything: Expression) -> Found:
        sample = self.facts(within(everything, SAMPLE), None)
        ranked = self._weighed(self._tiered(None))
        rest = self.newest(everything, LISTED_OF_CROWD)
        keys = [*ranked, *_others(rest, ranked)][:LISTED_OF_CROWD]
        return self._listed(keys, sample, factor=SAMPLED_ONE_IN, is_cut=True)

    def _listed(self, keys: list[int], facts: list[Fact], *, factor: int = 1, **marks: bool) -> Found:
        def counts(values: Iterable[Any]) -> dict[Any, Count]:
            numbers = Counter(value for value in values if value is not None)
            return {value: Count(number * factor, factor > 1) for value, number in numbers.most_common()}

        return Found(
            keys=keys,
            total=Count(len(facts) * factor, factor > 1),
            kinds=counts(fact.kind for fact in facts),
            categories=counts(fact.category_id for fact in facts),
            years=counts(fact.year for fact in facts),
            **marks,
        )

    def _is_crowd(self, expression: Expression) -> bool:
        """Told by the sample; an index that is small as a whole holds none."""
        if self._start_of_stretch(STRETCHES[0]) is None:
            return False
        return len(self.facts(within(expression, SAMPLE), CROWD // SAMPLED_ONE_IN + 1)) > CROWD // SAMPLED_ONE_IN

    def _tiered(self, whole: list[Fact] | None) -> list[int]:
        """The newest of each telling set, the most telling first. Not of a crowd, a set can be asked for whole."""
        keys: dict[int, None] = {}
        for tier in self.plan.tiers():
            if len(keys) >= WEIGHED:
                break
            keys.update(dict.fromkeys(fact.pk for fact in self._of_tier(tier, is_crowd=whole is None)))
        return [*keys, *_others(whole or [], keys)]

    def _of_tier(self, tier: Tier, *, is_crowd: bool) -> list[Fact]:
        if tier.is_small or not is_crowd:
            return self.facts(tier.expression, PER_TIER)
        return self.newest(tier.expression, PER_TIER)

    def _weighed(self, keys: list[int]) -> list[int]:
        """The first of them in their true order, the others behind them as they were."""
        first = keys[:WEIGHED]
        columns = ("pk", "kind", "moment", "title")
        rows = Entry.objects.of_keys(first).annotate(start=Left("text", WEIGHED_CHARACTERS)).values_list(*columns, "start")
        scale = Scale(self.query)
        ordered = sorted(
            ((scale.weigh(Candidate(title, text, kind != Entry.Kind.ARTICLE)), moment, pk) for pk, kind, moment, title, text in rows),
            reverse=True,
        )
        return [*(pk for _score, _moment, pk in ordered), *keys[WEIGHED:]]

    def newest(self, expression: Expression, count: int) -> list[Fact]:
        """The newest of a set, looked for in ever longer stretches of time, so that a large set is never gone through."""
        for stretch in STRETCHES:
            start = self._start_of_stretch(stretch)
            if start is None:
                break
            found = self.facts(within(expression, _months(start, self.end or self.at)), count)
            if len(found) >= count:
                return found
        return self.facts(expression, count)

    def facts(self, expression: Expression, most: int | None) -> list[Fact]:
        """The newest entries of a set that the public may see."""
        conditions, values = self._bounds()
        moment = self.connection.ops.adapt_datetimefield_value
        sql = (
            # The inner part is fenced off (OFFSET 0): PostgreSQL must not look for words along the order of time.
            "SELECT * FROM (SELECT e.id, e.kind, e.category_id, e.year, e.moment"
            f" {self.engine.MATCHING}"
            " AND (e.visible_from IS NULL OR e.visible_from <= %s) AND (e.visible_to IS NULL OR e.visible_to > %s)"
            f"{conditions} LIMIT {_NO_LIMIT} OFFSET 0) AS matching ORDER BY moment DESC, id DESC"
        )
        now = moment(self.at)
        parameters: list[Any] = [self.engine.SPELLING.write(expression), now, now, *map(moment, values)]
        if most is not None:
            sql += " LIMIT %s"
            parameters.append(most)
        with self.connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return [Fact(*row) for row in cursor.fetchall()]

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
        """Everything between two days, when there is no word to go by."""
        newest = self.end or self.at
        return _months(self.start or dates.start_of(dt.date(dates.FIRST_YEAR, 1, 1)), newest)

    def _start_of_stretch(self, size: int) -> dt.datetime | None:
        if size not in self._starts:
            self._starts[size] = Entry.objects.nth_newest(size, self.end or self.at)
        return self._starts[size]


# SQLite takes no OFFSET without a LIMIT.
_NO_LIMIT = 2**31 - 1


def _others(facts: Iterable[Fact], keys: Iterable[int]) -> list[int]:
    known = set(keys)
    return [fact.pk for fact in facts if fact.pk not in known]


def _months(start: dt.datetime, end: dt.datetime) -> Expression:
    """The months from one moment to another, or the years when they are many."""
    first, last = dates.local_day(start), dates.local_day(end)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months > _SHORT_STRETCH_MONTHS:
        return any_of(around(dt.date(year, 1, 1))[1] for year in range(first.year, max(first.year, last.year) + 1))
    places = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return any_of(around(dt.date(place // 12, place % 12 + 1, 1))[0] for place in places)
