"""Structured data (JSON-LD) of a question with its answer."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.structured_data import Node, breadcrumb_node, canonical_url, graph, node, publisher_node
from portal.core.text import languages
from portal.core.text.dates import w3c_datetime
from portal.questions.models import Question


def question_json_ld(question: Question, root: str) -> Node:
    agency = publisher_node(root)
    url = canonical_url(question, root)
    assert question.published_at is not None, "only published questions have a page"  # noqa: S101
    answer = node(
        "Answer",
        text=question.answer_text,
        dateCreated=w3c_datetime(question.published_at),
        url=url,
        author=node("GovernmentOrganization", name=question.unit),
    )
    question_data = node(
        "Question",
        name=question.public_subject,
        text=question.public_text,
        dateCreated=w3c_datetime(question.received_at),
        answerCount=1,
        acceptedAnswer=answer,
        author=node("Person", name=question.public_name),
    )
    page = node(
        "QAPage",
        url=url,
        inLanguage=languages.VIETNAMESE,
        mainEntity=question_data,
        publisher={"@id": agency["@id"]},
    )
    breadcrumb_items = [
        (_("Hỏi đáp"), reverse("questions:question-list")),
        (question.public_subject, question.get_absolute_url()),
    ]
    return graph(page, agency, breadcrumb_node(breadcrumb_items, root))
