"""Search source: documents of the library with the text of their files."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core import search
from portal.core.search import IndexDocument, names_and_texts, own_id, text_lines
from portal.core.text import dates
from portal.documents.models import Document, DocumentFile


def _documents() -> models.QuerySet:
    return Document.objects.exclude(published_at=None).for_list()


def _build_document(document: Document) -> IndexDocument | None:
    """Includes the text of its public files."""
    if document.published_at is None or not document.is_public(at=document.published_at):
        return None
    return IndexDocument(
        title=document.abstract,
        lines=text_lines(
            document.title,
            document.issuing_body.name,
            document.subject_area.name if document.subject_area else "",
            document.signer,
            *names_and_texts(document.listed_files),
        ),
        url=document.get_absolute_url(),
        sort_at=dates.start_of_day(document.issued_on),
        other_titles=(document.reference, document.title),
        visible_from=document.published_at,
    )


search.sources.register(
    search.SearchSource(
        kind="library",
        slug="thu-vien-van-ban",
        label=_("Văn bản"),
        originals=_documents,
        build_document=_build_document,
        watched_models={Document: own_id, DocumentFile: lambda row: (row.document_id,)},
        file_models={DocumentFile: "document_id"},
    )
)
