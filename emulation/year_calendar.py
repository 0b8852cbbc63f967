"""iCalendar file of a bloc's year: its meetings and milestones."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from emulation.models import Meeting, Milestone

CONTENT_TYPE = "text/calendar; charset=utf-8"
# A meeting's end is not recorded, but calendars need one to show a block.
_MEETING_DURATION = dt.timedelta(hours=2)


def build_year_calendar(
    *, name: str, url: str, host: str, milestones: Iterable[Milestone], meetings: Iterable[Meeting]
) -> bytes:
    """Builds the file. The output is deterministic, so that an unchanged calendar is not sent twice.

    ``url`` is the year's page; ``host`` is the domain part of the events' UIDs.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{host}//khoi-thi-dua//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", timezone.get_default_timezone_name())
    for meeting in meetings:
        calendar.add_component(_meeting_event(meeting, name, url, host))
    for milestone in milestones:
        calendar.add_component(_milestone_event(milestone, name, url, host))
    return calendar.to_ical()


def _meeting_event(meeting: Meeting, bloc: str, url: str, host: str) -> Event:
    event = _create_event(f"hoi-nghi-{meeting.pk}@{host}", f"{meeting} – {bloc}", url, meeting.updated_at)
    if meeting.starts_at:
        start = timezone.make_aware(dt.datetime.combine(meeting.held_on, meeting.starts_at))
        # In UTC the file needs no time zone definition.
        event.add("dtstart", start.astimezone(dt.UTC))
        event.add("dtend", (start + _MEETING_DURATION).astimezone(dt.UTC))
    else:
        _set_all_day(event, meeting.held_on)
    if meeting.venue:
        event.add("location", meeting.venue)
    if meeting.agenda:
        event.add("description", "\n".join(meeting.agenda_items))
    return event


def _milestone_event(milestone: Milestone, bloc: str, url: str, host: str) -> Event:
    event = _create_event(f"moc-{milestone.pk}@{host}", f"{milestone} – {bloc}", url, milestone.updated_at)
    _set_all_day(event, milestone.done_on or milestone.planned_on)
    event.add("status", "CONFIRMED" if milestone.done_on else "TENTATIVE")
    notes = [_("Đã thực hiện.") if milestone.done_on else _("Dự kiến."), milestone.note]
    event.add("description", " ".join(note for note in notes if note))
    return event


def _create_event(uid: str, summary: str, url: str, changed_at: dt.datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", changed_at.astimezone(dt.UTC))
    event.add("last-modified", changed_at.astimezone(dt.UTC))
    event.add("summary", summary)
    event.add("url", url)
    return event


def _set_all_day(event: Event, day: dt.date | None) -> None:
    """All-day event, marked as free time."""
    if day is None:
        raise ValueError("a calendar takes only what has a day")
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("transp", "TRANSPARENT")
