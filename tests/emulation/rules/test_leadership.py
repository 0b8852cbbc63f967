"""The leader goes on until the next is recorded: domain practice of the blocs, luân phiên at the year-end meeting."""

import datetime as dt
from dataclasses import dataclass

import pytest

from emulation.models import LeadershipTerm
from emulation.rules.leadership import leadership_on
from tests.emulation.factories import make_agency, make_bloc, make_membership, make_officer


@dataclass(frozen=True)
class Office:
    agency_id: int
    role: str
    valid_from: dt.date
    valid_to: dt.date | None = None


@dataclass(frozen=True)
class Place:
    agency_id: int
    valid_from: dt.date = dt.date(2016, 1, 1)
    valid_to: dt.date | None = None


INSPECTORATE, JUSTICE, POLICE = 1, 2, 3
PLACES = [Place(INSPECTORATE), Place(JUSTICE), Place(POLICE, valid_to=dt.date(2019, 2, 1))]
START_2018, START_2019, START_2020 = (dt.date(year, 1, 1) for year in (2018, 2019, 2020))
OFFICES = [
    Office(INSPECTORATE, "head", START_2018, START_2019),
    Office(JUSTICE, "deputy", START_2018, START_2019),
]


class TestLeadership:
    @pytest.mark.parametrize(
        ("later", "day", "head", "deputy", "carried_over"),
        [
            ([], dt.date(2017, 12, 31), None, None, False),
            ([], dt.date(2018, 1, 1), INSPECTORATE, JUSTICE, False),
            ([], dt.date(2018, 12, 31), INSPECTORATE, JUSTICE, False),
            ([], dt.date(2019, 1, 1), INSPECTORATE, None, True),
            ([Office(JUSTICE, "head", dt.date(2019, 3, 1))], dt.date(2019, 2, 28), INSPECTORATE, None, True),
            ([Office(JUSTICE, "head", dt.date(2019, 3, 1))], dt.date(2019, 3, 1), JUSTICE, None, False),
            ([Office(INSPECTORATE, "deputy", START_2019)], START_2019, None, INSPECTORATE, False),
            ([Office(POLICE, "head", START_2019, dt.date(2019, 1, 9))], dt.date(2019, 1, 20), POLICE, None, True),
            ([Office(POLICE, "head", START_2019, dt.date(2019, 1, 9))], dt.date(2019, 2, 1), None, None, False),
        ],
        ids=[
            "before the first",
            "first day",
            "last day",
            "nobody follows yet",
            "day before the next",
            "the next",
            "became deputy",
            "the last of two",
            "left the bloc",
        ],
    )
    def test_who_leads_on_a_day(
        self, later: list[Office], day: dt.date, head: int | None, deputy: int | None, carried_over: bool
    ) -> None:
        found = leadership_on([*OFFICES, *later], PLACES, day)
        assert found.head is None if head is None else found.head.agency_id == head
        assert found.deputy is None if deputy is None else found.deputy.agency_id == deputy
        assert found.head_is_carried_over is carried_over


@pytest.mark.django_db
class TestEffectiveOn:
    def test_the_query_brings_what_the_rule_needs(self) -> None:
        """Chosen from few rows or from all of them, the leaders are the same."""
        bloc, agencies = make_bloc(), [make_agency() for _ in range(3)]
        for agency in agencies:
            make_membership(bloc, agency)
        for year, (head, deputy) in {2018: (0, 1), 2019: (1, 2), 2021: (2, 0)}.items():
            for role, number in (("head", head), ("deputy", deputy)):
                make_officer(bloc, agencies[number], role, since=dt.date(year, 2, 1), until=dt.date(year, 12, 1))
        for year in range(2017, 2023):
            for month in (1, 6, 12):
                day = dt.date(year, month, 15)
                few = LeadershipTerm.objects.of_bloc(bloc).effective_on(day)
                assert len(few) <= 2
                assert leadership_on(few, bloc.memberships.all(), day) == leadership_on(
                    bloc.leadership_terms.all(), bloc.memberships.all(), day
                )
