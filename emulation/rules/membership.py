"""Rules for memberships on a day and for gaps between periods."""

import datetime as dt
from collections.abc import Iterable
from typing import Protocol, TypeVar


class HasPeriod(Protocol):
    @property
    def valid_from(self) -> dt.date: ...
    @property
    def valid_to(self) -> dt.date | None: ...


PeriodT = TypeVar("PeriodT", bound=HasPeriod)


def valid_on(rows: Iterable[PeriodT], day: dt.date) -> list[PeriodT]:
    """Rows valid on a day (half-open: ``valid_to`` is excluded)."""
    return [row for row in rows if row.valid_from <= day and (row.valid_to is None or day < row.valid_to)]


def covers(rows: Iterable[HasPeriod], start: dt.date, end: dt.date | None) -> bool:
    """Whether the rows, which may adjoin, cover every day of ``start <= day < end`` (no end: unbounded)."""
    reached = start
    for row in sorted(rows, key=lambda row: row.valid_from):
        if row.valid_from > reached:
            break
        if row.valid_to is None:
            return True
        reached = max(reached, row.valid_to)
        if end is not None and reached >= end:
            return True
    return False
