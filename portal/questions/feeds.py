"""RSS and Atom feeds of the latest public answers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.feeds import FEED_SIZE, Channel, feed_response, tag_uri, wants_full_content
from portal.core.http.absolute_urls import base_url, make_urls_absolute
from portal.core.http.caching import public_page
from portal.core.text import dates
from portal.core.text.xml_text import strip_illegal_characters
from portal.questions.models import Question


@require_safe
@public_page
def question_feed(request: HttpRequest, form: str) -> HttpResponse:
    """/hoi-dap/rss.xml, /hoi-dap/atom.xml — one query."""
    root, is_full = base_url(request), wants_full_content(request)
    description = _("Câu hỏi mới được trả lời công khai, mới trước cũ sau.")
    channel = Channel(_("Hỏi đáp"), description, reverse("questions:question-list"))
    found = Question.objects.published().newest_first().for_feed(with_answer=is_full)[:FEED_SIZE]
    return feed_response(request, form, channel, (_feed_item(question, root, is_full=is_full) for question in found))


def _feed_item(question: Question, root: str, *, is_full: bool) -> dict[str, Any]:
    """Contains only the public text; the sender's own text is not loaded."""
    url = root + question.get_absolute_url()
    published = timezone.localtime(question.published_at).replace(microsecond=0)
    return {
        "title": question.public_subject,
        "link": url,
        # Feed descriptions are HTML; a question is plain text.
        "description": escape(question.public_text),
        "unique_id": tag_uri(root, dates.local_date(question.received_at), f"hoi-dap/{question.pk}"),
        "unique_id_is_permalink": False,
        "author_name": question.unit,
        "pubdate": published,
        "updateddate": published,
        "categories": [strip_illegal_characters(question.topic.name)] if question.topic else [],
        "content": make_urls_absolute(question.answer_rendered, url) if is_full else "",
    }
