"""Luật 06/2022/QH15, Điều 19–31: civil agencies and the armed forces have titles of their own."""

import datetime as dt

import pytest

from emulation.models import CommendationForm, EmulationTitle
from emulation.rules.eligibility import Obstacle, obstacles

DAY = dt.date(2026, 1, 1)
SINCE = dt.date(2024, 1, 1)


def title(force: str, subject: str = "collective") -> EmulationTitle:
    return EmulationTitle(force=force, subject=subject, valid_from=SINCE)


class TestObstacles:
    @pytest.mark.parametrize(
        ("entry", "force", "subject", "day", "found"),
        [
            (title("civil"), "civil", "collective", DAY, []),
            (title("armed"), "armed", "collective", DAY, []),
            (title("any"), "civil", "collective", DAY, []),
            (title("any"), "armed", "collective", DAY, []),
            (title("civil"), "armed", "collective", DAY, [Obstacle.OTHER_FORCE]),
            (title("armed"), "civil", "collective", DAY, [Obstacle.OTHER_FORCE]),
            (title("any"), "civil", "individual", DAY, [Obstacle.OTHER_SUBJECT]),
            (title("any", "household"), "civil", "collective", DAY, [Obstacle.OTHER_SUBJECT]),
            (title("any"), "civil", "collective", dt.date(2023, 12, 31), [Obstacle.NOT_IN_FORCE]),
            (title("any"), "civil", "collective", SINCE, []),
            (title("armed"), "civil", "individual", dt.date(2020, 1, 1), list(Obstacle)),
        ],
    )
    def test_what_stands_against_a_title(
        self, entry: EmulationTitle, force: str, subject: str, day: dt.date, found: list[Obstacle]
    ) -> None:
        assert obstacles(entry, force=force, subject=subject, day=day) == found

    @pytest.mark.parametrize(
        ("subject", "is_open"), [("individual", True), ("household", True), ("collective", False), ("community", False)]
    )
    def test_a_form_may_be_open_to_several(self, subject: str, is_open: bool) -> None:
        form = CommendationForm(force="any", for_individuals=True, for_households=True, valid_from=SINCE)
        assert (obstacles(form, force="civil", subject=subject, day=DAY) == []) is is_open
