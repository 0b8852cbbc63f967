"""API of bloc documents: adopted documents, and covenants whose signing has begun. Files are not included."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from emulation.api.references import TAG, agency_reference, get_recorded_year
from emulation.models import BlocDocument, Covenant
from portal.core.api.parameters import IdPageParams, PrimaryKey, Slug, Year
from portal.core.api.responses import PaginatedSchema, ReferenceSchema, paginate_by_id
from portal.core.api.service import register_resource
from portal.core.http.absolute_urls import base_url, make_urls_absolute
from portal.core.http.spreadsheets import CSV_MEDIA_TYPE, csv_response

if TYPE_CHECKING:
    BlocDocumentKind = str
else:
    BlocDocumentKind = Literal[tuple(BlocDocument.Kind.values)]


class BlocDocumentSchema(Schema):
    """An adopted document; drafts are visible only within the bloc."""

    id: int
    bloc: str
    year: int
    kind: BlocDocumentKind
    kind_name: str
    title: str
    reference: str
    issued_on: dt.date | None
    adopted_on: dt.date
    signer_name: str
    signer_post: str
    url: str
    api_url: str


class BlocDocumentDetailSchema(BlocDocumentSchema):
    text_html: str


class TargetSchema(Schema):
    text: str
    unit: str
    planned_value: str


class CovenantPartySchema(Schema):
    agency: ReferenceSchema
    signed_on: dt.date | None
    person_name: str
    post: str


class CovenantSchema(Schema):
    title: str
    url: str
    place: str
    signed_on: dt.date
    is_sealed: bool
    seal_digest: str
    legal_bases: list[str]
    commitments_html: str
    targets: list[TargetSchema]
    parties: list[CovenantPartySchema]


class BlocDocumentFilters(IdPageParams):
    bloc: Annotated[Slug | None, Field(description="Địa chỉ của khối.")] = None
    year: Annotated[Year | None, Field(description="Năm thi đua.")] = None
    kind: Annotated[BlocDocumentKind | None, Field(description="Loại văn bản.")] = None


@register_resource(
    "/documents",
    PaginatedSchema[BlocDocumentSchema],
    name="documents",
    summary="Các văn bản đã thông qua",
    tag=TAG,
)
def list_bloc_documents(request: HttpRequest, params: Query[BlocDocumentFilters]) -> object:
    found = BlocDocument.objects.adopted().with_bloc()
    if params.bloc is not None:
        found = found.of_bloc_slug(params.bloc)
    if params.year is not None:
        found = found.of_year(params.year)
    if params.kind is not None:
        found = found.of_kind(params.kind)
    root = base_url(request)
    return paginate_by_id(request, found, params, lambda document: _serialize_bloc_document(document, root))


@register_resource(
    "/documents/{key}",
    BlocDocumentDetailSchema,
    name="document",
    summary="Một văn bản đã thông qua, toàn văn",
    tag=TAG,
)
def get_bloc_document(request: HttpRequest, key: PrimaryKey) -> object:
    found = BlocDocument.objects.adopted().with_bloc().with_latest_text().with_pk(key).first()
    if found is None:
        raise Http404
    data = _serialize_bloc_document(found, base_url(request))
    return {**data, "text_html": make_urls_absolute(found.text_rendered or "", str(data["url"]))}


@register_resource(
    "/blocs/{slug}/years/{year}/documents.csv",
    None,
    name="documents-csv",
    summary="Các văn bản đã thông qua trong một năm, dạng bảng CSV",
    tag=TAG,
    media_type=CSV_MEDIA_TYPE,
)
def export_bloc_documents_csv(request: HttpRequest, slug: Slug, year: Year) -> HttpResponse:
    found = get_recorded_year(slug, year)
    root = base_url(request)
    headers = (
        *(_("Loại"), _("Tên văn bản"), _("Số, ký hiệu"), _("Ngày ban hành"), _("Thông qua ngày")),
        *(_("Người ký"), _("Chức vụ"), _("Địa chỉ")),
    )
    rows = (
        (
            *(document.get_kind_display(), document.title, document.reference, document.issued_on),
            *(document.adopted_on, document.signer_name, document.signer_post),
            root + reverse("emulation:document-detail", args=[slug, year, document.pk]),
        )
        for document in found.documents.adopted().in_order()
    )
    return csv_response(f"{slug}-{year}-van-ban", headers, rows)


@register_resource(
    "/blocs/{slug}/years/{year}/covenant",
    CovenantSchema,
    name="covenant",
    summary="Bản giao ước thi đua của một năm",
    tag=TAG,
)
def get_covenant(request: HttpRequest, slug: Slug, year: Year) -> object:
    root = base_url(request)
    found = Covenant.objects.of_bloc_year(slug, year).public().current_first().select_related("year__bloc").first()
    if found is None:
        raise Http404
    url = root + found.get_absolute_url()
    signatures = {signature.agency_id: signature for signature in found.signatures.all()}
    parties = []
    for party in found.parties.with_name_on(found.signed_on).order_by("pk"):
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
        "url": url,
        "place": found.place,
        "signed_on": found.signed_on,
        "is_sealed": found.is_sealed,
        "seal_digest": found.seal_digest,
        "legal_bases": found.legal_basis_lines,
        "commitments_html": make_urls_absolute(found.commitments_rendered, url),
        "targets": [
            {"text": target.text, "unit": target.unit, "planned_value": str(target.planned_value)}
            for target in found.targets.all()
        ],
        "parties": parties,
    }


def _serialize_bloc_document(document: BlocDocument, root: str) -> dict[str, object]:
    bloc, year = document.year.bloc, document.year.year
    return {
        "id": document.pk,
        "bloc": bloc.slug,
        "year": year,
        "kind": document.kind,
        "kind_name": document.get_kind_display(),
        "title": document.title,
        "reference": document.reference,
        "issued_on": document.issued_on,
        "adopted_on": document.adopted_on,
        "signer_name": document.signer_name,
        "signer_post": document.signer_post,
        "url": root + reverse("emulation:document-detail", args=[bloc.slug, year, document.pk]),
        "api_url": root + reverse("api:document", args=[document.pk]),
    }
