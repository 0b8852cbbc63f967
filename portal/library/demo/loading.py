"""Brings the demonstration documents into a database, by the acts that people use."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.kit import dates, vietnamese
from portal.library import publishing, references
from portal.library.models import Document, DocumentFile, DocumentKind, Field, Heading, IssuingBody, Relation

FOLDER = Path(__file__).parent


class HoldsRealDocuments(Exception):
    """The library holds documents that people entered; made-up ones do not belong beside them."""


def shipped_documents() -> list[dict[str, Any]]:
    return tomllib.loads((FOLDER / "documents.toml").read_text(encoding="utf-8"))["documents"]


def has_content() -> bool:
    return Document.objects.exists()


@transaction.atomic
def load(*, force: bool, stored: list[FieldFile]) -> str:
    """Adds each document that is not there yet and says so in a line; one that is there stays as people made it.

    Raises HoldsRealDocuments beside documents that are not the demonstration's, unless ``force``.
    """
    shipped = shipped_documents()
    present = {facts["reference"]: found for facts in shipped if (found := _find(facts)) is not None}
    if not force and Document.objects.exclude(pk__in=[row.pk for row in present.values()]).exists():
        raise HoldsRealDocuments(_("Thư viện đã có văn bản thật, nên không nạp văn bản mẫu vào."))
    missing = [facts for facts in shipped if facts["reference"] not in present]
    known = dict(present)
    for facts in missing:
        known[facts["reference"]] = _add(facts, known, stored)
    return f"Library: {len(missing)} documents added; {len(present)} documents were there."


def _find(facts: dict[str, Any]) -> Document | None:
    key = references.key(*references.parse(facts["reference"]))
    return Document.objects.filter(reference_key=key, issued_on=facts["issued_on"], body__name=facts["body"]).first()


def _add(facts: dict[str, Any], known: dict[str, Document], stored: list[FieldFile]) -> Document:
    number, symbol = references.parse(facts["reference"])
    columns = ("abstract", "issued_on", "effective_from", "partly_ceased_on", "ceased_on")
    signer = ("signer_capacity", "signer_name", "signer_post")
    document = Document(
        number=number,
        symbol=symbol,
        kind=_heading(DocumentKind, facts["kind"]),
        body=_heading(IssuingBody, facts["body"]),
        field=_heading(Field, facts["field"]),
        **{name: facts[name] for name in (*columns, *signer) if name in facts},
    )
    document.full_clean()
    document.save()
    _attach(document, facts, stored)
    for relation in facts.get("relations", []):
        row = Relation(source=document, kind=relation["kind"], target=known[relation["to"]])
        row.full_clean()
        row.save()
    # As if it had been put up on the morning after its day of issue; nothing is put up in the future.
    opened = dates.start_of(facts["issued_on"]) + dt.timedelta(days=1, hours=8)
    publishing.publish(document=document, by=None, at=min(opened, timezone.now()))
    return document


def _heading(model: type[Heading], name: str) -> Any:
    return model._default_manager.get_or_create(slug=vietnamese.slugify(name), defaults={"name": name})[0]


def _attach(document: Document, facts: dict[str, Any], stored: list[FieldFile]) -> None:
    content = ContentFile((FOLDER / "files" / facts["file"]).read_bytes(), name=facts["file"])
    file = DocumentFile(document=document, file=content, name=f"{document.reference} (PDF)")
    file.full_clean()
    stored.append(file.file)
    file.save()
