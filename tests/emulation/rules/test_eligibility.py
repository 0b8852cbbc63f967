"""Luật 06/2022/QH15, Điều 19–31: civil agencies and the armed forces have titles of their own."""

import datetime as dt

import pytest

from emulation.models import CommendationForm, EmulationTitle
from emulation.rules.eligibility import IneligibilityReason, find_ineligibility_reasons

DAY = dt.date(2026, 1, 1)
SINCE = dt.date(2024, 1, 1)


def title(force: str, recipient_type: str = "collective") -> EmulationTitle:
    return EmulationTitle(force=force, recipient_type=recipient_type, valid_from=SINCE)


class TestObstacles:
    @pytest.mark.parametrize(
        ("entry", "force", "subject", "day", "found"),
        [
            (title("civil"), "civil", "collective", DAY, []),
            (title("armed"), "armed", "collective", DAY, []),
            (title("any"), "civil", "collective", DAY, []),
            (title("any"), "armed", "collective", DAY, []),
            (title("civil"), "armed", "collective", DAY, [IneligibilityReason.WRONG_FORCE]),
            (title("armed"), "civil", "collective", DAY, [IneligibilityReason.WRONG_FORCE]),
            (title("any"), "civil", "individual", DAY, [IneligibilityReason.WRONG_RECIPIENT]),
            (title("any", "household"), "civil", "collective", DAY, [IneligibilityReason.WRONG_RECIPIENT]),
            (title("any"), "civil", "collective", dt.date(2023, 12, 31), [IneligibilityReason.NOT_IN_EFFECT]),
            (title("any"), "civil", "collective", SINCE, []),
            (title("armed"), "civil", "individual", dt.date(2020, 1, 1), list(IneligibilityReason)),
        ],
    )
    def test_what_stands_against_a_title(
        self, entry: EmulationTitle, force: str, subject: str, day: dt.date, found: list[IneligibilityReason]
    ) -> None:
        assert find_ineligibility_reasons(entry, force=force, recipient_type=subject, day=day) == found

    @pytest.mark.parametrize(
        ("subject", "is_open"), [("individual", True), ("household", True), ("collective", False), ("community", False)]
    )
    def test_a_form_may_be_open_to_several(self, subject: str, is_open: bool) -> None:
        form = CommendationForm(force="any", is_for_individuals=True, is_for_households=True, valid_from=SINCE)
        assert (find_ineligibility_reasons(form, force="civil", recipient_type=subject, day=DAY) == []) is is_open
