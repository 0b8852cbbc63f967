"""What the page of a document says of itself to machines (JSON-LD)."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.kit import languages, uploads
from portal.kit.addresses import absolute
from portal.kit.dates import w3c_moment
from portal.kit.linked_data import Thing, breadcrumb, graph, one_address, publisher, thing
from portal.library.models import Document, DocumentFile
from portal.library.validity import Validity

# Source: schema.org, LegalForceStatus.
_FORCE = {
    Validity.NOT_YET: "NotInForce",
    Validity.IN_FORCE: "InForce",
    Validity.PARTLY_CEASED: "PartiallyInForce",
    Validity.CEASED: "NotInForce",
}


def of_document(document: Document, files: Iterable[DocumentFile], root: str) -> Thing:
    address = one_address(document, root)
    agency = publisher(root)
    told = thing(
        "Legislation",
        name=f"{document.title} – {document.abstract}"[:300],
        legislationIdentifier=document.reference,
        legislationType=document.kind.name,
        legislationDate=w3c_moment(document.issued_on),
        legislationDateVersion=w3c_moment(document.effective_from),
        legislationPassedBy=thing("GovernmentOrganization", name=document.body.name),
        legislationLegalForce=f"https://schema.org/{_FORCE[document.validity_on(timezone.localdate())]}",
        about=document.field.name if document.field else "",
        datePublished=w3c_moment(document.published_at),
        dateModified=w3c_moment(document.updated_at),
        url=address,
        inLanguage=languages.VIETNAMESE,
        isAccessibleForFree=True,
        publisher={"@id": agency["@id"]},
        encoding=[_file(file, root) for file in files],
    )
    way = [(_("Văn bản"), reverse("library:list")), (document.title, document.get_absolute_url())]
    return graph(told, agency, breadcrumb(way, root))


def _file(file: DocumentFile, root: str) -> Thing:
    kind = uploads.DOCUMENT_KINDS[uploads.extension_of(file.file.name)]
    return thing(
        "MediaObject",
        name=file.name,
        contentUrl=absolute(file.get_absolute_url(), root),
        encodingFormat=kind.content_type,
        contentSize=str(file.size_bytes),
    )
