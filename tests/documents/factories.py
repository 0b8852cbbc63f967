"""Documents of the library for tests: each takes only what matters to the test and makes up the rest."""

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from portal.core.text import vietnamese
from portal.documents import references
from portal.documents.models import Document, DocumentFile, DocumentKind, IssuingBody, SubjectArea

PDF = b"%PDF-1.4 noi dung"


def make_kind(name: str = "Quyết định") -> DocumentKind:
    return DocumentKind.objects.get_or_create(slug=vietnamese.slugify(name), defaults={"name": name})[0]


def make_body(name: str = "Ủy ban nhân dân tỉnh") -> IssuingBody:
    return IssuingBody.objects.get_or_create(slug=vietnamese.slugify(name), defaults={"name": name})[0]


def make_field(name: str = "Thi đua, khen thưởng") -> SubjectArea:
    return SubjectArea.objects.get_or_create(slug=vietnamese.slugify(name), defaults={"name": name})[0]


def make_library_document(
    reference: str = "12/QĐ-UBND", *, kind: str = "Quyết định", published: bool = True, **fields: Any
) -> Document:
    """A document issued on 05/01/2026; readers see it unless it is not ``published``."""
    number, symbol = references.parse_reference(reference)
    values = {
        "number": number,
        "symbol": symbol,
        "kind": make_kind(kind),
        "abstract": "Về việc ban hành Kế hoạch thi đua năm 2026",
        "issued_on": dt.date(2026, 1, 5),
        "published_at": timezone.now() if published else None,
        **fields,
    }
    values.setdefault("issuing_body", make_body())
    return Document.objects.create(**values)


def add_file(document: Document, name: str = "Kế hoạch.pdf", content: bytes = PDF) -> DocumentFile:
    return document.files.create(file=ContentFile(content, name=name))
