"""RSS and Atom feeds of the latest consultations."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.consultations.models import Consultation
from portal.core.content import rich_text
from portal.core.feeds import FEED_SIZE, Channel, feed_response, tag_uri, wants_full_content
from portal.core.http.absolute_urls import base_url, make_urls_absolute
from portal.core.http.caching import public_page
from portal.core.text import dates


@require_safe
@public_page
def consultation_feed(request: HttpRequest, form: str) -> HttpResponse:
    """/lay-y-kien/rss.xml, /lay-y-kien/atom.xml — one query."""
    root, is_full = base_url(request), wants_full_content(request)
    description = _("Dự thảo mới được đưa ra lấy ý kiến, mới trước cũ sau.")
    channel = Channel(_("Lấy ý kiến dự thảo"), description, reverse("consultations:consultation-list"))
    found = Consultation.objects.public().latest_published_first()[:FEED_SIZE]
    return feed_response(
        request, form, channel, (_feed_item(consultation, root, is_full=is_full) for consultation in found)
    )


def _feed_item(consultation: Consultation, root: str, *, is_full: bool) -> dict[str, Any]:
    url = root + consultation.get_absolute_url()
    published = consultation.published_at or consultation.updated_at
    return {
        "title": consultation.title,
        "link": url,
        # Feed descriptions are HTML.
        "description": escape(f"{_format_period(consultation)} {rich_text.plain_text(consultation.explanation)}"),
        # Stable when the title, and with it the URL, is corrected.
        "unique_id": tag_uri(root, dates.local_date(published), f"lay-y-kien/{consultation.pk}"),
        "unique_id_is_permalink": False,
        "author_name": consultation.unit,
        "pubdate": timezone.localtime(published).replace(microsecond=0),
        "updateddate": timezone.localtime(max(published, consultation.updated_at)).replace(microsecond=0),
        "categories": [],
        "content": make_urls_absolute(_full_text(consultation), url) if is_full else "",
    }


def _format_period(consultation: Consultation) -> str:
    bounds = {"since": consultation.opens_at, "until": consultation.closes_at}
    formatted = {name: f"{timezone.localtime(timestamp):%H:%M %d/%m/%Y}" for name, timestamp in bounds.items()}
    return _("Nhận ý kiến từ %(since)s đến %(until)s.") % formatted


def _full_text(consultation: Consultation) -> str:
    """Full text as on the page: the explanation, and the summary of comments once it is public."""
    return consultation.explanation_rendered + (
        consultation.summary_rendered if consultation.summary_published_at else ""
    )
