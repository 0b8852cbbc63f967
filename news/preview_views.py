"""Public view of preview links: an unpublished article, as long as its link is valid.

Responses are ``no-store`` and ``noindex``, and send no referrer, so that linked sites never learn the URL.
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
from news.views import article_context
from news.workflow import ArticleState
from portal.core.content.private_files import private_file_response
from portal.core.http.caching import PRIVATE
from portal.core.http.errors import NotFoundWithMessage
from portal.core.text import dates

_HEADERS = {
    "Cache-Control": PRIVATE,
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}
ViewFunction = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class SharedAttachment:
    """An attachment as the page lists it, with a URL below the preview URL."""

    name: str
    extension: str
    size_bytes: int
    get_absolute_url: str


def preview_link_required(view: ViewFunction) -> ViewFunction:
    """Decorator: passes the PreviewLink of the URL's token to the view; 404 for an unknown token."""

    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        link = preview_links.find_by_token(token)
        if link is None:
            raise NotFoundWithMessage(_("Liên kết xem trước này không đúng. Hãy kiểm tra xem đã chép đủ địa chỉ chưa."))
        response = view(request, link, **kwargs)
        for name, value in _HEADERS.items():
            response.headers[name] = value
        return response

    return guarded


@preview_link_required
def shared_preview(request: HttpRequest, link: PreviewLink) -> HttpResponse:
    """/xem-truoc/<token>/ — the article as saved, rendered as its public page."""
    if not link.is_open():
        return _gone_response(request, link)
    article = _current_article(link.article)
    if article.is_published():
        return redirect(article)
    if article.state_at() not in preview_links.PREVIEWABLE_STATES:
        return _gone_response(request, link)
    if request.method == "GET":
        PreviewLink.objects.count_opening(link.pk)
    article.published_at = article.published_at or timezone.now()
    article.published_on = dates.local_date(article.published_at)
    context = {
        **article_context(article),
        "preview": True,
        "link": link,
        "is_pending_revision": article.is_pending_revision,
    }
    context["attachments"] = [_build_shared_attachment(attachment, link) for attachment in context["attachments"]]
    return render(request, "news/shared_preview.html", context)


@preview_link_required
def shared_attachment(request: HttpRequest, link: PreviewLink, pk: int, name: str) -> HttpResponseBase:
    """Download of an attachment, for holders of the preview link."""
    if not link.is_open() or _current_article(link.article).state_at() not in {
        *preview_links.PREVIEWABLE_STATES,
        ArticleState.PUBLISHED,
    }:
        return _gone_response(request, link)
    attachment = get_object_or_404(link.article.attachments.not_removed(), pk=pk)
    return private_file_response(request, attachment.file)


def _current_article(article: Article) -> Article:
    """The live article, when the previewed pending revision was already merged into it."""
    live = article.revision_of
    return live if live is not None and article.state_at() == ArticleState.MERGED else article


def _build_shared_attachment(attachment: Attachment, link: PreviewLink) -> SharedAttachment:
    url_args = [preview_links.build_token(link), attachment.pk, attachment.download_name]
    return SharedAttachment(
        name=attachment.name,
        extension=attachment.extension,
        size_bytes=attachment.size_bytes,
        get_absolute_url=reverse("news:shared-attachment", args=url_args),
    )


def _gone_response(request: HttpRequest, link: PreviewLink) -> HttpResponse:
    """410 for an expired or revoked link. Reveals nothing about the article."""
    return render(request, "news/shared_preview_closed.html", {"link": link}, status=410)
