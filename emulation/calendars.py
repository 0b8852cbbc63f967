"""A bloc's year as an iCalendar file: its meetings and the days of its milestones, for anybody's own calendar."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from emulation.models import Meeting, Milestone

CONTENT_TYPE = "text/calendar; charset=utf-8"
# A meeting's end is not recorded; calendars want one to show a block.
_MEETING_LENGTH = dt.timedelta(hours=2)


def year_calendar(
    *, name: str, address: str, host: str, milestones: Iterable[Milestone], meetings: Iterable[Meeting]
) -> bytes:
    """The file's bytes. The same rows make the same bytes, so that an unchanged calendar is not sent twice.

    ``address`` is the year's page, ``host`` names who gives the events their lasting identifiers.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{host}//khoi-thi-dua//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", timezone.get_default_timezone_name())
    for meeting in meetings:
        calendar.add_component(_meeting(meeting, name, address, host))
    for milestone in milestones:
        calendar.add_component(_milestone(milestone, name, address, host))
    return calendar.to_ical()


def _meeting(meeting: Meeting, bloc: str, address: str, host: str) -> Event:
    event = _event(f"hoi-nghi-{meeting.pk}@{host}", f"{meeting} – {bloc}", address, meeting.updated_at)
    if meeting.starts_at:
        start = timezone.make_aware(dt.datetime.combine(meeting.held_on, meeting.starts_at))
        # In UTC no description of the time zone has to travel with the file.
        event.add("dtstart", start.astimezone(dt.UTC))
        event.add("dtend", (start + _MEETING_LENGTH).astimezone(dt.UTC))
    else:
        _fill_day(event, meeting.held_on)
    if meeting.venue:
        event.add("location", meeting.venue)
    if meeting.agenda:
        event.add("description", "\n".join(meeting.agenda_points))
    return event


def _milestone(milestone: Milestone, bloc: str, address: str, host: str) -> Event:
    event = _event(f"moc-{milestone.pk}@{host}", f"{milestone} – {bloc}", address, milestone.updated_at)
    _fill_day(event, milestone.done_on or milestone.planned_on)
    event.add("status", "CONFIRMED" if milestone.done_on else "TENTATIVE")
    notes = [_("Đã thực hiện.") if milestone.done_on else _("Dự kiến."), milestone.note]
    event.add("description", " ".join(note for note in notes if note))
    return event


def _event(uid: str, summary: str, address: str, changed_at: dt.datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", changed_at.astimezone(dt.UTC))
    event.add("last-modified", changed_at.astimezone(dt.UTC))
    event.add("summary", summary)
    event.add("url", address)
    return event


def _fill_day(event: Event, day: dt.date | None) -> None:
    """A whole day, which does not make anybody busy."""
    if day is None:
        raise ValueError("a calendar takes only what has a day")
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("transp", "TRANSPARENT")
