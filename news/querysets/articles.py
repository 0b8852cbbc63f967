"""Query set of articles. "Now" is always an argument (``at``), the current time by default."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.db import connections, models
from django.db.models import Count, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce, ExtractMonth
from django.urls import reverse
from django.utils import timezone

from news.bylines import BylineAuthor
from news.workflow import ArticleState
from portal.core.db.querysets import FoldedSearchQuerySet, KeysetQuerySet
from portal.core.text import dates

if TYPE_CHECKING:
    from news.models import Article, Author, Category, Tag, Thread
    from portal.accounts.models import User

# Columns that a list shows; the body, the largest column, is not fetched.
LIST_COLUMNS = (
    *("title", "slug", "summary", "published_at", "published_on", "is_pinned"),
    *("category__name", "category__name_en", "category__slug", "lead_image__alt", "lead_image__is_decorative"),
    *("lead_image__file", "lead_image__width", "lead_image__height"),
    *("lead_image__crop_left", "lead_image__crop_top", "lead_image__crop_right", "lead_image__crop_bottom"),
    *("lead_image__focus_x", "lead_image__focus_y"),
)
SAME_DAY_LIMIT = 6
_DASHBOARD_COLUMNS = (
    *("title", "slug", "status", "published_at", "expires_at", "goes_live_at", "revision_of", "updated_at"),
    *("category__name", "created_by__full_name", "created_by__username"),
)
# Raw SQL, because the ORM takes longer to compile it than the database to run it (4 ms per page). Each part reads the
# end of an index; SQLite allows LIMIT inside a UNION only in a subquery.
_PUBLIC_SQL = "status = 'published' AND NOT (published_at > %(now)s) AND (expires_at IS NULL OR expires_at > %(now)s)"
_CONTEXT_PARTS = {
    "newer": f"{_PUBLIC_SQL} AND (published_at, id) > (%(this)s, %(pk)s) ORDER BY published_at, id LIMIT 1",
    "older": f"{_PUBLIC_SQL} AND (published_at, id) < (%(this)s, %(pk)s) ORDER BY published_at DESC, id DESC LIMIT 1",
    "related": f"{_PUBLIC_SQL} AND category_id = %(category)s AND id <> %(pk)s"
    " ORDER BY published_at DESC, id DESC LIMIT %(related_count)s",
    "same_day": f"{_PUBLIC_SQL} AND published_at >= %(day_start)s AND published_at < %(day_end)s AND id <> %(pk)s"
    " ORDER BY published_at DESC, id DESC LIMIT %(day_count)s",
    # Selects the article itself where it has a gallery, attachments … to load.
    "gallery": "id = %(pk)s AND EXISTS (SELECT 1 FROM news_galleryimage WHERE article_id = %(pk)s)",
    "attachments": "id = %(pk)s AND EXISTS"
    " (SELECT 1 FROM news_attachment WHERE article_id = %(pk)s AND removed_at IS NULL)",
    "corrections": "id = %(pk)s AND EXISTS (SELECT 1 FROM news_correction WHERE article_id = %(pk)s)",
    "threads_and_tags": "id = %(pk)s AND (EXISTS (SELECT 1 FROM news_thread_articles WHERE article_id = %(pk)s)"
    " OR EXISTS (SELECT 1 FROM news_tag_articles WHERE article_id = %(pk)s))",
}
# The authors, in the column layout of the rows above: the author's key, name and slug, and the contribution.
_AUTHORS_SQL = (
    "SELECT author.id, author.display_name, author.slug, byline.published_at, CAST(NULL AS date), 'authors',"
    " byline.contribution, byline.position, byline.id FROM news_byline AS byline"
    " JOIN news_author AS author ON author.id = byline.author_id WHERE byline.article_id = %(pk)s"
)
# Similar articles, most similar first. CROSS JOIN makes SQLite start with the first table; without statistics it would
# start with every published article.
_SIMILAR_SQL = (
    "SELECT other.id, other.title, other.slug, other.published_at, other.published_on, 'similar',"  # noqa: S608  # constants
    " '', CAST(-1000 * kin.similarity AS integer), 0 FROM news_relatedarticle AS kin"
    " CROSS JOIN news_article AS other"
    f" WHERE kin.article_id = %(pk)s AND other.id = kin.other_id AND {_PUBLIC_SQL}"
)
_CONTEXT_SQL = " UNION ALL ".join(
    [
        f"SELECT * FROM (SELECT id, title, slug, published_at, published_on, '{part}' AS part,"  # noqa: S608  # constants
        f" '' AS contribution, 0 AS place, 0 AS byline FROM news_article WHERE {condition}) AS {part}"
        for part, condition in _CONTEXT_PARTS.items()
    ]
    + [_AUTHORS_SQL, _SIMILAR_SQL]
)


def can_view_all_articles(user: "User") -> bool:
    """Whether a staff user may open every article, not only their own and public ones."""
    return user.has_perm("news.edit_any_article") or user.has_perm("news.publish_article")


def with_articles_visible_to(rows: models.QuerySet, user: "User") -> models.QuerySet:
    """Filters rows with a foreign key ``article`` to those whose article a staff user may open."""
    articles = rows.model._meta.get_field("article").related_model.objects
    return rows.filter(article__in=articles.visible_to(user))


class ArticleQuerySet(KeysetQuerySet, FoldedSearchQuerySet):  # type: ignore[override]  # of two bases
    keyset_field = "published_at"

    def published(self, at: dt.datetime | None = None) -> Self:
        """Public at a time. The single-row version is ``Article.is_published``.

        ``published_at`` is tested with NOT on purpose: of two upper bounds on one column SQLite uses the first, and
        would scan from now down to the requested day. Scheduled rows are few, and are skipped at the start.
        """
        now = at or timezone.now()
        return self.filter(status="published").exclude(published_at__gt=now).exclude(expires_at__lte=now)

    def in_state(self, state: ArticleState, at: dt.datetime | None = None) -> Self:
        """Rows in a displayed state at a time. The single-row version is ``Article.state_at``."""
        now = at or timezone.now()
        match state:
            case ArticleState.PUBLISHED:
                return self.published(now)
            case ArticleState.SCHEDULED:
                ahead = Q(status="published", published_at__gt=now)
                return self.filter(ahead | Q(status="approved", goes_live_at__isnull=False))
            case ArticleState.EXPIRED:
                return self.filter(status="published", published_at__lte=now, expires_at__lte=now)
            case ArticleState.APPROVED:
                return self.filter(status="approved", goes_live_at=None)
            case _:
                return self.filter(status=state.value)

    def visible_to(self, user: "User", at: dt.datetime | None = None) -> Self:
        """Articles that a staff user may open: all for editors of others' articles, else own and public ones."""
        if can_view_all_articles(user):
            return self
        now = at or timezone.now()
        public = Q(status="published", published_at__lte=now) & (Q(expires_at=None) | Q(expires_at__gt=now))
        return self.filter(public | Q(created_by=user))

    def without_pending_revisions(self) -> Self:
        """Excludes pending revisions of live articles."""
        return self.filter(revision_of=None)

    def not_discarded(self) -> Self:
        """Excludes articles in the trash and merged pending revisions."""
        return self.exclude(status__in=["trashed", "merged"])

    def written_by(self, user: "User") -> Self:
        """Articles created by a user."""
        return self.filter(created_by=user)

    def in_selection(self, selection: models.QuerySet) -> Self:
        """The rows of an admin selection, reloaded with all columns."""
        return self.filter(pk__in=selection.values("pk")).select_related("category")

    def open_for_editing(self) -> Self:
        """Unpublished, on the way to publication: draft, submitted, returned or approved."""
        return self.filter(status__in=["draft", "submitted", "returned", "approved"])

    def due_revisions(self, at: dt.datetime | None = None) -> Self:
        """Pending revisions whose scheduled time has passed, in order of that time."""
        return self.filter(status="approved", goes_live_at__lte=at or timezone.now()).order_by("goes_live_at", "pk")

    def next_due_at(self) -> dt.datetime | None:
        """Earliest scheduled time of a pending revision; None while none is scheduled."""
        scheduled = self.filter(status="approved", goes_live_at__isnull=False)
        return scheduled.order_by("goes_live_at").values_list("goes_live_at", flat=True).first()

    # --- dashboard --------------------------------------------------------------------------------------------
    def in_scope(self, scope: Collection[int] | None) -> Self:
        """In one of these categories or their children; all for None.

        The single-row version: ``permissions.is_in_scope``.
        """
        return self if scope is None else self.filter(Q(category__in=scope) | Q(section__in=scope))

    def concerning(self, user: "User", scope: Collection[int] | None) -> Self:
        """Unpublished articles of a user; for users who may view all, also those in their category scope."""
        own = Q(created_by=user)
        if not can_view_all_articles(user):
            return self.filter(own)
        return self if scope is None else self.filter(own | Q(category__in=scope) | Q(section__in=scope))

    def with_due_at(self) -> Self:
        """Annotates ``due_at``: when the article, or the pending revision, is to be published."""
        return self.annotate(due_at=Coalesce("goes_live_at", "published_at"))

    def due_before(self, before: dt.datetime, *, since: dt.datetime | None = None) -> Self:
        """Due before a time and not before ``since``; earliest first."""
        due = self.with_due_at().filter(due_at__lt=before)
        return (due if since is None else due.filter(due_at__gte=since)).order_by("due_at", "pk")

    def due_within(self, bounds: dates.DateTimeRange) -> Self:
        """Published or due within a range, including scheduled pending revisions."""
        published = Q(status="published", published_at__gte=bounds.start, published_at__lt=bounds.end)
        pending_revision = Q(status="approved", goes_live_at__gte=bounds.start, goes_live_at__lt=bounds.end)
        return self.filter(published | pending_revision).with_due_at().order_by("due_at", "pk")

    def with_last_action(self, action: str) -> Self:
        """Annotates ``action_by``, ``action_at`` and ``action_reason`` of the last such action, else None."""
        revisions = self.model._meta.get_field("revisions").related_model.objects
        last = revisions.filter(article=OuterRef("pk"), action=action).with_made_by_name().order_by("-revision_number")
        return self.annotate(
            action_by=Subquery(last.values("made_by_name")[:1]),
            action_at=Subquery(last.values("made_at")[:1]),
            action_reason=Subquery(last.values("reason")[:1]),
        )

    def latest_changed_first(self) -> Self:
        return self.order_by("-updated_at", "-pk")

    def longest_waiting_first(self) -> Self:
        """Oldest first by the action of ``with_last_action``; rows without such an action come first."""
        return self.order_by(F("action_at").asc(nulls_first=True), "pk")

    def for_dashboard(self) -> Self:
        """Rows for the dashboard, annotated with the full count as ``total``: one query, no text columns."""
        return (
            self.select_related("category", "created_by").only(*_DASHBOARD_COLUMNS).annotate(total=Window(Count("pk")))
        )

    def published_within(self, bounds: dates.DateTimeRange) -> Self:
        """Published in the half-open range from the first to the second time; served by an index."""
        return self.filter(published_at__gte=bounds.start, published_at__lt=bounds.end)

    def dated_within(self, bounds: dates.DateTimeRange) -> Self:
        """Public or not: published or to be published within the range; without such a date, created within it.

        Each article once: excludes pending revisions of live articles, and the trash.
        """
        created = Q(published_at__isnull=True, created_at__gte=bounds.start, created_at__lt=bounds.end)
        dated = Q(published_at__gte=bounds.start, published_at__lt=bounds.end)
        return self.not_discarded().filter(dated | created, revision_of=None)

    def of_category(self, category: "Category") -> Self:
        """In the category or, for a top-level one, in any of its children."""
        if category.parent_id is None:
            return self.filter(section=category)
        return self.filter(category=category)

    def featured(self) -> Self:
        return self.filter(is_featured=True)

    def for_list(self) -> Self:
        """Rows for article cards: one query, no body."""
        return self.select_related("category", "lead_image").only(*LIST_COLUMNS)

    def by_author(self, author: "Author") -> Self:
        return self.filter(bylines__author=author)

    def of_thread(self, thread: "Thread") -> Self:
        return self.filter(threads=thread)

    def of_tag(self, tag: "Tag") -> Self:
        return self.filter(tags=tag)

    def for_feed(self, *, with_body: bool) -> Self:
        """Rows for feeds and the API: three queries, the body only on request."""
        rows = self.select_related("category", "lead_image").defer("body", "search_folded")
        rows = rows.prefetch_related("bylines__author")
        return rows if with_body else rows.defer("body_rendered")

    def for_sitemap(self) -> Self:
        return self.only("title", "slug", "published_at", "published_on", "updated_at")

    def published_after(self, after: dt.datetime) -> Self:
        return self.filter(published_at__gt=after)

    def at_url(self, day: dt.date, slug: str) -> Self:
        """The article, public or not, at /tin-tuc/<day>/<slug>/."""
        return self.filter(published_on=day, slug=slug, revision_of=None)

    def with_slugs(self, slugs: Iterable[str]) -> Self:
        """With one of these slugs, on any day."""
        return self.filter(slug__in=slugs)

    def for_page(self) -> Self:
        """One article for its page, with categories and lead image in the same query."""
        return self.select_related("category__parent", "lead_image")

    def for_admin_list(self) -> Self:
        rows = self.select_related("category", "lead_image").defer("body", "body_rendered")
        return rows.prefetch_related("bylines__author")

    def with_neighbours(
        self, article: "Article", *, related_count: int, at: dt.datetime | None = None
    ) -> "ArticleContext":
        """Loads the ArticleContext of an article page: one query, whatever the number of articles."""
        if article.published_on is None:
            raise ValueError("The article has no day of publication.")
        day = dates.day_bounds(article.published_on)
        to_sql = connections[self.db].ops.adapt_datetimefield_value
        values = {
            "now": to_sql(at or timezone.now()),
            "this": to_sql(article.published_at),
            "pk": article.pk,
            "category": article.category_id,
            "related_count": related_count,
            "day_start": to_sql(day.start),
            "day_end": to_sql(day.end),
            "day_count": SAME_DAY_LIMIT,
        }
        rows_by_part: dict[str, list[Article]] = {part: [] for part in (*_CONTEXT_PARTS, "authors", "similar")}
        for row in self.model.objects.using(self.db).raw(_CONTEXT_SQL, values):
            rows_by_part[row.part].append(row)
        return ArticleContext(
            newer=next(iter(rows_by_part["newer"]), None),
            older=next(iter(rows_by_part["older"]), None),
            similar=sorted(
                sorted(rows_by_part["similar"], key=_sort_position, reverse=True), key=lambda row: row.place
            ),
            related=sorted(rows_by_part["related"], key=_sort_position, reverse=True),
            same_day=sorted(rows_by_part["same_day"], key=_sort_position, reverse=True),
            authors=[
                _author_of_row(row) for row in sorted(rows_by_part["authors"], key=lambda row: (row.place, row.byline))
            ],
            has_gallery=bool(rows_by_part["gallery"]),
            has_attachments=bool(rows_by_part["attachments"]),
            has_corrections=bool(rows_by_part["corrections"]),
            has_threads_and_tags=bool(rows_by_part["threads_and_tags"]),
        )

    def counts_by_day(self, bounds: dates.DateTimeRange, at: dt.datetime | None = None) -> dict[dt.date, int]:
        """Article counts by local day within a range, for the month calendar; days without articles are omitted."""
        rows = self.published(at).published_within(bounds).order_by().values_list("published_on")
        return dict(rows.annotate(count=models.Count("pk")).order_by("published_on"))

    def counts_by_month(self, year: int, at: dt.datetime | None = None) -> dict[int, int]:
        """Article counts by month of a year; months without articles are omitted."""
        rows = self.published(at).published_within(dates.year_bounds(year)).order_by()
        rows = rows.annotate(month=ExtractMonth("published_on")).values_list("month")
        return dict(rows.annotate(count=models.Count("pk")).order_by("month"))

    def years(self, at: dt.datetime | None = None) -> list[int]:
        """The years from the newest to the oldest published article, read from the two ends of an index."""
        days = self.published(at).newest_first().values_list("published_on", flat=True)
        newest, oldest = days.first(), days.last()
        return list(range(newest.year, oldest.year - 1, -1)) if newest and oldest else []

    def day_before(self, day: dt.date, at: dt.datetime | None = None) -> dt.date | None:
        """The nearest earlier day with articles."""
        earlier = self.published(at).filter(published_at__lt=dates.start_of_day(day)).newest_first()
        return earlier.values_list("published_on", flat=True).first()

    def day_after(self, day: dt.date, at: dt.datetime | None = None) -> dt.date | None:
        """The nearest later day with articles."""
        later = self.published(at).filter(published_at__gte=dates.day_bounds(day).end).newest_first()
        return later.reverse().values_list("published_on", flat=True).first()


def _sort_position(article: "Article") -> tuple[dt.datetime, int]:
    return article.sort_position


def _author_of_row(row: "Article") -> BylineAuthor:
    return BylineAuthor(row.title, row.contribution, reverse("news:author-detail", args=[row.slug]))


@dataclass(frozen=True)
class ArticleContext:
    """Articles related to one: previous and next, similar, newest of its category, others of its day.

    Also its authors, and whether it has gallery images, attachments, corrections, threads or tags, so that a page
    without any skips those queries.
    """

    newer: "Article | None"
    older: "Article | None"
    similar: "list[Article]"
    related: "list[Article]"
    same_day: "list[Article]"
    authors: list[BylineAuthor]
    has_gallery: bool
    has_attachments: bool
    has_corrections: bool
    has_threads_and_tags: bool
