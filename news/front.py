"""What the home page shows of the news."""

import datetime as dt
from dataclasses import dataclass

from news.models import Article, Category
from news.querysets.articles import ArticleQuerySet

FEATURED_COUNT = 5
LATEST_COUNT = 8
PER_SECTION = 4
# The category whose news is shown as announcements, where the editors have one.
NOTICES_SLUG = "thong-bao"


@dataclass(frozen=True)
class Section:
    """A top category with its newest articles."""

    category: Category
    articles: list[Article]


@dataclass(frozen=True)
class FrontPage:
    """The lead story (None while nothing is published), other featured ones, the latest, the announcements (None
    where there is no category of them), and each other section."""

    lead: Article | None
    featured: list[Article]
    latest: list[Article]
    notices: Section | None
    sections: list[Section]


def front_page(at: dt.datetime | None = None) -> FrontPage:
    """Four queries, none of which grows with the archive. Without a featured article the newest one leads.

    What stands at the top is not told a second time below, nor among the latest what stands beside them.
    """
    published = Article.objects.published(at)
    featured = list(published.featured().order_by("-is_pinned", "-published_at", "-pk").for_list()[:FEATURED_COUNT])
    latest = list(published.newest_first().for_list()[: LATEST_COUNT + FEATURED_COUNT + PER_SECTION])
    lead, *others = featured or latest[:1] or [None]
    top = {article.pk for article in (lead, *others) if article}
    sections = _sections(Article.objects.published(at).exclude(pk__in=top))
    notices = next((section for section in sections if section.category.slug == NOTICES_SLUG), None)
    shown = top.union(article.pk for article in (notices.articles if notices else ()))
    return FrontPage(
        lead=lead,
        featured=others,
        latest=[article for article in latest if article.pk not in shown][:LATEST_COUNT],
        notices=notices,
        sections=[section for section in sections if section is not notices],
    )


def _sections(published: ArticleQuerySet) -> list[Section]:
    slots = [f"newest_{n}" for n in range(1, PER_SECTION + 1)]
    categories = list(Category.objects.sections().with_newest(published, PER_SECTION))
    keys = {category.pk: [key for slot in slots if (key := getattr(category, slot))] for category in categories}
    found = {row.pk: row for row in Article.objects.filter(pk__in=[k for of in keys.values() for k in of]).for_list()}
    sections = [Section(category, [found[key] for key in keys[category.pk] if key in found]) for category in categories]
    return [section for section in sections if section.articles]
