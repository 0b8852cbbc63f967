"""Loads the demo documents through the same services that users call."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.demo_data import DemoApp, RealContentExists, demo_apps
from portal.core.text import dates, vietnamese
from portal.documents import references, services
from portal.documents.models import (
    Document,
    DocumentFile,
    DocumentKind,
    DocumentRelation,
    IssuingBody,
    SubjectArea,
    TaxonomyTerm,
)

FOLDER = Path(__file__).parent


class RealDocumentsExist(RealContentExists):
    """Raised when the database holds real documents, so that demo data is not mixed with them."""


def shipped_documents() -> list[dict[str, Any]]:
    return tomllib.loads((FOLDER / "documents.toml").read_text(encoding="utf-8"))["documents"]


def has_content() -> bool:
    return Document.objects.exists()


@transaction.atomic
def load(*, force: bool, stored: list[FieldFile]) -> str:
    """Adds each missing document and yields a line about it; existing ones stay unchanged.

    Raises RealDocumentsExist when there are other documents, unless ``force``.
    """
    shipped = shipped_documents()
    present = {facts["reference"]: found for facts in shipped if (found := _find(facts)) is not None}
    if not force and Document.objects.exclude(pk__in=[row.pk for row in present.values()]).exists():
        raise RealDocumentsExist(_("Thư viện đã có văn bản thật, nên không nạp văn bản mẫu vào."))
    missing = [facts for facts in shipped if facts["reference"] not in present]
    known = dict(present)
    for facts in missing:
        known[facts["reference"]] = _add(facts, known, stored)
    return f"Library: {len(missing)} documents added; {len(present)} documents were there."


def _find(facts: dict[str, Any]) -> Document | None:
    key = references.normalize_reference(*references.parse_reference(facts["reference"]))
    return Document.objects.filter(
        reference_key=key, issued_on=facts["issued_on"], issuing_body__name=facts["body"]
    ).first()


def _add(facts: dict[str, Any], known: dict[str, Document], stored: list[FieldFile]) -> Document:
    number, symbol = references.parse_reference(facts["reference"])
    columns = ("abstract", "issued_on", "effective_from", "partly_ceased_on", "ceased_on")
    signer = ("signer_capacity", "signer_name", "signer_post")
    document = Document(
        number=number,
        symbol=symbol,
        kind=_get_or_create_term(DocumentKind, facts["kind"]),
        issuing_body=_get_or_create_term(IssuingBody, facts["body"]),
        subject_area=_get_or_create_term(SubjectArea, facts["field"]),
        **{name: facts[name] for name in (*columns, *signer) if name in facts},
    )
    document.full_clean()
    document.save()
    _attach(document, facts, stored)
    for relation in facts.get("relations", []):
        row = DocumentRelation(source=document, kind=relation["kind"], target=known[relation["to"]])
        row.full_clean()
        row.save()
    # As if published on the morning after the day of issue; never in the future.
    opened = dates.start_of_day(facts["issued_on"]) + dt.timedelta(days=1, hours=8)
    services.publish_document(document=document, by=None, at=min(opened, timezone.now()))
    return document


def _get_or_create_term(model: type[TaxonomyTerm], name: str) -> Any:
    return model._default_manager.get_or_create(slug=vietnamese.slugify(name), defaults={"name": name})[0]


def _attach(document: Document, facts: dict[str, Any], stored: list[FieldFile]) -> None:
    content = ContentFile((FOLDER / "files" / facts["file"]).read_bytes(), name=facts["file"])
    file = DocumentFile(document=document, file=content, name=f"{document.reference} (PDF)")
    file.full_clean()
    stored.append(file.file)
    file.save()


demo_apps.register(DemoApp(has_content, load))
