"""The emulation wing as open data: agencies, blocs, their years, members, documents and covenants.

What stands here stands on the public pages too: adopted documents, covenants that signing has begun on. Files, minutes
and registrations are no part of any answer.
"""

import datetime as dt
from typing import Annotated, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from emulation.models import Agency, Bloc, BlocDocument, Covenant, EmulationYear, Meeting, Membership, Officer
from emulation.querysets.overviews import bloc_with_years, blocs_on
from emulation.querysets.years import bloc_name_on
from emulation.rosters import Seat, Span, roster
from portal.api import tables
from portal.api.answers import PageOf, Period, Reference, page_by_key
from portal.api.parameters import Day, Key, KeyRows, Slug, Year
from portal.api.service import BLOCS, resource
from portal.kit import dates
from portal.kit.addresses import absolute_html, root_of

Line = Literal[tuple(Agency.Line.values)]
Kind = Literal[tuple(BlocDocument.Kind.values)]


class AgencyAnswer(Reference):
    """An agency under its name of today."""

    short_name: str
    initials: str
    line: Line
    line_name: str
    dissolved_on: dt.date | None
    api_url: str


class NameAnswer(Period):
    name: str
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


class BlocAnswer(Reference):
    """A bloc as it is on the day asked for."""

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


class DocumentAnswer(Schema):
    """An adopted document; drafts stay within the bloc."""

    id: int
    bloc: str
    year: int
    kind: Kind
    kind_name: str
    title: str
    reference: str
    issued_on: dt.date | None
    adopted_on: dt.date
    signer_name: str
    signer_post: str
    url: str
    api_url: str


class WholeDocument(DocumentAnswer):
    text_html: str


class TargetAnswer(Schema):
    text: str
    unit: str
    planned_value: str


class PartyAnswer(Schema):
    agency: Reference
    signed_on: dt.date | None
    person_name: str
    post: str


class CovenantAnswer(Schema):
    title: str
    url: str
    place: str
    signed_on: dt.date
    is_sealed: bool
    seal_digest: str
    legal_bases: list[str]
    commitments_html: str
    targets: list[TargetAnswer]
    parties: list[PartyAnswer]


class AgencyFilters(KeyRows):
    line: Annotated[Line | None, Field(description="Khối quản lý.")] = None


class BlocFilters(KeyRows):
    on: Annotated[Day | None, Field(description="Tính đến ngày này; để trống là hôm nay.")] = None


class DocumentFilters(KeyRows):
    bloc: Annotated[Slug | None, Field(description="Địa chỉ của khối.")] = None
    year: Annotated[Year | None, Field(description="Năm thi đua.")] = None
    kind: Annotated[Kind | None, Field(description="Loại văn bản.")] = None


@resource("/agencies", PageOf[AgencyAnswer], name="agencies", summary="Các cơ quan, đơn vị", part=BLOCS)
def agencies(request: HttpRequest, asked: Query[AgencyFilters]) -> object:
    found = Agency.objects.named_on(_today())
    if asked.line is not None:
        found = found.of_line(asked.line)
    root = root_of(request)
    return page_by_key(request, found, asked, lambda agency: _agency(agency, root))


