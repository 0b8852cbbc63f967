"""The pages of the news for search engines, and the news of the last two days."""

import datetime as dt
from xml.sax.saxutils import escape

from django.utils import timezone

from news.models import Article, Author, Category, Tag, Thread
from portal.kit import identity
from portal.kit.dates import w3c_moment
from portal.kit.sitemaps import Entry, Section
from portal.kit.xml_text import legal

# Google's news sitemap: the last two days, a thousand at most.
RECENT = dt.timedelta(days=2)
MOST_RECENT = 1_000

SECTIONS = [
    Section(
        "tin-tuc",
        lambda: Article.objects.published().for_sitemap(),
        lambda article: Entry(article.get_absolute_url(), article.changed_at),
    ),
    Section("chuyen-muc", Category.objects.all, lambda category: Entry(category.get_absolute_url())),
    Section("tac-gia", lambda: Author.objects.read(), lambda author: Entry(author.get_absolute_url())),
    Section("dong-su-kien", lambda: Thread.objects.read(), lambda thread: Entry(thread.get_absolute_url())),
    Section("the", lambda: Tag.objects.read(), lambda tag: Entry(tag.get_absolute_url())),
]


def recent_document(root: str, at: dt.datetime | None = None) -> str:
    """The news sitemap; without news it is an empty list, which is what it should then be."""
    now = at or timezone.now()
    recent = Article.objects.published(now).newest_first().published_after(now - RECENT).for_sitemap()
    rows = "".join(_recent_row(article, root) for article in recent[:MOST_RECENT])
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{rows}</urlset>\n'
    )


def _recent_row(article: Article, root: str) -> str:
    return (
        f"<url><loc>{escape(root + article.get_absolute_url())}</loc><news:news>"
        f"<news:publication><news:name>{escape(legal(identity.current().name))}</news:name>"
        "<news:language>vi</news:language></news:publication>"
        f"<news:publication_date>{w3c_moment(article.published_at)}</news:publication_date>"
        f"<news:title>{escape(legal(article.title))}</news:title></news:news></url>\n"
    )
