"""Structured data (JSON-LD) of document pages."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.content import uploads
from portal.core.http.absolute_urls import absolute_url
from portal.core.structured_data import Node, breadcrumb_node, canonical_url, graph, node, publisher_node
from portal.core.text import languages
from portal.core.text.dates import w3c_datetime
from portal.documents.models import Document, DocumentFile
from portal.documents.validity import Validity

# Source: schema.org, LegalForceStatus.
_LEGAL_FORCE = {
    Validity.NOT_YET: "NotInForce",
    Validity.IN_FORCE: "InForce",
    Validity.PARTLY_CEASED: "PartiallyInForce",
    Validity.CEASED: "NotInForce",
}


def document_json_ld(document: Document, files: Iterable[DocumentFile], root: str) -> Node:
    url = canonical_url(document, root)
    agency = publisher_node(root)
    data = node(
        "Legislation",
        name=f"{document.title} – {document.abstract}"[:300],
        legislationIdentifier=document.reference,
        legislationType=document.kind.name,
        legislationDate=w3c_datetime(document.issued_on),
        legislationDateVersion=w3c_datetime(document.effective_from),
        legislationPassedBy=node("GovernmentOrganization", name=document.issuing_body.name),
        legislationLegalForce=f"https://schema.org/{_LEGAL_FORCE[document.validity_on(timezone.localdate())]}",
        about=document.subject_area.name if document.subject_area else "",
        datePublished=w3c_datetime(document.published_at),
        dateModified=w3c_datetime(document.updated_at),
        url=url,
        inLanguage=languages.VIETNAMESE,
        isAccessibleForFree=True,
        publisher={"@id": agency["@id"]},
        encoding=[_file_json_ld(file, root) for file in files],
    )
    breadcrumb_items = [
        (_("Văn bản"), reverse("documents:document-list")),
        (document.title, document.get_absolute_url()),
    ]
    return graph(data, agency, breadcrumb_node(breadcrumb_items, root))


def _file_json_ld(file: DocumentFile, root: str) -> Node:
    kind = uploads.DOCUMENT_FILE_TYPES[uploads.file_extension(file.file.name)]
    return node(
        "MediaObject",
        name=file.name,
        contentUrl=absolute_url(file.get_absolute_url(), root),
        encodingFormat=kind.content_type,
        contentSize=str(file.size_bytes),
    )
