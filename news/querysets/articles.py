"""The vocabulary of article queries. "Now" is always an argument (``at``), the present moment by default."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.db import connections, models
from django.db.models.functions import ExtractMonth
from django.utils import timezone

from portal.kit import dates
from portal.kit.querysets import FoldedSearchQuerySet

if TYPE_CHECKING:
    from news.models import Article, Author, Category, Tag, Thread

# What a list shows of an article; the body, the largest column, stays in the database.
_LIST_COLUMNS = (
    *("title", "slug", "summary", "published_at", "published_on", "is_pinned"),
    *("category__name", "category__slug", "lead_picture__alt", "lead_picture__is_decorative"),
    *("lead_picture__file", "lead_picture__width", "lead_picture__height"),
)
SAME_DAY_COUNT = 6
# Written out, as composing it costs the framework more than the database needs to answer it (4 ms a page). Each part
# is the end of an index; SQLite takes no LIMIT in a UNION but in a sub-query.
_PUBLIC = "status = 'published' AND NOT (published_at > %(now)s)"
_AROUND_PARTS = {
    "newer": f"{_PUBLIC} AND (published_at, id) > (%(this)s, %(pk)s) ORDER BY published_at, id LIMIT 1",
    "older": f"{_PUBLIC} AND (published_at, id) < (%(this)s, %(pk)s) ORDER BY published_at DESC, id DESC LIMIT 1",
    "related": f"{_PUBLIC} AND category_id = %(category)s AND id <> %(pk)s"
    " ORDER BY published_at DESC, id DESC LIMIT %(related_count)s",
    "same_day": f"{_PUBLIC} AND published_at >= %(day_start)s AND published_at < %(day_end)s AND id <> %(pk)s"
    " ORDER BY published_at DESC, id DESC LIMIT %(day_count)s",
    # The article itself again, where there is more of it to ask for.
    "gallery": "id = %(pk)s AND EXISTS (SELECT 1 FROM news_gallerypicture WHERE article_id = %(pk)s)",
    "attachments": "id = %(pk)s AND EXISTS (SELECT 1 FROM news_attachment WHERE article_id = %(pk)s)",
    "gatherings": "id = %(pk)s AND (EXISTS (SELECT 1 FROM news_thread_articles WHERE article_id = %(pk)s)"
    " OR EXISTS (SELECT 1 FROM news_tag_articles WHERE article_id = %(pk)s))",
}
_AROUND = " UNION ALL ".join(
    f"SELECT * FROM (SELECT id, title, slug, published_at, published_on, '{part}' AS part"  # noqa: S608  # our own words
    f" FROM news_article WHERE {condition}) AS {part}"
    for part, condition in _AROUND_PARTS.items()
)


class ArticleQuerySet(FoldedSearchQuerySet):
    def published(self, at: dt.datetime | None = None) -> Self:
        """What the public may read at a moment. Its twin for one row is ``Article.is_published``.

        The moment is an exclusion on purpose: of two upper bounds on one column SQLite searches by the first, and
        would walk from now down to the day that is asked for. What lies ahead is little, and skipped at the top.
        """
        return self.filter(status="published").exclude(published_at__gt=at or timezone.now())

    def newest_first(self) -> Self:
        """A total order, so that a page boundary never repeats or drops an article."""
        return self.order_by("-published_at", "-pk")

    def within(self, bounds: dates.Bounds) -> Self:
        """Published from the first moment to just before the second: a range that the index serves."""
        return self.filter(published_at__gte=bounds.start, published_at__lt=bounds.end)

    def of_category(self, category: "Category") -> Self:
        """In the category or, when it is a top one, in any of its children."""
        if category.parent_id is None:
            return self.filter(section=category)
        return self.filter(category=category)

    def featured(self) -> Self:
        return self.filter(is_featured=True)

    def for_list(self) -> Self:
        """Rows as cards show them: one query, no body."""
        return self.select_related("category", "lead_picture").only(*_LIST_COLUMNS)

    def by_author(self, author: "Author") -> Self:
        return self.filter(author=author)

    def of_thread(self, thread: "Thread") -> Self:
        return self.filter(threads=thread)

    def of_tag(self, tag: "Tag") -> Self:
        return self.filter(tags=tag)

    def for_feed(self, *, with_body: bool) -> Self:
        """Rows as feeds and the open data give them: one query, the body only where it is asked for."""
        rows = self.select_related("category", "author", "lead_picture").defer("body", "search_folded")
        return rows if with_body else rows.defer("body_rendered")

    def for_sitemap(self) -> Self:
        return self.only("title", "slug", "published_at", "published_on", "updated_at")

    def published_after(self, moment: dt.datetime) -> Self:
        return self.filter(published_at__gt=moment)

    def at_address(self, day: dt.date, slug: str) -> Self:
        """The one article, public or not, that stands at /tin-tuc/<day>/<slug>/."""
        return self.filter(published_on=day, slug=slug)

    def for_page(self) -> Self:
        """One article as its page shows it, with by-line and picture in the same query."""
        return self.select_related("category__parent", "author", "lead_picture")

    def for_admin_list(self) -> Self:
        return self.select_related("category", "author", "lead_picture").defer("body", "body_rendered")

    def around(self, article: "Article", *, related_count: int, at: dt.datetime | None = None) -> "Around":
        """What stands beside an article on its page: one query, whatever the number of articles."""
        day = dates.day_bounds(article.published_on)
        moment = connections[self.db].ops.adapt_datetimefield_value
        values = {
            "now": moment(at or timezone.now()),
            "this": moment(article.published_at),
            "pk": article.pk,
            "category": article.category_id,
            "related_count": related_count,
            "day_start": moment(day.start),
            "day_end": moment(day.end),
            "day_count": SAME_DAY_COUNT,
        }
        found: dict[str, list[Article]] = {part: [] for part in _AROUND_PARTS}
        for row in self.model.objects.using(self.db).raw(_AROUND, values):
            found[row.part].append(row)
        return Around(
            newer=next(iter(found["newer"]), None),
            older=next(iter(found["older"]), None),
            related=sorted(found["related"], key=_position, reverse=True),
            same_day=sorted(found["same_day"], key=_position, reverse=True),
            has_gallery=bool(found["gallery"]),
            has_attachments=bool(found["attachments"]),
            has_gatherings=bool(found["gatherings"]),
        )

    def before(self, key: tuple[dt.datetime, int]) -> Self:
        """Strictly older than the article with this (published_at, pk)."""
        moment, pk = key
        return self.filter(published_at__lte=moment).exclude(published_at=moment, pk__gte=pk)

    def after(self, key: tuple[dt.datetime, int]) -> Self:
        """Strictly newer than the article with this (published_at, pk)."""
        moment, pk = key
        return self.filter(published_at__gte=moment).exclude(published_at=moment, pk__lte=pk)

    def counts_by_day(self, bounds: dates.Bounds, at: dt.datetime | None = None) -> dict[dt.date, int]:
        """How many articles each local day within a range has, for the month calendar; days without are left out."""
        rows = self.published(at).within(bounds).order_by().values_list("published_on")
        return dict(rows.annotate(count=models.Count("pk")).order_by("published_on"))

    def counts_by_month(self, year: int, at: dt.datetime | None = None) -> dict[int, int]:
        """How many articles each month of a year has; months without any are left out."""
        rows = self.published(at).within(dates.year_bounds(year)).order_by()
        rows = rows.annotate(month=ExtractMonth("published_on")).values_list("month")
        return dict(rows.annotate(count=models.Count("pk")).order_by("month"))

    def years(self, at: dt.datetime | None = None) -> list[int]:
        """The years from the newest to the oldest published article, found on the index's two ends."""
        days = self.published(at).newest_first().values_list("published_on", flat=True)
        newest, oldest = days.first(), days.last()
        return list(range(newest.year, oldest.year - 1, -1)) if newest and oldest else []

    def day_before(self, day: dt.date, at: dt.datetime | None = None) -> dt.date | None:
        """The nearest earlier day with news."""
        earlier = self.published(at).filter(published_at__lt=dates.start_of(day)).newest_first()
        return earlier.values_list("published_on", flat=True).first()

    def day_after(self, day: dt.date, at: dt.datetime | None = None) -> dt.date | None:
        """The nearest later day with news."""
        later = self.published(at).filter(published_at__gte=dates.day_bounds(day).end).newest_first()
        return later.reverse().values_list("published_on", flat=True).first()


def _position(article: "Article") -> tuple[dt.datetime, int]:
    return article.sort_position


@dataclass(frozen=True)
class Around:
    """The articles beside an article: its neighbours in time, its category's newest, its day's others.

    And whether it has pictures and documents of its own, a thread or a tag, so that a page without does not ask.
    """

    newer: "Article | None"
    older: "Article | None"
    related: "list[Article]"
    same_day: "list[Article]"
    has_gallery: bool
    has_attachments: bool
    has_gatherings: bool
