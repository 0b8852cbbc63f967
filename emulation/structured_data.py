"""Structured data (JSON-LD) of bloc and agency pages."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.models import Agency, Bloc, Meeting
from portal.core.http.absolute_urls import absolute_url
from portal.core.structured_data import Node, breadcrumb_node, graph, node
from portal.core.text import languages
from portal.core.text.dates import w3c_datetime

# The others are organisations too, but not government bodies.
_GOVERNMENT_LINES = {
    Agency.Line.PROVINCIAL,
    Agency.Line.VERTICAL,
    Agency.Line.ARMY,
    Agency.Line.POLICE,
    Agency.Line.COMMUNE,
}


def agency_json_ld(agency: Agency, base_url: str) -> Node:
    """JSON-LD of an agency with its name on a day (``AgencyQuerySet.with_name_on``)."""
    name, path = agency.effective_name or str(agency), agency.get_absolute_url()
    organisation = node(
        "GovernmentOrganization" if agency.line in _GOVERNMENT_LINES else "Organization",
        name=name,
        alternateName=_other_names(agency, name),
        url=base_url + path,
        address=agency.address,
        telephone=agency.phone,
        email=agency.email,
        sameAs=agency.website,
        logo=absolute_url(agency.emblem.file.plain_400, base_url) if agency.emblem else None,
        dissolutionDate=agency.dissolved_on.isoformat() if agency.dissolved_on else None,
    )
    return graph(organisation, breadcrumb_node([_bloc_list_crumb(), (name, path)], base_url))


def _other_names(agency: Agency, name: str) -> list[str]:
    """Alternate names, with the Vietnamese one if the page shows the English one."""
    official = str(agency) if getattr(name, "language", "") == languages.ENGLISH else ""
    names = (agency.effective_short_name, agency.effective_initials, official)
    return [other for other in dict.fromkeys(names) if other and other != name]


def bloc_json_ld(bloc: Bloc, base_url: str) -> Node:
    """JSON-LD of a bloc with its name on a day (``BlocQuerySet.with_name_on``)."""
    organisation = node("Organization", name=bloc.effective_name, url=base_url + bloc.get_absolute_url())
    return graph(organisation, breadcrumb_node([_bloc_list_crumb(), _bloc_crumb(bloc)], base_url))


def year_json_ld(bloc: Bloc, year: int, meetings: Iterable[Meeting], base_url: str) -> Node:
    """JSON-LD of a bloc's year with its meetings from ``MeetingQuerySet.for_year_page``."""
    year_crumb = _year_crumb(bloc, year)
    events = [_meeting_json_ld(meeting, bloc, base_url + year_crumb[1], base_url) for meeting in meetings]
    return graph(breadcrumb_node([_bloc_list_crumb(), _bloc_crumb(bloc), year_crumb], base_url), *events)


def year_subpage_json_ld(bloc: Bloc, year: int, name: str, path: str, base_url: str) -> Node:
    """JSON-LD of a page below a bloc's year: its covenant or one of its documents."""
    return graph(
        breadcrumb_node([_bloc_list_crumb(), _bloc_crumb(bloc), _year_crumb(bloc, year), (name, path)], base_url)
    )


def _meeting_json_ld(meeting: Meeting, bloc: Bloc, url: str, base_url: str) -> Node:
    start: dt.date = meeting.held_on
    if meeting.starts_at:
        start = timezone.make_aware(dt.datetime.combine(meeting.held_on, meeting.starts_at))
    place = meeting.venue or meeting.host_name
    return node(
        "Event",
        name=str(meeting),
        startDate=w3c_datetime(start),
        eventStatus="https://schema.org/EventScheduled",
        eventAttendanceMode="https://schema.org/OfflineEventAttendanceMode",
        location=node("Place", name=place, address=place) if place else None,
        organizer=node("Organization", name=bloc.effective_name, url=base_url + bloc.get_absolute_url()),
        description="\n".join(meeting.agenda_items),
        url=url,
    )


def _bloc_list_crumb() -> tuple[str, str]:
    return _("Khối thi đua"), reverse("emulation:bloc-list")


def _bloc_crumb(bloc: Bloc) -> tuple[str, str]:
    return bloc.effective_name, bloc.get_absolute_url()


def _year_crumb(bloc: Bloc, year: int) -> tuple[str, str]:
    return str(year), reverse("emulation:year-detail", args=[bloc.slug, year])
