"""What feed readers follow of the consultations: the drafts that were laid open for comment last."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.consultations.models import Consultation
from portal.kit import dates, richtext
from portal.kit.addresses import absolute_html, root_of
from portal.kit.feeds import FEED_SIZE, Channel, answer, lasting_id, wants_whole_text
from portal.kit.httpcache import public_page


@require_safe
@public_page
def drafts(request: HttpRequest, form: str) -> HttpResponse:
    """/lay-y-kien/rss.xml, /lay-y-kien/atom.xml — one query."""
    root, is_full = root_of(request), wants_whole_text(request)
    description = _("Dự thảo mới được đưa ra lấy ý kiến, mới trước cũ sau.")
    channel = Channel(_("Lấy ý kiến dự thảo"), description, reverse("consultations:list"))
    found = Consultation.objects.public().latest_published_first()[:FEED_SIZE]
    return answer(request, form, channel, (_item(consultation, root, is_full=is_full) for consultation in found))


def _item(consultation: Consultation, root: str, *, is_full: bool) -> dict[str, Any]:
    address = root + consultation.get_absolute_url()
    published = max(filter(None, [consultation.published_at, consultation.updated_at]))
    return {
        "title": consultation.title,
        "link": address,
        # A description is HTML to those who read feeds.
        "description": escape(f"{_period(consultation)} {richtext.plain_text(consultation.explanation)}"),
        # The same when the title, and with it the address, is corrected.
        "unique_id": lasting_id(root, dates.local_day(consultation.published_at), f"lay-y-kien/{consultation.pk}"),
        "unique_id_is_permalink": False,
        "author_name": consultation.unit,
        "pubdate": timezone.localtime(consultation.published_at).replace(microsecond=0),
        "updateddate": timezone.localtime(published).replace(microsecond=0),
        "categories": [],
        "content": absolute_html(_text(consultation), address) if is_full else "",
    }


def _period(consultation: Consultation) -> str:
    moments = {"since": consultation.opens_at, "until": consultation.closes_at}
    spoken = {name: f"{timezone.localtime(moment):%H:%M %d/%m/%Y}" for name, moment in moments.items()}
    return _("Nhận ý kiến từ %(since)s đến %(until)s.") % spoken


def _text(consultation: Consultation) -> str:
    """As its page: what the draft is about, and what was made of the comments once that is public."""
    return consultation.explanation_rendered + (consultation.summary_rendered if consultation.summarised_at else "")
