"""The library of documents as open data: what readers may see, under the filters of its page."""

import datetime as dt
from typing import Annotated, Literal

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from portal.api.answers import PageOf, page_of_newest
from portal.api.parameters import Day, Key, NewestRows, Slug, Year
from portal.api.service import LIBRARY, WrongQuestion, resource
from portal.kit.addresses import root_of
from portal.library.models import Document, Relation
from portal.library.validity import Validity

State = Literal[tuple(Validity.values)]


class LibraryDocumentAnswer(Schema):
    """A document of the library; its validity is that of the day of the answer."""

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
    validity: State
    validity_name: str
    signer_name: str
    signer_post: str
    url: str
    api_url: str


class FileAnswer(Schema):
    name: str
    kind: str
    size_bytes: int
    url: str


class RelationAnswer(Schema):
    """What this document does to another, or, where ``is_inverse``, what the other does to it."""

    kind: Literal[tuple(Relation.Kind.values)]
    is_inverse: bool
    name: str
    id: int
    reference: str
    url: str
    api_url: str


class WholeLibraryDocument(LibraryDocumentAnswer):
    files: list[FileAnswer]
    relations: list[RelationAnswer]


class LibraryFilters(NewestRows):
    q: Annotated[str, Field(max_length=200, description="Số, ký hiệu hoặc chữ trong trích yếu; không cần dấu.")] = ""
    kind: Annotated[Slug | None, Field(description="Loại văn bản, ví dụ quyet-dinh.")] = None
    body: Annotated[Slug | None, Field(description="Cơ quan ban hành.")] = None
    field: Annotated[Slug | None, Field(description="Lĩnh vực.")] = None
    year: Annotated[Year | None, Field(description="Năm ban hành.")] = None
    validity: Annotated[State | None, Field(description="Hiệu lực hôm nay.")] = None
    since: Annotated[Day | None, Field(description="Ban hành từ ngày.")] = None
    until: Annotated[Day | None, Field(description="Ban hành đến hết ngày.")] = None


@resource(
    "/library/documents",
    PageOf[LibraryDocumentAnswer],
    name="library-documents",
    summary="Các văn bản của thư viện, mới ban hành trước",
    part=LIBRARY,
)
def documents(request: HttpRequest, asked: Query[LibraryFilters]) -> object:
    if asked.since and asked.until and asked.since > asked.until:
        raise WrongQuestion("until", _("Ngày cuối đứng trước ngày đầu."))
    found = Document.objects.public().with_headings().matching(asked.q.replace("\0", ""))
    if asked.kind is not None:
        found = found.of_kind(asked.kind)
    if asked.body is not None:
        found = found.of_body(asked.body)
    if asked.field is not None:
        found = found.of_field(asked.field)
    if asked.year is not None:
        found = found.of_year(asked.year)
    if asked.validity is not None:
        found = found.with_validity(asked.validity, timezone.localdate())
    if asked.since is not None:
        found = found.issued_since(asked.since)
    if asked.until is not None:
        found = found.issued_until(asked.until)
    root = root_of(request)
    return page_of_newest(request, found, asked, lambda document: _document(document, root))


@resource(
    "/library/documents/{key}",
    WholeLibraryDocument,
    name="library-document",
    summary="Một văn bản của thư viện, với tệp và quan hệ",
    part=LIBRARY,
)
def document(request: HttpRequest, key: Key) -> object:
    found = Document.objects.public().for_page().of_key(key).first()
    if found is None:
        raise Http404
    root = root_of(request)
    files = [
        {
            "name": file.name,
            "kind": file.extension,
            "size_bytes": file.size_bytes,
            "url": root + file.get_absolute_url(),
        }
        for file in found.files.present()
    ]
    outward = [
        _relation(relation, relation.target, root, is_inverse=False)
        for relation in found.relations.to_public().select_related("target")
    ]
    inward = [
        _relation(relation, relation.source, root, is_inverse=True)
        for relation in found.relations_here.from_public().select_related("source")
    ]
    return {**_document(found, root), "files": files, "relations": [*outward, *inward]}


def _document(found: Document, root: str) -> dict[str, object]:
    validity = found.validity
    return {
        "id": found.pk,
        "reference": found.reference,
        "number": found.number,
        "symbol": found.symbol,
        "kind": found.kind.slug,
        "kind_name": found.kind.name,
        "body": found.body.slug,
        "body_name": found.body.name,
        "field": found.field.slug if found.field else None,
        "field_name": found.field.name if found.field else None,
        "abstract": found.abstract,
        "issued_on": found.issued_on,
        "effective_from": found.effective_from,
        "partly_ceased_on": found.partly_ceased_on,
        "ceased_on": found.ceased_on,
        "validity": validity.value,
        "validity_name": str(validity.label),
        "signer_name": found.signer_name,
        "signer_post": found.signer_post,
        "url": root + found.get_absolute_url(),
        "api_url": root + reverse("api:library-document", args=[found.pk]),
    }


def _relation(relation: Relation, other: Document, root: str, *, is_inverse: bool) -> dict[str, object]:
    return {
        "kind": relation.kind,
        "is_inverse": is_inverse,
        "name": relation.inverse_name if is_inverse else relation.get_kind_display(),
        "id": other.pk,
        "reference": other.reference,
        "url": root + other.get_absolute_url(),
        "api_url": root + reverse("api:library-document", args=[other.pk]),
    }
