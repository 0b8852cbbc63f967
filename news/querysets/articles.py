"""The vocabulary of article queries. "Now" is always an argument (``at``), the present moment by default."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.db import connections, models
from django.db.models import Count, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce, ExtractMonth
from django.urls import reverse
from django.utils import timezone

from news.bylines import Signer
from news.workflow import State
from portal.kit import dates
from portal.kit.querysets import FoldedSearchQuerySet

if TYPE_CHECKING:
    from news.models import Article, Author, Category, Tag, Thread
    from portal.accounts.models import User

# What a list shows of an article; the body, the largest column, stays in the database.
LIST_COLUMNS = (
    *("title", "slug", "summary", "published_at", "published_on", "is_pinned"),
    *("category__name", "category__name_en", "category__slug", "lead_picture__alt", "lead_picture__is_decorative"),
    *("lead_picture__file", "lead_picture__width", "lead_picture__height"),
    *("lead_picture__crop_left", "lead_picture__crop_top", "lead_picture__crop_right", "lead_picture__crop_bottom"),
    *("lead_picture__focus_x", "lead_picture__focus_y"),
)
SAME_DAY_COUNT = 6
_DESK_COLUMNS = (
    *("title", "slug", "status", "published_at", "expires_at", "goes_live_at", "revises", "updated_at"),
    *("category__name", "created_by__full_name", "created_by__username"),
)
# Written out, as composing it costs the framework more than the database needs to answer it (4 ms a page). Each part
# is the end of an index; SQLite takes no LIMIT in a UNION but in a sub-query.
_PUBLIC = "status = 'published' AND NOT (published_at > %(now)s) AND (expires_at IS NULL OR expires_at > %(now)s)"
_AROUND_PARTS = {
    "newer": f"{_PUBLIC} AND (published_at, id) > (%(this)s, %(pk)s) ORDER BY published_at, id LIMIT 1",
    "older": f"{_PUBLIC} AND (published_at, id) < (%(this)s, %(pk)s) ORDER BY published_at DESC, id DESC LIMIT 1",
    "related": f"{_PUBLIC} AND category_id = %(category)s AND id <> %(pk)s"
    " ORDER BY published_at DESC, id DESC LIMIT %(related_count)s",
    "same_day": f"{_PUBLIC} AND published_at >= %(day_start)s AND published_at < %(day_end)s AND id <> %(pk)s"
    " ORDER BY published_at DESC, id DESC LIMIT %(day_count)s",
    # The article itself again, where there is more of it to ask for.
    "gallery": "id = %(pk)s AND EXISTS (SELECT 1 FROM news_gallerypicture WHERE article_id = %(pk)s)",
    "attachments": "id = %(pk)s AND EXISTS"
    " (SELECT 1 FROM news_attachment WHERE article_id = %(pk)s AND removed_at IS NULL)",
    "corrections": "id = %(pk)s AND EXISTS (SELECT 1 FROM news_correction WHERE article_id = %(pk)s)",
    "gatherings": "id = %(pk)s AND (EXISTS (SELECT 1 FROM news_thread_articles WHERE article_id = %(pk)s)"
    " OR EXISTS (SELECT 1 FROM news_tag_articles WHERE article_id = %(pk)s))",
}
# Who signs, in the shape of the rows above: the author's key, name and slug, and what the author did.
_SIGNERS = (
    "SELECT author.id, author.display_name, author.slug, byline.published_at, CAST(NULL AS date), 'signers',"
    " byline.contribution, byline.position, byline.id FROM news_byline AS byline"
    " JOIN news_author AS author ON author.id = byline.author_id WHERE byline.article_id = %(pk)s"
)
# What tells of the same things, the most alike first. A CROSS JOIN, as SQLite then begins with its first table; without
# statistics it would begin with every published article.
_ALIKE = (
    "SELECT other.id, other.title, other.slug, other.published_at, other.published_on, 'alike',"  # noqa: S608  # our own words
    " '', CAST(-1000 * kin.likeness AS integer), 0 FROM news_relatedarticle AS kin"
    " CROSS JOIN news_article AS other"
    f" WHERE kin.article_id = %(pk)s AND other.id = kin.other_id AND {_PUBLIC}"
)
_AROUND = " UNION ALL ".join(
    [
        f"SELECT * FROM (SELECT id, title, slug, published_at, published_on, '{part}' AS part,"  # noqa: S608  # our own words
        f" '' AS contribution, 0 AS place, 0 AS byline FROM news_article WHERE {condition}) AS {part}"
        for part, condition in _AROUND_PARTS.items()
    ]
    + [_SIGNERS, _ALIKE]
)


def sees_all(user: "User") -> bool:
    """Whether a member of staff may open every article, and not their own and the public ones alone."""
    return user.has_perm("news.edit_any_article") or user.has_perm("news.publish_article")


class ArticleQuerySet(FoldedSearchQuerySet):
    def published(self, at: dt.datetime | None = None) -> Self:
        """What the public may read at a moment. Its twin for one row is ``Article.is_published``.

        The moment is an exclusion on purpose: of two upper bounds on one column SQLite searches by the first, and
        would walk from now down to the day that is asked for. What lies ahead is little, and skipped at the top.
        """
        now = at or timezone.now()
        return self.filter(status="published").exclude(published_at__gt=now).exclude(expires_at__lte=now)

    def in_state(self, state: State, at: dt.datetime | None = None) -> Self:
        """The rows that people see in a state at a moment. Its twin for one row is ``Article.state_at``."""
        now = at or timezone.now()
        match state:
            case State.PUBLISHED:
                return self.published(now)
            case State.SCHEDULED:
                ahead = Q(status="published", published_at__gt=now)
                return self.filter(ahead | Q(status="approved", goes_live_at__isnull=False))
            case State.EXPIRED:
                return self.filter(status="published", published_at__lte=now, expires_at__lte=now)
            case State.APPROVED:
                return self.filter(status="approved", goes_live_at=None)
            case _:
                return self.filter(status=state.value)

    def visible_to(self, user: "User", at: dt.datetime | None = None) -> Self:
        """What a member of staff may open: everything for those who edit others' articles, else one's own and what
        the public reads."""
        if sees_all(user):
            return self
        now = at or timezone.now()
        public = Q(status="published", published_at__lte=now) & (Q(expires_at=None) | Q(expires_at__gt=now))
        return self.filter(public | Q(created_by=user))

    def main_rows(self) -> Self:
        """Articles, without the next versions that are prepared for some of them."""
        return self.filter(revises=None)

    def in_use(self) -> Self:
        """Without what lies in the trash and the versions that have taken their articles' places."""
        return self.exclude(status__in=["trashed", "merged"])

    def written_by(self, user: "User") -> Self:
        """The articles that a person began."""
        return self.filter(created_by=user)

    def chosen(self, selection: models.QuerySet) -> Self:
        """The rows of a selection, whole and fresh."""
        return self.filter(pk__in=selection.values("pk")).select_related("category")

    def in_the_works(self) -> Self:
        """Not before readers yet, and on their way there."""
        return self.filter(status__in=["draft", "submitted", "returned", "approved"])

    def due_versions(self, at: dt.datetime | None = None) -> Self:
        """Next versions whose moment has come, in the order of their moments."""
        return self.filter(status="approved", goes_live_at__lte=at or timezone.now()).order_by("goes_live_at", "pk")

    # --- what the desk asks -----------------------------------------------------------------------------------
    def in_scope(self, scope: Collection[int] | None) -> Self:
        """In one of the categories with these keys or below it; everywhere for None. Its twin: ``rights.reaches``."""
        return self if scope is None else self.filter(Q(category__in=scope) | Q(section__in=scope))

    def concerning(self, user: "User", scope: Collection[int] | None) -> Self:
        """Of what is to come, a person's own; for those who see all, also what lies in the categories they work on."""
        own = Q(created_by=user)
        if not sees_all(user):
            return self.filter(own)
        return self if scope is None else self.filter(own | Q(category__in=scope) | Q(section__in=scope))

    def with_due_at(self) -> Self:
        """Each with ``due_at``: when it goes out, or when it takes its article's place."""
        return self.annotate(due_at=Coalesce("goes_live_at", "published_at"))

    def due_before(self, moment: dt.datetime, *, since: dt.datetime | None = None) -> Self:
        """Those whose moment comes before another, and not before ``since``; the next first."""
        due = self.with_due_at().filter(due_at__lt=moment)
        return (due if since is None else due.filter(due_at__gte=since)).order_by("due_at", "pk")

    def going_out(self, bounds: dates.Bounds) -> Self:
        """What went out or will within a range, and the versions that will take their articles' places then."""
        out = Q(status="published", published_at__gte=bounds.start, published_at__lt=bounds.end)
        version = Q(status="approved", goes_live_at__gte=bounds.start, goes_live_at__lt=bounds.end)
        return self.filter(out | version).with_due_at().order_by("due_at", "pk")

    def with_last_act(self, act: str) -> Self:
        """Each with ``act_by``, ``act_at`` and ``act_reason`` of the last time that this was done to it, else None."""
        revisions = self.model._meta.get_field("revisions").related_model.objects
        last = revisions.filter(article=OuterRef("pk"), act=act).with_maker_name().order_by("-edition")
        return self.annotate(
            act_by=Subquery(last.values("maker_name")[:1]),
            act_at=Subquery(last.values("made_at")[:1]),
            act_reason=Subquery(last.values("reason")[:1]),
        )

    def latest_changed_first(self) -> Self:
        return self.order_by("-updated_at", "-pk")

    def longest_waiting_first(self) -> Self:
        """By the act that ``with_last_act`` names; what has no such act on record waits the longest."""
        return self.order_by(F("act_at").asc(nulls_first=True), "pk")

    def for_desk(self) -> Self:
        """Rows as the desk shows them, each with the number of all of them as ``total``: one query, no texts."""
        return self.select_related("category", "created_by").only(*_DESK_COLUMNS).annotate(total=Window(Count("pk")))

    def newest_first(self) -> Self:
        """A total order, so that a page boundary never repeats or drops an article."""
        return self.order_by("-published_at", "-pk")

    def within(self, bounds: dates.Bounds) -> Self:
        """Published from the first moment to just before the second: a range that the index serves."""
        return self.filter(published_at__gte=bounds.start, published_at__lt=bounds.end)

    def dated_within(self, bounds: dates.Bounds) -> Self:
        """Public or not: those published or to be published within; those without such a moment, begun within.

        Each article once: without the next versions of live ones, and without what lies in the trash.
        """
        begun = Q(published_at__isnull=True, created_at__gte=bounds.start, created_at__lt=bounds.end)
        dated = Q(published_at__gte=bounds.start, published_at__lt=bounds.end)
        return self.in_use().filter(dated | begun, revises=None)

    def of_category(self, category: "Category") -> Self:
        """In the category or, when it is a top one, in any of its children."""
        if category.parent_id is None:
            return self.filter(section=category)
        return self.filter(category=category)

    def featured(self) -> Self:
        return self.filter(is_featured=True)

    def for_list(self) -> Self:
        """Rows as cards show them: one query, no body."""
        return self.select_related("category", "lead_picture").only(*LIST_COLUMNS)

    def by_author(self, author: "Author") -> Self:
        return self.filter(bylines__author=author)

    def of_thread(self, thread: "Thread") -> Self:
        return self.filter(threads=thread)

    def of_tag(self, tag: "Tag") -> Self:
        return self.filter(tags=tag)

    def for_feed(self, *, with_body: bool) -> Self:
        """Rows as feeds and the open data give them: three queries, the body only where it is asked for."""
        rows = self.select_related("category", "lead_picture").defer("body", "search_folded")
        rows = rows.prefetch_related("bylines__author")
        return rows if with_body else rows.defer("body_rendered")

    def for_sitemap(self) -> Self:
        return self.only("title", "slug", "published_at", "published_on", "updated_at")

    def published_after(self, moment: dt.datetime) -> Self:
        return self.filter(published_at__gt=moment)

    def at_address(self, day: dt.date, slug: str) -> Self:
        """The one article, public or not, that stands at /tin-tuc/<day>/<slug>/."""
        return self.filter(published_on=day, slug=slug, revises=None)

    def with_slugs(self, slugs: Iterable[str]) -> Self:
        """Whose address ends in one of these words, on whichever day."""
        return self.filter(slug__in=slugs)

    def for_page(self) -> Self:
        """One article as its page shows it, with headings and picture in the same query."""
        return self.select_related("category__parent", "lead_picture")

    def for_admin_list(self) -> Self:
        rows = self.select_related("category", "lead_picture").defer("body", "body_rendered")
        return rows.prefetch_related("bylines__author")

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
        found: dict[str, list[Article]] = {part: [] for part in (*_AROUND_PARTS, "signers", "alike")}
        for row in self.model.objects.using(self.db).raw(_AROUND, values):
            found[row.part].append(row)
        return Around(
            newer=next(iter(found["newer"]), None),
            older=next(iter(found["older"]), None),
            alike=sorted(sorted(found["alike"], key=_position, reverse=True), key=lambda row: row.place),
            related=sorted(found["related"], key=_position, reverse=True),
            same_day=sorted(found["same_day"], key=_position, reverse=True),
            signers=[_signer(row) for row in sorted(found["signers"], key=lambda row: (row.place, row.byline))],
            has_gallery=bool(found["gallery"]),
            has_attachments=bool(found["attachments"]),
            has_corrections=bool(found["corrections"]),
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


def _signer(row: "Article") -> Signer:
    return Signer(row.title, row.contribution, reverse("news:author", args=[row.slug]))


@dataclass(frozen=True)
class Around:
    """The articles beside an article: its neighbours in time, those that tell of the same, its category's newest, its
    day's others.

    And who signs it; and whether it has pictures, documents and corrections of its own, a thread or a tag, so that a
    page without any does not ask for them.
    """

    newer: "Article | None"
    older: "Article | None"
    alike: "list[Article]"
    related: "list[Article]"
    same_day: "list[Article]"
    signers: list[Signer]
    has_gallery: bool
    has_attachments: bool
    has_corrections: bool
    has_gatherings: bool
