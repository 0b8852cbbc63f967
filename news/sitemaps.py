"""Sitemaps of the news, and the Google News sitemap of the last two days."""

import datetime as dt
from xml.sax.saxutils import escape

from django.utils import timezone

from news.models import Article, Author, Category, Tag, Thread
from portal.core import site_identity
from portal.core.sitemaps import SitemapEntry, SitemapSection, landing_pages, sections
from portal.core.text.dates import w3c_datetime
from portal.core.text.xml_text import strip_illegal_characters

# Limits of Google's news sitemap: the last two days, at most a thousand URLs.
RECENT_PERIOD = dt.timedelta(days=2)
RECENT_LIMIT = 1_000

landing_pages.register("news:article-list")
sections.register(
    SitemapSection(
        "tin-tuc",
        lambda: Article.objects.published().for_sitemap(),
        lambda article: SitemapEntry(article.get_absolute_url(), article.changed_at),
    ),
    SitemapSection("chuyen-muc", Category.objects.all, lambda category: SitemapEntry(category.get_absolute_url())),
    SitemapSection(
        "tac-gia", lambda: Author.objects.with_public_articles(), lambda author: SitemapEntry(author.get_absolute_url())
    ),
    SitemapSection(
        "dong-su-kien",
        lambda: Thread.objects.with_public_articles(),
        lambda thread: SitemapEntry(thread.get_absolute_url()),
    ),
    SitemapSection("the", lambda: Tag.objects.with_public_articles(), lambda tag: SitemapEntry(tag.get_absolute_url())),
)


def news_sitemap(root: str, at: dt.datetime | None = None) -> str:
    """The news sitemap; without recent news an empty list, on purpose."""
    now = at or timezone.now()
    recent = Article.objects.published(now).newest_first().published_after(now - RECENT_PERIOD).for_sitemap()
    name = site_identity.current_identity().name
    rows = "".join(_news_sitemap_entry(article, root, name) for article in recent[:RECENT_LIMIT])
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{rows}</urlset>\n'
    )


def _news_sitemap_entry(article: Article, root: str, name: str) -> str:
    return (
        f"<url><loc>{escape(root + article.get_absolute_url())}</loc><news:news>"
        f"<news:publication><news:name>{escape(strip_illegal_characters(name))}</news:name>"
        "<news:language>vi</news:language></news:publication>"
        f"<news:publication_date>{w3c_datetime(article.public_since)}</news:publication_date>"
        f"<news:title>{escape(strip_illegal_characters(article.title))}</news:title></news:news></url>\n"
    )
