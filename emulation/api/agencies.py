"""API of agencies: names over time, bloc memberships and leadership terms."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Literal

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Field, Query

from emulation.api.references import TAG, agency_reference, bloc_reference
from emulation.models import Agency, LeadershipTerm, Membership
from emulation.querysets.years import bloc_name_on
from portal.core.api.parameters import IdPageParams, Slug
from portal.core.api.responses import (
    PaginatedSchema,
    PeriodSchema,
    ReferenceSchema,
    local_today,
    paginate_by_id,
    serialize_period,
)
from portal.core.api.service import register_resource
from portal.core.http.absolute_urls import base_url

if TYPE_CHECKING:
    AgencyLine = str
else:
    AgencyLine = Literal[tuple(Agency.Line.values)]


class AgencySchema(ReferenceSchema):
    """An agency under its current name."""

    name_en: str
    short_name: str
    initials: str
    line: AgencyLine
    line_name: str
    dissolved_on: dt.date | None
    api_url: str


class AgencyNameSchema(PeriodSchema):
    name: str
    name_en: str
    short_name: str
    initials: str
    decision: str | None


class MembershipSchema(PeriodSchema):
    bloc: ReferenceSchema
    decision: str | None


class RepresentativeSchema(PeriodSchema):
    name: str
    post: str
    honorific: str


class LeadershipTermSchema(PeriodSchema):
    role: str
    role_name: str
    bloc: ReferenceSchema
    persons: list[RepresentativeSchema]


class AgencyDetailSchema(AgencySchema):
    address: str
    phone: str
    email: str
    website: str
    names: list[AgencyNameSchema]
    memberships: list[MembershipSchema]
    offices: list[LeadershipTermSchema]


class AgencyFilters(IdPageParams):
    line: Annotated[AgencyLine | None, Field(description="Khối quản lý.")] = None


@register_resource("/agencies", PaginatedSchema[AgencySchema], name="agencies", summary="Các cơ quan, đơn vị", tag=TAG)
def list_agencies(request: HttpRequest, params: Query[AgencyFilters]) -> object:
    today = local_today()
    found = Agency.objects.with_name_on(today).with_english_name_on(today)
    if params.line is not None:
        found = found.of_line(params.line)
    root = base_url(request)
    return paginate_by_id(request, found, params, lambda agency: _serialize_agency(agency, root))


@register_resource(
    "/agencies/{slug}",
    AgencyDetailSchema,
    name="agency",
    summary="Một cơ quan: tên gọi, khối, chức trách",
    tag=TAG,
)
def get_agency(request: HttpRequest, slug: Slug) -> object:
    root, today = base_url(request), local_today()
    found = Agency.objects.with_name_on(today).with_english_name_on(today).of_slug(slug).first()
    if found is None:
        raise Http404
    names = found.names.latest_first().select_related("decision")
    memberships = Membership.objects.of_agency(found).latest_first().select_related("bloc", "decision")
    terms = (
        LeadershipTerm.objects.of_agency(found)
        .latest_first()
        .select_related("bloc")
        .prefetch_related("representatives")
    )
    return {
        **_serialize_agency(found, root),
        "address": found.address,
        "phone": found.phone,
        "email": found.email,
        "website": found.website,
        "names": [
            {
                **serialize_period(name),
                "name": name.name,
                "name_en": name.name_en,
                "short_name": name.short_name,
                "initials": name.initials,
                "decision": name.decision.reference if name.decision else None,
            }
            for name in names
        ],
        "memberships": [
            {
                **serialize_period(membership),
                "bloc": bloc_reference(membership.bloc, membership.bloc_name, root),
                "decision": membership.decision.reference if membership.decision else None,
            }
            for membership in memberships.annotate(bloc_name=bloc_name_on(today, "name"))
        ],
        "offices": [
            {
                **serialize_period(term),
                "role": term.role,
                "role_name": term.get_role_display(),
                "bloc": bloc_reference(term.bloc, term.bloc_name, root),
                "persons": [
                    {
                        **serialize_period(person),
                        "name": person.person_name,
                        "post": person.post,
                        "honorific": person.honorific,
                    }
                    for person in term.representatives.all()
                ],
            }
            for term in terms.annotate(bloc_name=bloc_name_on(today, "name"))
        ],
    }


def _serialize_agency(agency: Agency, root: str) -> dict[str, object]:
    return {
        **agency_reference(agency.effective_name or str(agency), agency.slug, root),
        "name_en": agency.effective_name_en,
        "short_name": agency.effective_short_name or "",
        "initials": agency.effective_initials or "",
        "line": agency.line,
        "line_name": agency.get_line_display(),
        "dissolved_on": agency.dissolved_on,
        "api_url": root + reverse("api:agency", args=[agency.slug]),
    }
