"""SVG timeline of a year's milestones: a line of months with a numbered mark for every dated step.

Only the geometry is computed here, in whole units of the view box and as text, so that no locale writes "1.000". The
list beside the chart has the same content as text; the numbers link the two.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from emulation.models import Milestone

WIDTH = 720
_MARGIN = 24
_AXIS_Y = 96
_RADIUS = 13
# Marks nearer than this would overlap, so the later one moves one row up.
_CLEARANCE = 2 * _RADIUS + 4
_ROW_HEIGHT = 2 * _RADIUS + 4
_MAX_LABELS = 7


@dataclass(frozen=True)
class TimelineMark:
    """Mark on the line; ``stem`` is where its stem begins, ``label_y`` the baseline of its number."""

    number: int
    x: str
    y: str
    label_y: str
    stem_y: str
    is_done: bool


@dataclass(frozen=True)
class TimelineMonth:
    x: str
    label: str


@dataclass(frozen=True)
class TimelineStep:
    """Milestone in the list; ``number`` is its mark's, None when it has no day yet."""

    milestone: Milestone
    number: int | None


@dataclass(frozen=True)
class Timeline:
    """The chart (``marks`` is empty when nothing has a day) and the list."""

    width: str
    height: str
    axis_y: str
    label_y: str
    start: str
    end: str
    radius: str
    months: list[TimelineMonth]
    marks: list[TimelineMark]
    steps: list[TimelineStep]


def build_timeline(year: int, milestones: Iterable[Milestone]) -> Timeline:
    """Months of the year, and those before and after it that contain a step."""
    rows = sorted(milestones, key=lambda row: (row.day or dt.date.max, row.kind_order, row.pk))
    dated = [row for row in rows if row.day]
    months = _months(year, dated)
    offsets = _row_offsets([_x(row.day, months) for row in dated])
    top = max(offsets, default=0) * _ROW_HEIGHT
    axis_y = _AXIS_Y - 40 + top
    marks = [
        TimelineMark(
            number=number,
            x=str(_x(row.day, months)),
            y=str(axis_y - 24 - offset * _ROW_HEIGHT),
            label_y=str(axis_y - 19 - offset * _ROW_HEIGHT),
            stem_y=str(axis_y - 24 - offset * _ROW_HEIGHT + _RADIUS),
            is_done=row.done_on is not None,
        )
        for number, (row, offset) in enumerate(zip(dated, offsets, strict=True), start=1)
    ]
    return Timeline(
        width=str(WIDTH),
        height=str(axis_y + 40),
        axis_y=str(axis_y),
        label_y=str(axis_y + 24),
        start=str(_MARGIN),
        end=str(WIDTH - _MARGIN),
        radius=str(_RADIUS),
        months=[
            TimelineMonth(x=str(_x(first, months)), label=f"{first.month}/{first.year}")
            for first in _months_with_label(months)
        ],
        marks=marks,
        steps=[TimelineStep(row, number if row.day else None) for number, row in enumerate(rows, start=1)],
    )


def _months(year: int, dated: list[Milestone]) -> list[dt.date]:
    """First day of every month on the line; the last one only ends it."""
    days = [row.day for row in dated if row.day]
    first = min([dt.date(year, 1, 1), *days]).replace(day=1)
    last = max([dt.date(year, 12, 31), *days])
    months = [first]
    while months[-1] <= last:
        months.append((months[-1] + dt.timedelta(days=32)).replace(day=1))
    return months


def _months_with_label(months: list[dt.date]) -> list[dt.date]:
    """As many months, from the first, as have space for their label."""
    every = -(-len(months) // _MAX_LABELS)
    return months[:-1:every]


def _x(day: dt.date | None, months: list[dt.date]) -> int:
    first, last = months[0], months[-1]
    share = ((day or first) - first).days / (last - first).days
    return round(_MARGIN + share * (WIDTH - 2 * _MARGIN))


def _row_offsets(x_positions: list[int]) -> list[int]:
    """Number of rows that each mark is raised to prevent overlaps."""
    offsets: list[int] = []
    for index, x in enumerate(x_positions):
        taken = {offsets[other] for other in range(index) if x - x_positions[other] < _CLEARANCE}
        offsets.append(next(row for row in range(len(x_positions)) if row not in taken))
    return offsets
