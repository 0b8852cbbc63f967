"""Who belongs to a bloc on a day, and whether a place is held without a gap."""

import datetime as dt
from collections.abc import Iterable
from typing import Protocol, TypeVar


class Held(Protocol):
    @property
    def valid_from(self) -> dt.date: ...
    @property
    def valid_to(self) -> dt.date | None: ...


Row = TypeVar("Row", bound=Held)


def holding_on(rows: Iterable[Row], day: dt.date) -> list[Row]:
    """The rows that hold on a day: from their first day on, no longer on ``valid_to``."""
    return [row for row in rows if row.valid_from <= day and (row.valid_to is None or day < row.valid_to)]


def covers(rows: Iterable[Held], start: dt.date, end: dt.date | None) -> bool:
    """Whether every day of ``start <= day < end`` (no end: for ever) lies in one of the rows, which may adjoin."""
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