@resource("/agencies/{slug}", WholeAgency, name="agency", summary="Một cơ quan: tên gọi, khối, chức trách", part=BLOCS)
def agency(request: HttpRequest, slug: Slug) -> object:
    root, today = root_of(request), _today()
    found = Agency.objects.named_on(today).of_slug(slug).first()
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
                **_period(name),
                "name": name.name,
                "short_name": name.short_name,
                "initials": name.initials,
                "decision": name.decision.written_number if name.decision else None,
            }
            for name in names
        ],
        "memberships": [
            {
                **_period(membership),
                "bloc": _bloc_reference(membership.bloc, membership.bloc_name, root),
                "decision": membership.decision.written_number if membership.decision else None,
            }
            for membership in memberships.annotate(bloc_name=bloc_name_on(today, "name"))
        ],
        "offices": [
            {
                **_period(office),
                "role": office.role,
                "role_name": office.get_role_display(),
                "bloc": _bloc_reference(office.bloc, office.bloc_name, root),
                "persons": [
                    {
                        **_period(person),
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


@resource("/blocs", PageOf[BlocAnswer], name="blocs", summary="Các khối, cụm thi đua của một ngày", part=BLOCS)
def blocs(request: HttpRequest, asked: Query[BlocFilters]) -> object:
    root = root_of(request)

    def give(bloc: Bloc) -> dict[str, object]:
        return {
            **_bloc_reference(bloc, bloc.day_name, root),
            "kind": bloc.get_kind_display(),
            "number": bloc.day_number or "",
            "member_count": bloc.member_count,
            "head": bloc.head_name or None,
            "head_is_carried_over": bloc.is_carried_over,
            "api_url": root + reverse("api:bloc", args=[bloc.slug]),
        }

    return page_by_key(request, blocs_on(asked.on or _today()), asked, give)


@resource("/blocs/{slug}", BlocYears, name="bloc", summary="Một khối và các năm thi đua của khối", part=BLOCS)
def bloc(request: HttpRequest, slug: Slug) -> object:
    root = root_of(request)
    found, years = bloc_with_years(slug, _today())
    if found is None:
        raise Http404
    return {
        **_bloc_reference(found, found.day_name, root),
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
    found = _recorded_year(slug, year)
    place = [slug, year]
    covenant = found.covenants.for_year_page().first()
    return {
        "bloc": _bloc_reference(found.bloc, found.bloc_name, root),
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
            "agency": _agency_reference(seat.name, seat.slug, root),
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


@resource(
    "/blocs/{slug}/years/{year}/documents.csv",
    None,
    name="documents-csv",
    summary="Các văn bản đã thông qua trong một năm, dạng bảng CSV",
    part=BLOCS,
    media_type=tables.MEDIA_TYPE,
)
def documents_csv(request: HttpRequest, slug: Slug, year: Year) -> HttpResponse:
    found = _recorded_year(slug, year)
    root = root_of(request)
    heads = (
        *(_("Loại"), _("Tên văn bản"), _("Số, ký hiệu"), _("Ngày ban hành"), _("Thông qua ngày")),
        *(_("Người ký"), _("Chức vụ"), _("Địa chỉ")),
    )
    rows = (
        (
            *(document.get_kind_display(), document.title, document.reference, document.issued_on),
            *(document.adopted_on, document.signer_name, document.signer_post),
            root + reverse("emulation:document", args=[slug, year, document.pk]),
        )
        for document in found.documents.adopted().in_order()
    )
    return tables.csv_answer(f"{slug}-{year}-van-ban", heads, rows)


@resource(
    "/blocs/{slug}/years/{year}/covenant",
    CovenantAnswer,
    name="covenant",
    summary="Bản giao ước thi đua của một năm",
    part=BLOCS,
)
def covenant(request: HttpRequest, slug: Slug, year: Year) -> object:
    root = root_of(request)
    found = Covenant.objects.of_year_at(slug, year).public().current_first().select_related("year__bloc").first()
    if found is None:
        raise Http404
    address = root + found.get_absolute_url()
    signatures = {signature.agency_id: signature for signature in found.signatures.all()}
    parties = []
    for party in found.parties.named_on(found.signed_on).order_by("pk"):
        signature = signatures.get(party.agency_id)
        parties.append(
            {
                "agency": _agency_reference(party.agency_name, party.agency_slug, root),
                "signed_on": signature.signed_on if signature else None,
                "person_name": signature.person_name if signature else "",
                "post": signature.post if signature else "",
            }
        )
    return {
        "title": found.title,
        "url": address,
        "place": found.place,
        "signed_on": found.signed_on,
        "is_sealed": found.is_sealed,
        "seal_digest": found.seal_digest,
        "legal_bases": found.legal_basis_lines,
        "commitments_html": absolute_html(found.commitments_rendered, address),
        "targets": [
            {"text": target.text, "unit": target.unit, "planned_value": str(target.planned_value)}
            for target in found.targets.all()
        ],
        "parties": parties,
    }


@resource("/documents", PageOf[DocumentAnswer], name="documents", summary="Các văn bản đã thông qua", part=BLOCS)
def documents(request: HttpRequest, asked: Query[DocumentFilters]) -> object:
    found = BlocDocument.objects.adopted().with_bloc()
    if asked.bloc is not None:
        found = found.of_bloc_at(asked.bloc)
    if asked.year is not None:
        found = found.of_year(asked.year)
    if asked.kind is not None:
        found = found.of_kind(asked.kind)
    root = root_of(request)
    return page_by_key(request, found, asked, lambda document: _document(document, root))


@resource("/documents/{key}", WholeDocument, name="document", summary="Một văn bản đã thông qua, toàn văn", part=BLOCS)
def document(request: HttpRequest, key: Key) -> object:
    found = BlocDocument.objects.adopted().with_bloc().with_latest_text().of_key(key).first()
    if found is None:
        raise Http404
    told = _document(found, root_of(request))
    return {**told, "text_html": absolute_html(found.text_rendered or "", str(told["url"]))}


def _today() -> dt.date:
    return dates.local_day(timezone.now())


def _recorded_year(slug: str, year: int) -> EmulationYear:
    """The year with the bloc's name of its last day (today, while it runs)."""
    span = Span.of_year(year, _today())
    found = EmulationYear.objects.of_bloc_at(slug).of_year(year).with_bloc_named_on(span.named_on).first()
    if found is None:
        raise Http404
    return found


def _seats(slug: str, year: int) -> list[Seat]:
    """The members of a year; as on its page, of one that nobody has opened they are known too."""
    today = _today()
    span = Span.of_year(year, today)
    bloc, recorded = bloc_with_years(slug, span.named_on)
    if bloc is None:
        raise Http404
    found = next((row for row in recorded if row.year == year), None)
    seats = roster(bloc, span, year=found).seats
    if found is None and (year > today.year or not seats):
        raise Http404
    return seats


def _period(row: Membership | Officer | Period) -> dict[str, dt.date | None]:
    return {"valid_from": row.valid_from, "valid_to": row.valid_to}


def _agency(found: Agency, root: str) -> dict[str, object]:
    return {
        **_agency_reference(found.day_name or str(found), found.slug, root),
        "short_name": found.day_short_name or "",
        "initials": found.day_initials or "",
        "line": found.line,
        "line_name": found.get_line_display(),
        "dissolved_on": found.dissolved_on,
        "api_url": root + reverse("api:agency", args=[found.slug]),
    }


def _agency_reference(name: str, slug: str, root: str) -> dict[str, str]:
    return {"name": name, "slug": slug, "url": root + reverse("emulation:agency", args=[slug])}


def _bloc_reference(bloc: Bloc, name: str | None, root: str) -> dict[str, str]:
    return {"name": name or str(bloc), "slug": bloc.slug, "url": root + bloc.get_absolute_url()}


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


def _document(found: BlocDocument, root: str) -> dict[str, object]:
    bloc, year = found.year.bloc, found.year.year
    return {
        "id": found.pk,
        "bloc": bloc.slug,
        "year": year,
        "kind": found.kind,
        "kind_name": found.get_kind_display(),
        "title": found.title,
        "reference": found.reference,
        "issued_on": found.issued_on,
        "adopted_on": found.adopted_on,
        "signer_name": found.signer_name,
        "signer_post": found.signer_post,
        "url": root + reverse("emulation:document", args=[bloc.slug, year, found.pk]),
        "api_url": root + reverse("api:document", args=[found.pk]),
    }
