"""What feed readers follow: the newest articles of the whole news, a category, an author, a thread or a tag."""

import mimetypes
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Enclosure
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news import bylines
from news.models import Article, Author, Category, Tag, Thread
from news.querysets.articles import ArticleQuerySet
from portal.kit import dates, identity
from portal.kit.addresses import absolute, absolute_html, root_of
from portal.kit.feeds import FEED_SIZE, Channel, answer, lasting_id, wants_whole_text
from portal.kit.httpcache import public_page
from portal.kit.pictures import fallback_file
from portal.kit.xml_text import legal


@require_safe
@public_page
def news(request: HttpRequest, form: str) -> HttpResponse:
    """/tin-tuc/rss.xml, /tin-tuc/atom.xml"""
    channel = Channel(_("Tin tức"), _("Tin mới nhất của cổng, mới trước cũ sau."), reverse("news:list"))
    return _answer(request, form, channel, Article.objects.published())


@require_safe
@public_page
def category(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """/chuyen-muc/<slug>/rss.xml, …/atom.xml — with the news of its sub-categories, as its page."""
    chosen = get_object_or_404(Category, slug=slug)
    description = chosen.description or _("Tin của chuyên mục %(name)s.") % {"name": chosen.name}
    channel = Channel(chosen.name, description, chosen.get_absolute_url())
    return _answer(request, form, channel, Article.objects.published().of_category(chosen))


@require_safe
@public_page
def author(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """/tac-gia/<slug>/rss.xml, …/atom.xml"""
    chosen = get_object_or_404(Author, slug=slug)
    description = _("Bài của %(name)s.") % {"name": chosen.display_name}
    channel = Channel(chosen.display_name, description, chosen.get_absolute_url())
    return _answer(request, form, channel, Article.objects.published().by_author(chosen))


@require_safe
@public_page
def thread(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """/dong-su-kien/<slug>/rss.xml, …/atom.xml"""
    chosen = get_object_or_404(Thread.objects.read().of_slug(slug))
    description = chosen.description or _("Tin của dòng sự kiện %(name)s.") % {"name": chosen.name}
    channel = Channel(chosen.name, description, chosen.get_absolute_url())
    return _answer(request, form, channel, Article.objects.published().of_thread(chosen))


@require_safe
@public_page
def tag(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """/the/<slug>/rss.xml, …/atom.xml"""
    chosen = get_object_or_404(Tag.objects.read().of_slug(slug))
    channel = Channel(chosen.name, _("Tin mang thẻ %(name)s.") % {"name": chosen.name}, chosen.get_absolute_url())
    return _answer(request, form, channel, Article.objects.published().of_tag(chosen))


def _answer(request: HttpRequest, form: str, channel: Channel, articles: ArticleQuerySet) -> HttpResponse:
    root, is_full = root_of(request), wants_whole_text(request)
    found = articles.newest_first().for_feed(with_body=is_full)[:FEED_SIZE]
    return answer(request, form, channel, (_item(article, root, is_full=is_full) for article in found))


def _item(article: Article, root: str, *, is_full: bool) -> dict[str, Any]:
    address = absolute(article.get_absolute_url(), root)
    signers = [byline.signer for byline in article.bylines.all()]
    return {
        "title": article.title,
        "link": address,
        # A description is HTML to those who read feeds; a summary is plain text.
        "description": escape(article.summary or article.title),
        "unique_id": lasting_id(root, dates.local_day(article.created_at), f"tin-tuc/{article.pk}"),
        "unique_id_is_permalink": False,
        "author_name": bylines.text(signers) or article.source_name or identity.current().publisher,
        "author_link": absolute(signers[0].address, root) if signers else None,
        "pubdate": timezone.localtime(article.published_at).replace(microsecond=0),
        "updateddate": timezone.localtime(article.changed_at).replace(microsecond=0),
        "categories": [legal(article.category.name)],
        "enclosures": _enclosures(article, root),
        "content": absolute_html(article.body_rendered, address) if is_full else "",
    }


def _enclosures(article: Article, root: str) -> list[Enclosure]:
    """The lead picture. A file that is not there any more breaks no feed."""
    if article.lead_picture is None:
        return []
    try:
        address, size_bytes = fallback_file(article.lead_picture.file, article.lead_picture.width)
    except OSError:
        return []
    kind = mimetypes.guess_type(address)[0] or "application/octet-stream"
    return [Enclosure(absolute(address, root), str(size_bytes), kind)]
