"""Documents of blocs as open data: those adopted, and the covenants that signing has begun on. Files are no part."""

import datetime as dt
from typing import Annotated, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from emulation.models import BlocDocument, Covenant
from portal.api import tables
from portal.api.answers import PageOf, Reference, page_by_key
from portal.api.parameters import Key, KeyRows, Slug, Year
from portal.api.references import agency_reference, recorded_year
from portal.api.service import BLOCS, resource
from portal.kit.addresses import absolute_html, root_of

Kind = Literal[tuple(BlocDocument.Kind.values)]


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


class DocumentFilters(KeyRows):
    bloc: Annotated[Slug | None, Field(description="Địa chỉ của khối.")] = None
    year: Annotated[Year | None, Field(description="Năm thi đua.")] = None
    kind: Annotated[Kind | None, Field(description="Loại văn bản.")] = None


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


@resource(
    "/blocs/{slug}/years/{year}/documents.csv",
    None,
    name="documents-csv",
    summary="Các văn bản đã thông qua trong một năm, dạng bảng CSV",
    part=BLOCS,
    media_type=tables.MEDIA_TYPE,
)
def documents_csv(request: HttpRequest, slug: Slug, year: Year) -> HttpResponse:
    found = recorded_year(slug, year)
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
                "agency": agency_reference(party.agency_name, party.agency_slug, root),
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
