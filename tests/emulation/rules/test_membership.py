import datetime as dt
from dataclasses import dataclass

import pytest

from emulation.rules.membership import covers, valid_on


@dataclass(frozen=True)
class Row:
    valid_from: dt.date
    valid_to: dt.date | None = None


def day(number: int) -> dt.date:
    return dt.date(2018, 1, number)


class TestCovers:
    @pytest.mark.parametrize(
        ("rows", "start", "end", "covered"),
        [
            ([], 1, 2, False),
            ([(1, None)], 1, None, True),
            ([(1, None)], 5, 9, True),
            ([(2, None)], 1, 9, False),
            ([(1, 9)], 1, 9, True),
            ([(1, 9)], 1, 10, False),
            ([(1, 9)], 1, None, False),
            ([(1, 5), (5, 9)], 1, 9, True),
            ([(5, 9), (1, 5)], 1, 9, True),
            ([(1, 5), (5, None)], 3, None, True),
            ([(1, 5), (6, 9)], 1, 9, False),
            ([(1, 5), (6, 9)], 6, 9, True),
            ([(1, 5)], 5, 6, False),
        ],
    )
    def test_every_day_lies_in_a_row(
        self, rows: list[tuple[int, int | None]], start: int, end: int | None, covered: bool
    ) -> None:
        held = [Row(day(first), day(last) if last else None) for first, last in rows]
        assert covers(held, day(start), day(end) if end else None) is covered


class TestHoldingOn:
    @pytest.mark.parametrize(("number", "holds"), [(1, False), (2, True), (3, True), (4, False)])
    def test_the_end_is_the_first_day_outside(self, number: int, holds: bool) -> None:
        row = Row(day(2), day(4))
        assert (valid_on([row], day(number)) == [row]) is holds
