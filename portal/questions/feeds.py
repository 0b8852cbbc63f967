"""What feed readers follow of the questions: those that were answered in public last."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.kit import dates
from portal.kit.addresses import absolute_html, root_of
from portal.kit.feeds import FEED_SIZE, Channel, answer, lasting_id, wants_whole_text
from portal.kit.httpcache import public_page
from portal.kit.xml_text import legal
from portal.questions.models import Question


@require_safe
@public_page
def answered(request: HttpRequest, form: str) -> HttpResponse:
    """/hoi-dap/rss.xml, /hoi-dap/atom.xml — one query."""
    root, is_full = root_of(request), wants_whole_text(request)
    description = _("Câu hỏi mới được trả lời công khai, mới trước cũ sau.")
    channel = Channel(_("Hỏi đáp"), description, reverse("questions:list"))
    found = Question.objects.published().newest_first().for_feed(with_answer=is_full)[:FEED_SIZE]
    return answer(request, form, channel, (_item(question, root, is_full=is_full) for question in found))


def _item(question: Question, root: str, *, is_full: bool) -> dict[str, Any]:
    """In the words that are for the public; the sender's own are not read."""
    address = root + question.get_absolute_url()
    published = timezone.localtime(question.published_at).replace(microsecond=0)
    return {
        "title": question.public_subject,
        "link": address,
        # A description is HTML to those who read feeds; a question is plain text.
        "description": escape(question.public_text),
        "unique_id": lasting_id(root, dates.local_day(question.received_at), f"hoi-dap/{question.pk}"),
        "unique_id_is_permalink": False,
        "author_name": question.unit,
        "pubdate": published,
        "updateddate": published,
        "categories": [legal(question.topic.name)] if question.topic else [],
        "content": absolute_html(question.answer_rendered, address) if is_full else "",
    }
