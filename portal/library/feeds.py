"""What feed readers follow of the library: the documents that came last to the portal."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.kit.addresses import root_of
from portal.kit.feeds import FEED_SIZE, Channel, answer
from portal.kit.httpcache import public_page
from portal.kit.xml_text import legal
from portal.library.models import Document


@require_safe
@public_page
def documents(request: HttpRequest, form: str) -> HttpResponse:
    """/van-ban/rss.xml, /van-ban/atom.xml"""
    root = root_of(request)
    channel = Channel(_("Văn bản"), _("Văn bản mới đăng, mới trước cũ sau."), reverse("library:list"))
    found = Document.objects.public().latest_published_first().with_headings()[:FEED_SIZE]
    return answer(request, form, channel, (_item(document, root) for document in found))


def _item(document: Document, root: str) -> dict[str, Any]:
    facts = _("%(body)s ban hành ngày %(day)s.") % {"body": document.body, "day": f"{document.issued_on:%d/%m/%Y}"}
    return {
        "title": document.title,
        "link": root + document.get_absolute_url(),
        # A description is HTML to those who read feeds; an abstract is plain text.
        "description": escape(f"{document.abstract} {facts}"),
        # The same when the wording of the abstract, and with it the address, is corrected.
        "unique_id": f"{root}{reverse('library:list')}{document.pk}",
        "unique_id_is_permalink": False,
        "author_name": document.body.name,
        "pubdate": timezone.localtime(document.published_at).replace(microsecond=0),
        "updateddate": timezone.localtime(document.updated_at).replace(microsecond=0),
        "categories": [legal(document.kind.name)],
        "content": "",
    }
