"""RSS and Atom feeds of the latest published documents."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.feeds import FEED_SIZE, Channel, feed_response
from portal.core.http.absolute_urls import base_url
from portal.core.http.caching import public_page
from portal.core.text.xml_text import strip_illegal_characters
from portal.documents.models import Document


@require_safe
@public_page
def document_feed(request: HttpRequest, form: str) -> HttpResponse:
    """/van-ban/rss.xml, /van-ban/atom.xml"""
    root = base_url(request)
    channel = Channel(_("Văn bản"), _("Văn bản mới đăng, mới trước cũ sau."), reverse("documents:document-list"))
    found = Document.objects.public().latest_published_first().with_taxonomy()[:FEED_SIZE]
    return feed_response(request, form, channel, (_feed_item(document, root) for document in found))


def _feed_item(document: Document, root: str) -> dict[str, Any]:
    facts = _("%(body)s ban hành ngày %(day)s.") % {
        "body": document.issuing_body,
        "day": f"{document.issued_on:%d/%m/%Y}",
    }
    return {
        "title": document.title,
        "link": root + document.get_absolute_url(),
        # Feed descriptions are HTML; an abstract is plain text.
        "description": escape(f"{document.abstract} {facts}"),
        # Stable when the abstract, and with it the URL, is corrected.
        "unique_id": f"{root}{reverse('documents:document-list')}{document.pk}",
        "unique_id_is_permalink": False,
        "author_name": document.issuing_body.name,
        "pubdate": timezone.localtime(document.published_at).replace(microsecond=0),
        "updateddate": timezone.localtime(document.updated_at).replace(microsecond=0),
        "categories": [strip_illegal_characters(document.kind.name)],
        "content": "",
    }
