"""API of blocs: on a day, in a year, with their members.

Returns only what the public pages show. Minutes and registrations are never included.
"""

import datetime as dt
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from emulation.api.references import TAG, agency_reference, bloc_reference, get_recorded_year
from emulation.members_table import DateRange, MemberRow, build_members_table
from emulation.models import Bloc, Covenant, Meeting
from emulation.querysets.overviews import blocs_on, get_bloc_with_years
from portal.core.api.parameters import IdPageParams, IsoDate, Slug, Year
from portal.core.api.responses import PaginatedSchema, PeriodSchema, ReferenceSchema, local_today, paginate_by_id
from portal.core.api.service import register_resource
from portal.core.http.absolute_urls import base_url, make_urls_absolute
from portal.core.http.spreadsheets import CSV_MEDIA_TYPE, csv_response


class BlocSchema(ReferenceSchema):
    """A bloc as of the requested day."""

    name_en: str
    kind: str
    number: str
    member_count: int
    head: str | None
    head_is_carried_over: bool
    api_url: str


class YearReferenceSchema(Schema):
    year: int
    theme: str
    url: str
    api_url: str


class BlocDetailSchema(ReferenceSchema):
    """A bloc under its current name, with its recorded years."""

    name_en: str
    kind: str
    number: str
    years: list[YearReferenceSchema]


class MilestoneSchema(Schema):
    step: str
    step_name: str
    planned_on: dt.date | None
    done_on: dt.date | None


class MeetingSchema(Schema):
    kind: str
    title: str
    held_on: dt.date
    starts_at: dt.time | None
    venue: str
    host: str
    chair: str
    member_count: int
    conclusions_html: str
    article_url: str | None


class YearDetailSchema(Schema):
    bloc: ReferenceSchema
    year: int
    theme: str
    anniversary: str
    url: str
    calendar_url: str
    members_url: str
    documents_url: str
    covenant_url: str | None
    milestones: list[MilestoneSchema]
    meetings: list[MeetingSchema]


class MemberSchema(PeriodSchema):
    """A member of a bloc in a year, under its name on the year's last day (today, for the current year)."""

    agency: ReferenceSchema
    former_names: list[str]
    offices: list[str]
    theme: str


class BlocFilters(IdPageParams):
    on: Annotated[IsoDate | None, Field(description="Tính đến ngày này; để trống là hôm nay.")] = None


@register_resource(
    "/blocs", PaginatedSchema[BlocSchema], name="blocs", summary="Các khối, cụm thi đua của một ngày", tag=TAG
)
def list_blocs(request: HttpRequest, params: Query[BlocFilters]) -> object:
    root = base_url(request)

    def serialize(bloc: Bloc) -> dict[str, object]:
        return {
            **bloc_reference(bloc, bloc.effective_name, root),
            "name_en": bloc.effective_name_en,
            "kind": bloc.get_kind_display(),
            "number": bloc.effective_number or "",
            "member_count": bloc.member_count,
            "head": bloc.head_name or None,
            "head_is_carried_over": bloc.is_carried_over,
            "api_url": root + reverse("api:bloc", args=[bloc.slug]),
        }

    day = params.on or local_today()
    return paginate_by_id(request, blocs_on(day).with_english_name_on(day), params, serialize)


@register_resource(
    "/blocs/{slug}", BlocDetailSchema, name="bloc", summary="Một khối và các năm thi đua của khối", tag=TAG
)
def get_bloc(request: HttpRequest, slug: Slug) -> object:
    root = base_url(request)
    found, years = get_bloc_with_years(slug, local_today())
    if found is None:
        raise Http404
    named = found.name_on(local_today())
    return {
        **bloc_reference(found, found.effective_name, root),
        "name_en": named.name_en if named else "",
        "kind": found.get_kind_display(),
        "number": found.effective_number or "",
        "years": [
            {
                "year": year.year,
                "theme": year.theme,
                "url": root + reverse("emulation:year-detail", args=[slug, year.year]),
                "api_url": root + reverse("api:year", args=[slug, year.year]),
            }
            for year in years
        ],
    }


