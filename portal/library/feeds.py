"""What feed readers follow of the library: the documents that came last to the portal."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news.feeds import FEED_SIZE, FORMS
from portal.kit.addresses import root_of
from portal.kit.httpcache import public_page
from portal.kit.xml_text import legal
from portal.library.models import Document


@require_safe
@public_page
def documents(request: HttpRequest, form: str) -> HttpResponse:
    """/van-ban/rss.xml, /van-ban/atom.xml"""
    root, page = root_of(request), reverse("library:list")
    title = f"{_('Văn bản')} – {settings.SITE_IDENTITY['name']}"
    description = _("Văn bản mới đăng, mới trước cũ sau.")
    feed = FORMS[form](
        title=legal(title),
        link=root + page,
        description=description,
        subtitle=description,
        language="vi",
        author_name=settings.SITE_IDENTITY["organisation"] or settings.SITE_IDENTITY["name"],
        author_link=f"{root}/",
        feed_url=root + request.path,
        feed_guid=root + page,
    )
    for document in Document.objects.public().latest_published_first().with_headings()[:FEED_SIZE]:
        feed.add_item(**_item(document, root))
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    if feed.items:
        response.headers["Last-Modified"] = http_date(feed.latest_post_date().timestamp())
    return response


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
