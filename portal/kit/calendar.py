"""A month as a table of weeks, Monday first, in which some days lead somewhere."""

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.kit import dates

_MONDAY_FIRST = calendar.Calendar(firstweekday=0)


@dataclass(frozen=True)
class Day:
    """A cell: outside the month it is blank; with news it has an address."""

    date: dt.date
    in_month: bool
    address: str | None
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Month:
    """A month; ``previous`` and ``following`` are addresses of the neighbouring months, None beyond the range."""

    year: int
    number: int
    weeks: list[list[Day]]
    address: str
    previous: str | None
    following: str | None

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.number, 1)

    @property
    def total(self) -> int:
        """How much the whole month has."""
        return sum(day.count for week in self.weeks for day in week)

    @property
    def chosen_count(self) -> int:
        """How much the chosen day has."""
        return sum(day.count for week in self.weeks for day in week if day.is_chosen)


def month_calendar(
    year: int,
    month: int,
    counts: Mapping[dt.date, int],
    day_address: Callable[[dt.date], str],
    month_address: Callable[[int, int], str],
    *,
    chosen: dt.date | None = None,
    today: dt.date | None = None,
) -> Month:
    """The calendar of one month, whose days with something (``counts``) are links.

    ``today`` bounds it: no link leads to a month after it.
    """
    weeks = [
        [
            Day(
                date=day,
                in_month=day.month == month,
                address=day_address(day) if day.month == month and day in counts else None,
                count=counts.get(day, 0) if day.month == month else 0,
                is_chosen=day == chosen,
            )
            for day in week
        ]
        for week in _MONDAY_FIRST.monthdatescalendar(year, month)
    ]
    before = (year, month - 1) if month > 1 else (year - 1, 12)
    after = (year, month + 1) if month < 12 else (year + 1, 1)
    return Month(
        year=year,
        number=month,
        weeks=weeks,
        address=month_address(year, month),
        previous=month_address(*before) if before[0] >= dates.FIRST_YEAR else None,
        following=None if today and after > (today.year, today.month) else month_address(*after),
    )
