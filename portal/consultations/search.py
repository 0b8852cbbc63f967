"""Search source: drafts under consultation, without the comments."""

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from portal.consultations.models import Consultation, ConsultationFile
from portal.core import search
from portal.core.search import HtmlText, IndexDocument, names_and_texts, own_id, text_lines


def _consultations() -> models.QuerySet:
    files = Prefetch("files", ConsultationFile.objects.not_removed(), to_attr="listed_files")
    return Consultation.objects.exclude(published_at=None).prefetch_related(files)


def _consultation_document(consultation: Consultation) -> IndexDocument | None:
    """The draft itself; submitted comments are not indexed."""
    if consultation.published_at is None or not consultation.is_public(at=consultation.published_at):
        return None
    return IndexDocument(
        title=consultation.title,
        lines=text_lines(
            HtmlText(consultation.explanation),
            consultation.unit,
            HtmlText(consultation.summary) if consultation.summary_published_at else "",
            *names_and_texts(consultation.listed_files),
        ),
        url=consultation.get_absolute_url(),
        sort_at=consultation.opens_at,
        visible_from=consultation.published_at,
    )


search.sources.register(
    search.SearchSource(
        kind="consult",
        slug="lay-y-kien",
        label=_("Lấy ý kiến dự thảo"),
        originals=_consultations,
        build_document=_consultation_document,
        watched_models={Consultation: own_id, ConsultationFile: lambda row: (row.consultation_id,)},
        file_models={ConsultationFile: "consultation_id"},
    )
)
