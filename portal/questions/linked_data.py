"""What a question and its answer say of themselves to machines (JSON-LD)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.kit import languages
from portal.kit.dates import w3c_moment
from portal.kit.linked_data import Thing, breadcrumb, graph, one_address, publisher, thing
from portal.questions.models import Question


def of_question(question: Question, root: str) -> Thing:
    agency = publisher(root)
    address = one_address(question, root)
    assert question.published_at is not None, "only published questions have a page"  # noqa: S101
    answer = thing(
        "Answer",
        text=question.answer_words,
        dateCreated=w3c_moment(question.published_at),
        url=address,
        author=thing("GovernmentOrganization", name=question.unit),
    )
    asked = thing(
        "Question",
        name=question.public_subject,
        text=question.public_text,
        dateCreated=w3c_moment(question.received_at),
        answerCount=1,
        acceptedAnswer=answer,
        author=thing("Person", name=question.public_name),
    )
    page = thing(
        "QAPage",
        url=address,
        inLanguage=languages.VIETNAMESE,
        mainEntity=asked,
        publisher={"@id": agency["@id"]},
    )
    way = [(_("Hỏi đáp"), reverse("questions:list")), (question.public_subject, question.get_absolute_url())]
    return graph(page, agency, breadcrumb(way, root))
