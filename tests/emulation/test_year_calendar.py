"""The iCalendar file, read back by the library that others read it with."""

import datetime as dt

import pytest
from django.test import Client
from icalendar import Calendar

from emulation.models import EmulationYear, Meeting, Milestone
from tests.emulation.factories import make_bloc
from tests.emulation.year_factories import make_year

pytestmark = pytest.mark.django_db

ADDRESS = "/khoi-thi-dua/so-iv/2018/lich.ics"


@pytest.fixture
def year() -> EmulationYear:
    return make_year(make_bloc("Khối thi đua các cơ quan Nội chính", slug="so-iv"))


def events(client: Client) -> list:
    response = client.get(ADDRESS)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content).walk("VEVENT")


class TestYearCalendar:
    def test_a_meeting_with_an_hour_is_a_time_of_viet_nam(self, client: Client, year: EmulationYear) -> None:
        Meeting.objects.create(
            year=year, kind="launch", held_on=dt.date(2018, 3, 21), starts_at=dt.time(14), venue="Sở Tư pháp"
        )
        (event,) = events(client)
        assert event.decoded("dtstart") == dt.datetime(2018, 3, 21, 7, tzinfo=dt.UTC)
        assert str(event["location"]) == "Sở Tư pháp"
        assert "Khối thi đua các cơ quan Nội chính" in str(event["summary"])

    def test_a_meeting_without_an_hour_and_a_milestone_take_the_day(self, client: Client, year: EmulationYear) -> None:
        Meeting.objects.create(year=year, kind="launch", held_on=dt.date(2018, 3, 21))
        Milestone.objects.create(year=year, kind="vote", planned_on=dt.date(2018, 12, 20))
        Milestone.objects.create(year=year, kind="covenant", done_on=dt.date(2018, 3, 21))
        meeting, *milestones = events(client)
        assert meeting.decoded("dtstart") == dt.date(2018, 3, 21)
        assert {(e.decoded("dtstart"), str(e["status"])) for e in milestones} == {
            (dt.date(2018, 12, 20), "TENTATIVE"),
            (dt.date(2018, 3, 21), "CONFIRMED"),
        }

    def test_what_has_no_day_is_left_out(self, client: Client, year: EmulationYear) -> None:
        Milestone.objects.create(year=year, kind="vote")
        assert events(client) == []

    def test_identifiers_last_and_differ(self, client: Client, year: EmulationYear) -> None:
        for kind in ("vote", "launch"):
            Milestone.objects.create(year=year, kind=kind, planned_on=dt.date(2018, 12, 20))
        first = [str(event["uid"]) for event in events(client)]
        assert len(set(first)) == 2
        assert first == [str(event["uid"]) for event in events(client)]

    def test_an_unchanged_calendar_is_not_sent_twice(self, client: Client, year: EmulationYear) -> None:
        Milestone.objects.create(year=year, kind="vote", planned_on=dt.date(2018, 12, 20))
        etag = client.get(ADDRESS).headers["ETag"]
        assert client.get(ADDRESS, headers={"If-None-Match": etag}).status_code == 304

    def test_a_year_without_record_has_none(self, client: Client) -> None:
        make_bloc(slug="so-iv")
        assert client.get(ADDRESS).status_code == 404
