"""News content of the home page."""

import datetime as dt
from dataclasses import dataclass

from news.models import Article, Category
from news.querysets.articles import ArticleQuerySet

FEATURED_COUNT = 5
LATEST_COUNT = 8
ARTICLES_PER_SECTION = 4
# Slug of the category shown as announcements, if the editors created it.
ANNOUNCEMENTS_SLUG = "thong-bao"


@dataclass(frozen=True)
class HomeSection:
    """A top-level category with its newest articles."""

    category: Category
    articles: list[Article]


@dataclass(frozen=True)
class HomeContent:
    """The lead story, featured articles, the latest, the announcements and the other sections.

    ``lead`` is None while nothing is published; ``announcements`` is None without such a category.
    """

    lead: Article | None
    featured: list[Article]
    latest: list[Article]
    announcements: HomeSection | None
    sections: list[HomeSection]


def home_content(at: dt.datetime | None = None) -> HomeContent:
    """Four queries, independent of the size of the archive. Without a featured article the newest one is the lead.

    Articles shown at the top are not repeated in the sections, nor announcements among the latest.
    """
    published = Article.objects.published(at)
    featured = list(published.featured().order_by("-is_pinned", "-published_at", "-pk").for_list()[:FEATURED_COUNT])
    latest = list(published.newest_first().for_list()[: LATEST_COUNT + FEATURED_COUNT + ARTICLES_PER_SECTION])
    lead, *others = featured or latest[:1] or [None]
    top = {article.pk for article in (lead, *others) if article}
    sections = _load_sections(Article.objects.published(at).exclude(pk__in=top))
    announcements = next((section for section in sections if section.category.slug == ANNOUNCEMENTS_SLUG), None)
    shown = top.union(article.pk for article in (announcements.articles if announcements else ()))
    return HomeContent(
        lead=lead,
        featured=others,
        latest=[article for article in latest if article.pk not in shown][:LATEST_COUNT],
        announcements=announcements,
        sections=[section for section in sections if section is not announcements],
    )


def _load_sections(published: ArticleQuerySet) -> list[HomeSection]:
    slots = [f"newest_{n}" for n in range(1, ARTICLES_PER_SECTION + 1)]
    categories = list(Category.objects.sections().with_newest(published, ARTICLES_PER_SECTION))
    keys = {category.pk: [key for slot in slots if (key := getattr(category, slot))] for category in categories}
    articles_by_pk = {
        row.pk: row for row in Article.objects.filter(pk__in=[k for of in keys.values() for k in of]).for_list()
    }
    sections = [
        HomeSection(category, [articles_by_pk[key] for key in keys[category.pk] if key in articles_by_pk])
        for category in categories
    ]
    return [section for section in sections if section.articles]
