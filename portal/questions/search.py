"""Search source: published questions and answers."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core import search
from portal.core.search import HtmlText, IndexDocument, ids_of, own_id, text_lines
from portal.questions.models import Question


def _questions() -> models.QuerySet:
    return Question.objects.published()


def _question_document(question: Question) -> IndexDocument | None:
    """The published question and answer; no data of the sender."""
    if question.published_at is None:
        return None
    return IndexDocument(
        title=question.public_subject,
        lines=text_lines(question.public_text, question.unit, HtmlText(question.answer)),
        url=question.get_absolute_url(),
        sort_at=question.published_at,
    )


def _public_question_ids(keys: list[int], at: dt.datetime) -> set[int]:
    return set(ids_of(Question.objects.published().filter(pk__in=keys)))


search.sources.register(
    search.SearchSource(
        kind="question",
        slug="hoi-dap",
        label=_("Hỏi đáp"),
        originals=_questions,
        build_document=_question_document,
        watched_models={Question: own_id},
        filter_public_ids=_public_question_ids,
    )
)
