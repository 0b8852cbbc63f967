"""A month as a table of weeks, Monday first, with links on some days."""

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.core.text import dates

_MONDAY_FIRST = calendar.Calendar(firstweekday=0)


@dataclass(frozen=True)
class CalendarDay:
    """A cell: blank outside the month; with a URL on days with news."""

    date: dt.date
    in_month: bool
    url: str | None
    count: int
    is_selected: bool


@dataclass(frozen=True)
class CalendarMonth:
    """A month; ``previous`` and ``following`` are the URLs of the adjacent months, None beyond the range."""

    year: int
    number: int
    weeks: list[list[CalendarDay]]
    url: str
    previous_url: str | None
    next_url: str | None

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.number, 1)

    @property
    def total(self) -> int:
        """The number of items in the month."""
        return sum(day.count for week in self.weeks for day in week)

    @property
    def selected_count(self) -> int:
        """The number of items on the selected day."""
        return sum(day.count for week in self.weeks for day in week if day.is_selected)


def build_month_calendar(
    year: int,
    month: int,
    counts: Mapping[dt.date, int],
    day_url: Callable[[dt.date], str],
    month_url: Callable[[int, int], str],
    *,
    selected: dt.date | None = None,
    today: dt.date | None = None,
) -> CalendarMonth:
    """The calendar of one month, whose days with items (``counts``) are links.

    No link leads to a month after ``today``.
    """
    weeks = [
        [
            CalendarDay(
                date=day,
                in_month=day.month == month,
                url=day_url(day) if day.month == month and day in counts else None,
                count=counts.get(day, 0) if day.month == month else 0,
                is_selected=day == selected,
            )
            for day in week
        ]
        for week in _MONDAY_FIRST.monthdatescalendar(year, month)
    ]
    before = (year, month - 1) if month > 1 else (year - 1, 12)
    after = (year, month + 1) if month < 12 else (year + 1, 1)
    return CalendarMonth(
        year=year,
        number=month,
        weeks=weeks,
        url=month_url(year, month),
        previous_url=month_url(*before) if before[0] >= dates.FIRST_YEAR else None,
        next_url=None if today and after > (today.year, today.month) else month_url(*after),
    )