@register_resource(
    "/blocs/{slug}/years/{year}", YearDetailSchema, name="year", summary="Một năm thi đua của khối", tag=TAG
)
def get_year(request: HttpRequest, slug: Slug, year: Year) -> object:
    root = base_url(request)
    found = get_recorded_year(slug, year)
    url_args = [slug, year]
    meetings = Meeting.objects.filter(year=found).for_year_page()
    covenant = Covenant.objects.filter(year=found).for_year_page().first()
    return {
        "bloc": bloc_reference(found.bloc, found.bloc_name, root),
        "year": year,
        "theme": found.theme,
        "anniversary": found.anniversary,
        "url": root + reverse("emulation:year-detail", args=url_args),
        "calendar_url": root + reverse("emulation:year-calendar", args=url_args),
        "members_url": root + reverse("api:members", args=url_args),
        "documents_url": f"{root}{reverse('api:documents')}?bloc={slug}&year={year}",
        "covenant_url": root + reverse("api:covenant", args=url_args) if covenant else None,
        "milestones": [
            {
                "step": milestone.kind,
                "step_name": milestone.get_kind_display(),
                "planned_on": milestone.planned_on,
                "done_on": milestone.done_on,
            }
            for milestone in found.milestones.all()
        ],
        "meetings": [_serialize_meeting(meeting, root) for meeting in meetings],
    }


@register_resource(
    "/blocs/{slug}/years/{year}/members",
    list[MemberSchema],
    name="members",
    summary="Các đơn vị thành viên của khối trong một năm",
    tag=TAG,
)
def list_members(request: HttpRequest, slug: Slug, year: Year) -> object:
    root = base_url(request)
    return [
        {
            "agency": agency_reference(member.name, member.slug, root),
            "valid_from": member.valid_from,
            "valid_to": member.valid_to,
            "former_names": [name.name for name in member.former_names],
            "offices": [str(term.title) for term in member.terms],
            "theme": member.theme,
        }
        for member in _get_year_members(slug, year)
    ]


@register_resource(
    "/blocs/{slug}/years/{year}/members.csv",
    None,
    name="members-csv",
    summary="Các đơn vị thành viên, dạng bảng CSV",
    tag=TAG,
    media_type=CSV_MEDIA_TYPE,
)
def export_members_csv(request: HttpRequest, slug: Slug, year: Year) -> HttpResponse:
    headers = (_("STT"), _("Đơn vị"), _("Từ ngày"), _("Đến trước ngày"), _("Chức trách"), _("Chủ đề riêng"))
    rows = (
        (
            number,
            member.name,
            member.valid_from,
            member.valid_to,
            "; ".join(str(term.title) for term in member.terms),
            member.theme,
        )
        for number, member in enumerate(_get_year_members(slug, year), 1)
    )
    return csv_response(f"{slug}-{year}-thanh-vien", headers, rows)


def _get_year_members(slug: str, year: int) -> list[MemberRow]:
    """The members of a year; known also for a year without a record, as on its page."""
    today = local_today()
    span = DateRange.of_year(year, today)
    bloc, recorded = get_bloc_with_years(slug, span.names_as_of)
    if bloc is None:
        raise Http404
    found = next((row for row in recorded if row.year == year), None)
    members = build_members_table(bloc, span, year=found).members
    if found is None and (year > today.year or not members):
        raise Http404
    return members


def _serialize_meeting(meeting: Meeting, root: str) -> dict[str, object]:
    article = meeting.public_article
    return {
        "kind": meeting.kind,
        "title": str(meeting),
        "held_on": meeting.held_on,
        "starts_at": meeting.starts_at,
        "venue": meeting.venue,
        "host": meeting.host_name,
        "chair": meeting.chair_name,
        "member_count": meeting.member_count,
        "conclusions_html": make_urls_absolute(meeting.conclusions_rendered, f"{root}/"),
        "article_url": root + article.get_absolute_url() if article else None,
    }
