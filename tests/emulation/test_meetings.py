"""Meetings: who counts as a member, and what cannot be."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from emulation.models import Agency, Attendance, Meeting
from tests.emulation.factories import make_agency
from tests.emulation.year_factories import make_members, make_year

pytestmark = pytest.mark.django_db

DAY = dt.date(2018, 3, 21)


@pytest.fixture
def meeting() -> Meeting:
    year = make_year()
    make_members(year.bloc, 2)
    return Meeting.objects.create(year=year, kind="launch", held_on=DAY)


def members(meeting: Meeting) -> list[Agency]:
    return [row.agency for row in meeting.year.bloc.memberships.in_order()]


class TestAttendance:
    def test_guests_and_second_people_do_not_count(self, meeting: Meeting) -> None:
        first, second = members(meeting)
        for agency, name in ((first, "A"), (first, "B"), (second, "C")):
            Attendance.objects.create(meeting=meeting, agency=agency, person_name=name)
        Attendance.objects.create(
            meeting=meeting, capacity="guest", guest_organisation="Ban Thi đua – Khen thưởng tỉnh"
        )
        assert meeting.attendances.member_count() == 2

    @pytest.mark.parametrize(
        ("capacity", "who", "field"), [("member", "outsider", "agency"), ("guest", "member", "capacity")]
    )
    def test_the_capacity_is_that_of_the_day(self, meeting: Meeting, capacity: str, who: str, field: str) -> None:
        agency = make_agency("Người ngoài") if who == "outsider" else members(meeting)[0]
        with pytest.raises(ValidationError) as refusal:
            Attendance(meeting=meeting, agency=agency, capacity=capacity).full_clean()
        assert list(refusal.value.message_dict) == [field]

    @pytest.mark.parametrize(
        "given",
        [{}, {"guest_organisation": "Ban", "with_agency": True}, {"guest_organisation": "Ban", "capacity": "member"}],
    )
    def test_the_database_wants_one_agency_and_members_from_the_list(
        self, meeting: Meeting, given: dict[str, Any]
    ) -> None:
        agency = make_agency("Khách") if given.pop("with_agency", False) else None
        row = Attendance(meeting=meeting, agency=agency, **{"capacity": "guest"} | given)
        with pytest.raises(IntegrityError, match="attend"), transaction.atomic():
            row.save()


class TestMeeting:
    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"held_on": dt.date(2016, 1, 1)}, "held_on"),
            ({"part_of_day": "afternoon", "starts_at": dt.time(8)}, "starts_at"),
            ({"held_on": dt.date(2999, 1, 1), "conclusions": "<p>Thông qua.</p>"}, "held_on"),
        ],
    )
    def test_what_cannot_be_is_refused_by_field(self, meeting: Meeting, given: dict[str, Any], field: str) -> None:
        for name, value in given.items():
            setattr(meeting, name, value)
        with pytest.raises(ValidationError) as refusal:
            meeting.full_clean()
        assert list(refusal.value.message_dict) == [field]

    def test_the_agenda_is_read_line_by_line(self) -> None:
        assert Meeting(agenda="Một\n\n  Hai \n").agenda_items == ["Một", "Hai"]
