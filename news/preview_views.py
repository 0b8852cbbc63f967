"""What somebody with a secret address sees: an article that is not public yet, for as long as its link is open.

Nobody keeps these answers, no search engine shows them, and no page that they lead to learns their address.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news import preview_links
from news.models import Article, Attachment, PreviewLink
from news.views import article_context, document_response
from news.workflow import State
from portal.kit import dates
from portal.kit.errors import NotFoundForReader
from portal.kit.httpcache import PRIVATE

_HEADERS = {
    "Cache-Control": PRIVATE,
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class SharedAttachment:
    """A document as the page lists it, at an address below the secret one."""

    name: str
    extension: str
    size_bytes: int
    get_absolute_url: str


def require_link(view: View) -> View:
    """Hands the view the link that the token in the address was made for; 404 when there never was one."""

    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        link = preview_links.link_of(token)
        if link is None:
            raise NotFoundForReader(_("Liên kết xem trước này không đúng. Hãy kiểm tra xem đã chép đủ địa chỉ chưa."))
        response = view(request, link, **kwargs)
        for name, value in _HEADERS.items():
            response.headers[name] = value
        return response

    return guarded


@require_link
def shared_preview(request: HttpRequest, link: PreviewLink) -> HttpResponse:
    """/xem-truoc/<token>/ — the article as it is saved now, as readers will see it."""
    if not link.is_open():
        return _closed(request, link)
    article = _public_form(link.article)
    if article.is_published():
        return redirect(article)
    if article.state_at() not in preview_links.PREVIEWED:
        return _closed(request, link)
    if request.method == "GET":
        PreviewLink.objects.count_opening(link.pk)
    article.published_at = article.published_at or timezone.now()
    article.published_on = dates.local_day(article.published_at)
    context = {**article_context(article), "preview": True, "link": link, "is_version": article.is_version}
    context["attachments"] = [_shared(attachment, link) for attachment in context["attachments"]]
    return render(request, "news/shared_preview.html", context)


@require_link
def shared_attachment(request: HttpRequest, link: PreviewLink, pk: int, name: str) -> HttpResponseBase:
    """A document of the article, for whoever may see its preview."""
    if not link.is_open() or _public_form(link.article).state_at() not in {*preview_links.PREVIEWED, State.PUBLISHED}:
        return _closed(request, link)
    return document_response(get_object_or_404(link.article.attachments.present(), pk=pk))


def _public_form(article: Article) -> Article:
    """A version that has taken its article's place is read there."""
    return article.revises if article.state_at() == State.MERGED else article


def _shared(attachment: Attachment, link: PreviewLink) -> SharedAttachment:
    address = [preview_links.token_of(link), attachment.pk, attachment.download_name]
    return SharedAttachment(
        name=attachment.name,
        extension=attachment.extension,
        size_bytes=attachment.size_bytes,
        get_absolute_url=reverse("news:shared-attachment", args=address),
    )


def _closed(request: HttpRequest, link: PreviewLink) -> HttpResponse:
    """What an address says that led somewhere once (410). Of the article it gives nothing away."""
    return render(request, "news/shared_preview_closed.html", {"link": link}, status=410)
