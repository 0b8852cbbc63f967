"""What the pages of blocs and agencies say of themselves to machines (JSON-LD)."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.models import Agency, Bloc, Meeting
from portal.kit import languages
from portal.kit.addresses import absolute
from portal.kit.dates import w3c_moment
from portal.kit.linked_data import Thing, breadcrumb, graph, thing

# The others are organisations too, but no organs of the state.
_OF_THE_STATE = {
    Agency.Line.PROVINCIAL,
    Agency.Line.VERTICAL,
    Agency.Line.ARMY,
    Agency.Line.POLICE,
    Agency.Line.COMMUNE,
}


def of_agency(agency: Agency, root: str) -> Thing:
    """An agency under its name of a day (``AgencyQuerySet.named_on``)."""
    name, path = agency.day_name or str(agency), agency.get_absolute_url()
    told = thing(
        "GovernmentOrganization" if agency.line in _OF_THE_STATE else "Organization",
        name=name,
        alternateName=_other_names(agency, name),
        url=root + path,
        address=agency.address,
        telephone=agency.phone,
        email=agency.email,
        sameAs=agency.website,
        logo=absolute(agency.emblem.file.plain_400, root) if agency.emblem else None,
        dissolutionDate=agency.dissolved_on.isoformat() if agency.dissolved_on else None,
    )
    return graph(told, breadcrumb([_blocs(), (name, path)], root))


def _other_names(agency: Agency, name: str) -> list[str]:
    """With its Vietnamese name where the page has the English one."""
    official = str(agency) if getattr(name, "language", "") == languages.ENGLISH else ""
    ways = (agency.day_short_name, agency.day_initials, official)
    return [way for way in dict.fromkeys(ways) if way and way != name]


def of_bloc(bloc: Bloc, root: str) -> Thing:
    """A bloc under its name of a day (``BlocQuerySet.named_on``)."""
    told = thing("Organization", name=bloc.day_name, url=root + bloc.get_absolute_url())
    return graph(told, breadcrumb([_blocs(), _bloc(bloc)], root))


def of_year(bloc: Bloc, year: int, meetings: Iterable[Meeting], root: str) -> Thing:
    """A bloc's year with its meetings, as ``MeetingQuerySet.for_year_page`` gives them."""
    step = _year(bloc, year)
    events = [_event(meeting, bloc, root + step[1], root) for meeting in meetings]
    return graph(breadcrumb([_blocs(), _bloc(bloc), step], root), *events)


def within_year(bloc: Bloc, year: int, name: str, path: str, root: str) -> Thing:
    """A page below a bloc's year: its covenant, one of its documents."""
    return graph(breadcrumb([_blocs(), _bloc(bloc), _year(bloc, year), (name, path)], root))


def _event(meeting: Meeting, bloc: Bloc, address: str, root: str) -> Thing:
    start: dt.date = meeting.held_on
    if meeting.starts_at:
        start = timezone.make_aware(dt.datetime.combine(meeting.held_on, meeting.starts_at))
    place = meeting.venue or meeting.host_name
    return thing(
        "Event",
        name=str(meeting),
        startDate=w3c_moment(start),
        eventStatus="https://schema.org/EventScheduled",
        eventAttendanceMode="https://schema.org/OfflineEventAttendanceMode",
        location=thing("Place", name=place, address=place) if place else None,
        organizer=thing("Organization", name=bloc.day_name, url=root + bloc.get_absolute_url()),
        description="\n".join(meeting.agenda_points),
        url=address,
    )


def _blocs() -> tuple[str, str]:
    return _("Khối thi đua"), reverse("emulation:bloc-list")


def _bloc(bloc: Bloc) -> tuple[str, str]:
    return bloc.day_name, bloc.get_absolute_url()


def _year(bloc: Bloc, year: int) -> tuple[str, str]:
    return str(year), reverse("emulation:year", args=[bloc.slug, year])
