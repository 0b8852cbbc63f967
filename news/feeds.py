"""RSS and Atom feeds of the newest articles: all news, a category, an author, a thread or a tag."""

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
from portal.core import site_identity
from portal.core.content.image_processing import fallback_url_and_size
from portal.core.feeds import FEED_SIZE, Channel, feed_response, tag_uri, wants_full_content
from portal.core.http.absolute_urls import absolute_url, base_url, make_urls_absolute
from portal.core.http.caching import public_page
from portal.core.text import dates
from portal.core.text.xml_text import strip_illegal_characters


@require_safe
@public_page
def news_feed(request: HttpRequest, form: str) -> HttpResponse:
    """/tin-tuc/rss.xml, /tin-tuc/atom.xml"""
    channel = Channel(_("Tin tức"), _("Tin mới nhất của cổng, mới trước cũ sau."), reverse("news:article-list"))
    return _feed_response(request, form, channel, Article.objects.published())


@require_safe
@public_page
def category_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """/chuyen-muc/<slug>/rss.xml, …/atom.xml — includes sub-categories, as its page does."""
    chosen = get_object_or_404(Category, slug=slug)
    description = chosen.description or _("Tin của chuyên mục %(name)s.") % {"name": chosen.name}
    channel = Channel(chosen.name, description, chosen.get_absolute_url())
    return _feed_response(request, form, channel, Article.objects.published().of_category(chosen))


@require_safe
@public_page
def author_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """/tac-gia/<slug>/rss.xml, …/atom.xml"""
    chosen = get_object_or_404(Author, slug=slug)
    description = _("Bài của %(name)s.") % {"name": chosen.display_name}
    channel = Channel(chosen.display_name, description, chosen.get_absolute_url())
    return _feed_response(request, form, channel, Article.objects.published().by_author(chosen))


@require_safe
@public_page
def thread_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """/dong-su-kien/<slug>/rss.xml, …/atom.xml"""
    chosen = get_object_or_404(Thread.objects.with_public_articles().of_slug(slug))
    description = chosen.description or _("Tin của dòng sự kiện %(name)s.") % {"name": chosen.name}
    channel = Channel(chosen.name, description, chosen.get_absolute_url())
    return _feed_response(request, form, channel, Article.objects.published().of_thread(chosen))


@require_safe
@public_page
def tag_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """/the/<slug>/rss.xml, …/atom.xml"""
    chosen = get_object_or_404(Tag.objects.with_public_articles().of_slug(slug))
    channel = Channel(chosen.name, _("Tin mang thẻ %(name)s.") % {"name": chosen.name}, chosen.get_absolute_url())
    return _feed_response(request, form, channel, Article.objects.published().of_tag(chosen))


def _feed_response(request: HttpRequest, form: str, channel: Channel, articles: ArticleQuerySet) -> HttpResponse:
    root, is_full = base_url(request), wants_full_content(request)
    newest = articles.newest_first().for_feed(with_body=is_full)[:FEED_SIZE]
    return feed_response(request, form, channel, (_feed_item(article, root, is_full=is_full) for article in newest))


def _feed_item(article: Article, root: str, *, is_full: bool) -> dict[str, Any]:
    url = absolute_url(article.get_absolute_url(), root)
    authors = [byline.byline_author for byline in article.bylines.all()]
    return {
        "title": article.title,
        "link": url,
        # Feed readers parse a description as HTML; a summary is plain text.
        "description": escape(article.summary or article.title),
        "unique_id": tag_uri(root, dates.local_date(article.created_at), f"tin-tuc/{article.pk}"),
        "unique_id_is_permalink": False,
        "author_name": bylines.byline_text(authors)
        or article.source_name
        or site_identity.current_identity().publisher,
        "author_link": absolute_url(authors[0].url, root) if authors else None,
        "pubdate": timezone.localtime(article.published_at).replace(microsecond=0),
        "updateddate": timezone.localtime(article.changed_at).replace(microsecond=0),
        "categories": [strip_illegal_characters(article.category.name)],
        "enclosures": _enclosures(article, root),
        "content": make_urls_absolute(article.body_rendered, url) if is_full else "",
    }


def _enclosures(article: Article, root: str) -> list[Enclosure]:
    """The lead image. A missing file is skipped, so that the feed still renders."""
    if article.lead_image is None:
        return []
    try:
        url, size_bytes = fallback_url_and_size(article.lead_image.file, article.lead_image.width)
    except OSError:
        return []
    kind = mimetypes.guess_type(url)[0] or "application/octet-stream"
    return [Enclosure(absolute_url(url, root), str(size_bytes), kind)]
