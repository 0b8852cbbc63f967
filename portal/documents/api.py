"""API of the document library: public documents, with the filters of the library page."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Literal

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from portal.core.api.parameters import IsoDate, NewestFirstPageParams, PrimaryKey, Slug, Year
from portal.core.api.responses import PaginatedSchema, paginate_newest_first
from portal.core.api.service import InvalidQuery, register_resource
from portal.core.http.absolute_urls import base_url
from portal.documents.models import Document, DocumentRelation
from portal.documents.validity import Validity

# OpenAPI tag of all resources of this app.
TAG = "Thư viện văn bản"

if TYPE_CHECKING:
    ValidityValue = str
    RelationKind = str
else:
    ValidityValue = Literal[tuple(Validity.values)]
    RelationKind = Literal[tuple(DocumentRelation.Kind.values)]


class DocumentSchema(Schema):
    """A library document; its validity is as of the response date."""

    id: int
    reference: str
    number: str
    symbol: str
    kind: str
    kind_name: str
    body: str
    body_name: str
    field: str | None
    field_name: str | None
    abstract: str
    issued_on: dt.date
    effective_from: dt.date
    partly_ceased_on: dt.date | None
    ceased_on: dt.date | None
    validity: ValidityValue
    validity_name: str
    signer_name: str
    signer_post: str
    url: str
    api_url: str


class FileSchema(Schema):
    name: str
    kind: str
    size_bytes: int
    url: str


class RelationSchema(Schema):
    """The effect of this document on another, or, where ``is_inverse``, of the other on it."""

    kind: RelationKind
    is_inverse: bool
    name: str
    id: int
    reference: str
    url: str
    api_url: str


class DocumentDetailSchema(DocumentSchema):
    files: list[FileSchema]
    relations: list[RelationSchema]


class DocumentFilters(NewestFirstPageParams):
    q: Annotated[str, Field(max_length=200, description="Số, ký hiệu hoặc chữ trong trích yếu; không cần dấu.")] = ""
    kind: Annotated[Slug | None, Field(description="Loại văn bản, ví dụ quyet-dinh.")] = None
    body: Annotated[Slug | None, Field(description="Cơ quan ban hành.")] = None
    field: Annotated[Slug | None, Field(description="Lĩnh vực.")] = None
    year: Annotated[Year | None, Field(description="Năm ban hành.")] = None
    validity: Annotated[ValidityValue | None, Field(description="Hiệu lực hôm nay.")] = None
    since: Annotated[IsoDate | None, Field(description="Ban hành từ ngày.")] = None
    until: Annotated[IsoDate | None, Field(description="Ban hành đến hết ngày.")] = None


@register_resource(
    "/library/documents",
    PaginatedSchema[DocumentSchema],
    name="library-documents",
    summary="Các văn bản của thư viện, mới ban hành trước",
    tag=TAG,
)
def list_documents(request: HttpRequest, params: Query[DocumentFilters]) -> object:
    if params.since and params.until and params.since > params.until:
        raise InvalidQuery("until", _("Ngày cuối đứng trước ngày đầu."))
    found = Document.objects.public().with_taxonomy().matching(params.q.replace("\0", ""))
    if params.kind is not None:
        found = found.of_kind(params.kind)
    if params.body is not None:
        found = found.of_issuing_body(params.body)
    if params.field is not None:
        found = found.of_subject_area(params.field)
    if params.year is not None:
        found = found.of_year(params.year)
    if params.validity is not None:
        found = found.with_validity(params.validity, timezone.localdate())
    if params.since is not None:
        found = found.issued_since(params.since)
    if params.until is not None:
        found = found.issued_until(params.until)
    root = base_url(request)
    return paginate_newest_first(request, found, params, lambda document: _serialize_document(document, root))


@register_resource(
    "/library/documents/{key}",
    DocumentDetailSchema,
    name="library-document",
    summary="Một văn bản của thư viện, với tệp và quan hệ",
    tag=TAG,
)
def get_document(request: HttpRequest, key: PrimaryKey) -> object:
    found = Document.objects.public().for_page().with_pk(key).first()
    if found is None:
        raise Http404
    root = base_url(request)
    files = [
        {
            "name": file.name,
            "kind": file.extension,
            "size_bytes": file.size_bytes,
            "url": root + file.get_absolute_url(),
        }
        for file in found.files.not_removed()
    ]
    outgoing = [
        _serialize_relation(relation, relation.target, root, is_inverse=False)
        for relation in found.relations.with_public_target().select_related("target")
    ]
    incoming = [
        _serialize_relation(relation, relation.source, root, is_inverse=True)
        for relation in found.incoming_relations.with_public_source().select_related("source")
    ]
    return {**_serialize_document(found, root), "files": files, "relations": [*outgoing, *incoming]}


def _serialize_document(document: Document, root: str) -> dict[str, object]:
    validity = document.validity
    return {
        "id": document.pk,
        "reference": document.reference,
        "number": document.number,
        "symbol": document.symbol,
        "kind": document.kind.slug,
        "kind_name": document.kind.name,
        "body": document.issuing_body.slug,
        "body_name": document.issuing_body.name,
        "field": document.subject_area.slug if document.subject_area else None,
        "field_name": document.subject_area.name if document.subject_area else None,
        "abstract": document.abstract,
        "issued_on": document.issued_on,
        "effective_from": document.effective_from,
        "partly_ceased_on": document.partly_ceased_on,
        "ceased_on": document.ceased_on,
        "validity": validity.value,
        "validity_name": str(validity.label),
        "signer_name": document.signer_name,
        "signer_post": document.signer_post,
        "url": root + document.get_absolute_url(),
        "api_url": root + reverse("api:library-document", args=[document.pk]),
    }


def _serialize_relation(
    relation: DocumentRelation, other: Document, root: str, *, is_inverse: bool
) -> dict[str, object]:
    return {
        "kind": relation.kind,
        "is_inverse": is_inverse,
        "name": relation.inverse_name if is_inverse else relation.get_kind_display(),
        "id": other.pk,
        "reference": other.reference,
        "url": root + other.get_absolute_url(),
        "api_url": root + reverse("api:library-document", args=[other.pk]),
    }
