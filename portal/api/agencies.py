"""Agencies as open data: their names over time, the blocs they belonged to, the offices they held."""

import datetime as dt
from typing import Annotated, Literal

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Field, Query

from emulation.models import Agency, Membership, Officer
from emulation.querysets.years import bloc_name_on
from portal.api.answers import PageOf, Period, Reference, page_by_key
from portal.api.parameters import KeyRows, Slug
from portal.api.references import agency_reference, bloc_reference, local_today, period
from portal.api.service import BLOCS, resource
from portal.kit.addresses import root_of

Line = Literal[tuple(Agency.Line.values)]


class AgencyAnswer(Reference):
    """An agency under its name of today."""

    name_en: str
    short_name: str
    initials: str
    line: Line
    line_name: str
    dissolved_on: dt.date | None
    api_url: str


class NameAnswer(Period):
    name: str
    name_en: str
    short_name: str
    initials: str
    decision: str | None


class MembershipAnswer(Period):
    bloc: Reference
    decision: str | None


class PersonAnswer(Period):
    name: str
    post: str
    honorific: str


class OfficeAnswer(Period):
    role: str
    role_name: str
    bloc: Reference
    persons: list[PersonAnswer]


class WholeAgency(AgencyAnswer):
    address: str
    phone: str
    email: str
    website: str
    names: list[NameAnswer]
    memberships: list[MembershipAnswer]
    offices: list[OfficeAnswer]


class AgencyFilters(KeyRows):
    line: Annotated[Line | None, Field(description="Khối quản lý.")] = None


@resource("/agencies", PageOf[AgencyAnswer], name="agencies", summary="Các cơ quan, đơn vị", part=BLOCS)
def agencies(request: HttpRequest, asked: Query[AgencyFilters]) -> object:
    today = local_today()
    found = Agency.objects.named_on(today).named_in_english_on(today)
    if asked.line is not None:
        found = found.of_line(asked.line)
    root = root_of(request)
    return page_by_key(request, found, asked, lambda agency: _agency(agency, root))


@resource("/agencies/{slug}", WholeAgency, name="agency", summary="Một cơ quan: tên gọi, khối, chức trách", part=BLOCS)
def agency(request: HttpRequest, slug: Slug) -> object:
    root, today = root_of(request), local_today()
    found = Agency.objects.named_on(today).named_in_english_on(today).of_slug(slug).first()
    if found is None:
        raise Http404
    names = found.names.latest_first().select_related("decision")
    memberships = Membership.objects.of_agency(found).latest_first().select_related("bloc", "decision")
    offices = Officer.objects.of_agency(found).latest_first().select_related("bloc").prefetch_related("persons")
    return {
        **_agency(found, root),
        "address": found.address,
        "phone": found.phone,
        "email": found.email,
        "website": found.website,
        "names": [
            {
                **period(name),
                "name": name.name,
                "name_en": name.name_en,
                "short_name": name.short_name,
                "initials": name.initials,
                "decision": name.decision.written_number if name.decision else None,
            }
            for name in names
        ],
        "memberships": [
            {
                **period(membership),
                "bloc": bloc_reference(membership.bloc, membership.bloc_name, root),
                "decision": membership.decision.written_number if membership.decision else None,
            }
            for membership in memberships.annotate(bloc_name=bloc_name_on(today, "name"))
        ],
        "offices": [
            {
                **period(office),
                "role": office.role,
                "role_name": office.get_role_display(),
                "bloc": bloc_reference(office.bloc, office.bloc_name, root),
                "persons": [
                    {
                        **period(person),
                        "name": person.person_name,
                        "post": person.post,
                        "honorific": person.honorific,
                    }
                    for person in office.persons.all()
                ],
            }
            for office in offices.annotate(bloc_name=bloc_name_on(today, "name"))
        ],
    }


def _agency(found: Agency, root: str) -> dict[str, object]:
    return {
        **agency_reference(found.day_name or str(found), found.slug, root),
        "name_en": found.day_name_en,
        "short_name": found.day_short_name or "",
        "initials": found.day_initials or "",
        "line": found.line,
        "line_name": found.get_line_display(),
        "dissolved_on": found.dissolved_on,
        "api_url": root + reverse("api:agency", args=[found.slug]),
    }
