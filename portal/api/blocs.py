"""Blocs as open data: on a day, in a year, with their members.

What stands here stands on the public pages too. Minutes and registrations are no part of any answer.
"""

import datetime as dt
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from emulation.models import Bloc, Meeting
from emulation.querysets.overviews import bloc_with_years, blocs_on
from emulation.rosters import Seat, Span, roster
from portal.api import tables
from portal.api.answers import PageOf, Period, Reference, page_by_key
from portal.api.parameters import Day, KeyRows, Slug, Year
from portal.api.references import agency_reference, bloc_reference, local_today, recorded_year
from portal.api.service import BLOCS, resource
from portal.kit.addresses import absolute_html, root_of


class BlocAnswer(Reference):
    """A bloc as it is on the day asked for."""

    name_en: str
    kind: str
    number: str
    member_count: int
    head: str | None
    head_is_carried_over: bool
    api_url: str


class YearReference(Schema):
    year: int
    theme: str
    url: str
    api_url: str


class BlocYears(Reference):
    """A bloc under its name of today, with the years that it has a record of."""

    name_en: str
    kind: str
    number: str
    years: list[YearReference]


class MilestoneAnswer(Schema):
    step: str
    step_name: str
    planned_on: dt.date | None
    done_on: dt.date | None


class MeetingAnswer(Schema):
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


class WholeYear(Schema):
    bloc: Reference
    year: int
    theme: str
    anniversary: str
    url: str
    calendar_url: str
    members_url: str
    documents_url: str
    covenant_url: str | None
    milestones: list[MilestoneAnswer]
    meetings: list[MeetingAnswer]


class MemberAnswer(Period):
    """A member of a bloc in a year, under its name of the year's last day (today, while the year runs)."""

    agency: Reference
    former_names: list[str]
    offices: list[str]
    theme: str


class BlocFilters(KeyRows):
    on: Annotated[Day | None, Field(description="Tính đến ngày này; để trống là hôm nay.")] = None


@resource("/blocs", PageOf[BlocAnswer], name="blocs", summary="Các khối, cụm thi đua của một ngày", part=BLOCS)
def blocs(request: HttpRequest, asked: Query[BlocFilters]) -> object:
    root = root_of(request)

    def give(bloc: Bloc) -> dict[str, object]:
        return {
            **bloc_reference(bloc, bloc.day_name, root),
            "name_en": bloc.day_name_en,
            "kind": bloc.get_kind_display(),
            "number": bloc.day_number or "",
            "member_count": bloc.member_count,
            "head": bloc.head_name or None,
            "head_is_carried_over": bloc.is_carried_over,
            "api_url": root + reverse("api:bloc", args=[bloc.slug]),
        }

    day = asked.on or local_today()
    return page_by_key(request, blocs_on(day).named_in_english_on(day), asked, give)


@resource("/blocs/{slug}", BlocYears, name="bloc", summary="Một khối và các năm thi đua của khối", part=BLOCS)
def bloc(request: HttpRequest, slug: Slug) -> object:
    root = root_of(request)
    found, years = bloc_with_years(slug, local_today())
    if found is None:
        raise Http404
    named = found.name_on(local_today())
    return {
        **bloc_reference(found, found.day_name, root),
        "name_en": named.name_en if named else "",
        "kind": found.get_kind_display(),
        "number": found.day_number or "",
        "years": [
            {
                "year": year.year,
                "theme": year.theme,
                "url": root + reverse("emulation:year", args=[slug, year.year]),
                "api_url": root + reverse("api:year", args=[slug, year.year]),
            }
            for year in years
        ],
    }


@resource("/blocs/{slug}/years/{year}", WholeYear, name="year", summary="Một năm thi đua của khối", part=BLOCS)
def year(request: HttpRequest, slug: Slug, year: Year) -> object:
    root = root_of(request)
    found = recorded_year(slug, year)
    place = [slug, year]
    covenant = found.covenants.for_year_page().first()
    return {
        "bloc": bloc_reference(found.bloc, found.bloc_name, root),
        "year": year,
        "theme": found.theme,
        "anniversary": found.anniversary,
        "url": root + reverse("emulation:year", args=place),
        "calendar_url": root + reverse("emulation:year-calendar", args=place),
        "members_url": root + reverse("api:members", args=place),
        "documents_url": f"{root}{reverse('api:documents')}?bloc={slug}&year={year}",
        "covenant_url": root + reverse("api:covenant", args=place) if covenant else None,
        "milestones": [
            {
                "step": milestone.kind,
                "step_name": milestone.get_kind_display(),
                "planned_on": milestone.planned_on,
                "done_on": milestone.done_on,
            }
            for milestone in found.milestones.all()
        ],
        "meetings": [_meeting(meeting, root) for meeting in found.meetings.for_year_page()],
    }


@resource(
    "/blocs/{slug}/years/{year}/members",
    list[MemberAnswer],
    name="members",
    summary="Các đơn vị thành viên của khối trong một năm",
    part=BLOCS,
)
def members(request: HttpRequest, slug: Slug, year: Year) -> object:
    root = root_of(request)
    return [
        {
            "agency": agency_reference(seat.name, seat.slug, root),
            "valid_from": seat.valid_from,
            "valid_to": seat.valid_to,
            "former_names": [name.name for name in seat.former_names],
            "offices": [str(office.title) for office in seat.offices],
            "theme": seat.theme,
        }
        for seat in _seats(slug, year)
    ]


@resource(
    "/blocs/{slug}/years/{year}/members.csv",
    None,
    name="members-csv",
    summary="Các đơn vị thành viên, dạng bảng CSV",
    part=BLOCS,
    media_type=tables.MEDIA_TYPE,
)
def members_csv(request: HttpRequest, slug: Slug, year: Year) -> HttpResponse:
    heads = (_("STT"), _("Đơn vị"), _("Từ ngày"), _("Đến trước ngày"), _("Chức trách"), _("Chủ đề riêng"))
    rows = (
        (
            number,
            seat.name,
            seat.valid_from,
            seat.valid_to,
            "; ".join(str(office.title) for office in seat.offices),
            seat.theme,
        )
        for number, seat in enumerate(_seats(slug, year), 1)
    )
    return tables.csv_answer(f"{slug}-{year}-thanh-vien", heads, rows)


def _seats(slug: str, year: int) -> list[Seat]:
    """The members of a year; as on its page, of one that nobody has opened they are known too."""
    today = local_today()
    span = Span.of_year(year, today)
    bloc, recorded = bloc_with_years(slug, span.named_on)
    if bloc is None:
        raise Http404
    found = next((row for row in recorded if row.year == year), None)
    seats = roster(bloc, span, year=found).seats
    if found is None and (year > today.year or not seats):
        raise Http404
    return seats


def _meeting(meeting: Meeting, root: str) -> dict[str, object]:
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
        "conclusions_html": absolute_html(meeting.conclusions_rendered, f"{root}/"),
        "article_url": root + article.get_absolute_url() if article else None,
    }
