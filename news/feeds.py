"""What feed readers follow: the newest articles of the whole news, a category, an author, a thread or a tag.

Each feed has two forms, RSS 2.0 and Atom (RFC 4287), and each form a long version (``?day-du=1``) that carries the
whole text. They are public pages like all others: the same for everybody, kept for a second.
"""

import datetime as dt
import mimetypes
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from news import bylines
from news.models import Article, Author, Category, Tag, Thread
from news.querysets.articles import ArticleQuerySet
from portal.kit import dates, identity
from portal.kit.addresses import absolute, absolute_html, root_of
from portal.kit.httpcache import public_page
from portal.kit.pictures import fallback_file
from portal.kit.xml_text import legal

FEED_SIZE = 20
# An empty feed must name a moment too, and always the same one, or its ETag would change with every asking.
_NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class _Steady(SyndicationFeed):
    """A feed that the same articles always write alike, and whose text XML can hold."""

    def add_item(self, **item: Any) -> None:
        super().add_item(**{name: legal(value) if isinstance(value, str) else value for name, value in item.items()})

    def latest_post_date(self) -> dt.datetime:
        return max((item["updateddate"] for item in self.items), default=_NEVER)


class RssFeed(_Steady, Rss201rev2Feed):
    """RSS 2.0; the whole text goes into ``content:encoded``."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])


class AtomFeed(_Steady, Atom1Feed):
    """Atom; the whole text goes into ``content``."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


FORMS: dict[str, type[_Steady]] = {"rss": RssFeed, "atom": AtomFeed}


@dataclass(frozen=True)
class Channel:
    """What a feed is about: its title, what it holds in a sentence, and the page it stands for."""

    title: str
    description: str
    page: str


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
    root, is_full = root_of(request), request.GET.get("day-du") == "1"
    page = absolute(channel.page, root)
    feed = FORMS[form](
        title=legal(f"{channel.title} – {identity.current().name}"),
        link=page,
        description=legal(channel.description),
        subtitle=legal(channel.description),
        language="vi",
        author_name=_publisher(),
        author_link=f"{root}/",
        feed_url=f"{root}{request.path}{'?day-du=1' if is_full else ''}",
        feed_guid=page,
    )
    for article in articles.newest_first().for_feed(with_body=is_full)[:FEED_SIZE]:
        feed.add_item(**_item(article, root, is_full=is_full))
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    if feed.items:
        response.headers["Last-Modified"] = http_date(feed.latest_post_date().timestamp())
    return response


def _publisher() -> str:
    return identity.current().publisher


def _item(article: Article, root: str, *, is_full: bool) -> dict[str, Any]:
    address = absolute(article.get_absolute_url(), root)
    signers = [byline.signer for byline in article.bylines.all()]
    return {
        "title": article.title,
        "link": address,
        # A description is HTML to those who read feeds; a summary is plain text.
        "description": escape(article.summary or article.title),
        "unique_id": _lasting_id(article, root),
        "unique_id_is_permalink": False,
        "author_name": bylines.text(signers) or article.source_name or _publisher(),
        "author_link": absolute(signers[0].address, root) if signers else None,
        "pubdate": timezone.localtime(article.published_at).replace(microsecond=0),
        "updateddate": timezone.localtime(article.changed_at).replace(microsecond=0),
        "categories": [legal(article.category.name)],
        "enclosures": _enclosures(article, root),
        "content": absolute_html(article.body_rendered, address) if is_full else "",
    }


def _lasting_id(article: Article, root: str) -> str:
    """The same even when the article moves to another address. Source: RFC 4151."""
    host = root.partition("://")[2].rpartition("@")[2].partition(":")[0]
    return f"tag:{host},{dates.local_day(article.created_at):%Y-%m-%d}:tin-tuc/{article.pk}"


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
