"""A year's milestones as a drawing: a line of months with a numbered mark for every dated step.

Only the geometry is made here, in whole units of the SVG's view box and as text, so that no locale writes "1.000".
The list beside the drawing says the same in words; the numbers lead from one to the other.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from emulation.models import Milestone

WIDTH = 720
_MARGIN = 24
_LINE = 96
_RADIUS = 13
# Marks nearer than this would cover each other, so the later one goes one row up.
_CLEARANCE = 2 * _RADIUS + 4
_ROW = 2 * _RADIUS + 4
_MOST_LABELS = 7


@dataclass(frozen=True)
class Mark:
    """A step on the line; ``stem`` is where its stem begins, ``label_y`` the baseline of its number."""

    number: int
    x: str
    y: str
    label_y: str
    stem: str
    is_done: bool


@dataclass(frozen=True)
class Month:
    x: str
    label: str


@dataclass(frozen=True)
class Step:
    """A milestone in the list; ``number`` is its mark's, None when it has no day yet."""

    milestone: Milestone
    number: int | None


@dataclass(frozen=True)
class Timeline:
    """The drawing (``marks`` is empty when nothing has a day) and the list."""

    width: str
    height: str
    line_y: str
    label_y: str
    start: str
    end: str
    radius: str
    months: list[Month]
    marks: list[Mark]
    steps: list[Step]


def timeline(year: int, milestones: Iterable[Milestone]) -> Timeline:
    """The months of the year, and those before and after it that a step falls into."""
    rows = sorted(milestones, key=lambda row: (row.day or dt.date.max, row.step, row.pk))
    dated = [row for row in rows if row.day]
    months = _months(year, dated)
    rise = _rises([_x(row.day, months) for row in dated])
    top = max(rise, default=0) * _ROW
    line = _LINE - 40 + top
    marks = [
        Mark(
            number=number,
            x=str(_x(row.day, months)),
            y=str(line - 24 - up * _ROW),
            label_y=str(line - 19 - up * _ROW),
            stem=str(line - 24 - up * _ROW + _RADIUS),
            is_done=row.done_on is not None,
        )
        for number, (row, up) in enumerate(zip(dated, rise, strict=True), start=1)
    ]
    return Timeline(
        width=str(WIDTH),
        height=str(line + 40),
        line_y=str(line),
        label_y=str(line + 24),
        start=str(_MARGIN),
        end=str(WIDTH - _MARGIN),
        radius=str(_RADIUS),
        months=[Month(x=str(_x(first, months)), label=f"{first.month}/{first.year}") for first in _labelled(months)],
        marks=marks,
        steps=[Step(row, number if row.day else None) for number, row in enumerate(rows, start=1)],
    )


def _months(year: int, dated: list[Milestone]) -> list[dt.date]:
    """The first day of every month of the line; the last one only ends it."""
    days = [row.day for row in dated if row.day]
    first = min([dt.date(year, 1, 1), *days]).replace(day=1)
    last = max([dt.date(year, 12, 31), *days])
    months = [first]
    while months[-1] <= last:
        months.append((months[-1] + dt.timedelta(days=32)).replace(day=1))
    return months


def _labelled(months: list[dt.date]) -> list[dt.date]:
    """As many months as have room for their label, from the first on."""
    every = -(-len(months) // _MOST_LABELS)
    return months[:-1:every]


def _x(day: dt.date | None, months: list[dt.date]) -> int:
    first, last = months[0], months[-1]
    share = ((day or first) - first).days / (last - first).days
    return round(_MARGIN + share * (WIDTH - 2 * _MARGIN))


def _rises(places: list[int]) -> list[int]:
    """How many rows each mark is lifted so that none covers another."""
    rises: list[int] = []
    for index, x in enumerate(places):
        taken = {rises[other] for other in range(index) if x - places[other] < _CLEARANCE}
        rises.append(next(row for row in range(len(places)) if row not in taken))
    return rises
