"""News sections of the dashboard: pending work, unsaved forms, recent changes, publication schedule."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from news import permissions
from news.models import Article, ArticleRevision, Autosave
from news.querysets.articles import ArticleQuerySet
from news.workflow import ArticleAction, ArticleState
from portal.accounts.models import User
from portal.core.dashboard import SECTION_ROW_LIMIT, DashboardRow, DashboardSection
from portal.core.text import dates

RECENT_CHANGE_LIMIT = 12
# Rows of the monthly schedule; beyond this it is marked as truncated.
SCHEDULE_LIMIT = 1000
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class RecentChange:
    """Who did what to which article, and when."""

    title: str
    url: str
    action_label: str
    actor: str
    timestamp: dt.datetime


@dataclass(frozen=True)
class MonthlySchedule:
    """Publications of a month by local day; ``is_truncated`` when there are more than SCHEDULE_LIMIT."""

    rows: dict[dt.date, list[DashboardRow]]
    is_truncated: bool

    @property
    def count(self) -> int:
        return sum(len(rows) for rows in self.rows.values())


def can_edit_news(user: User) -> bool:
    return user.has_perm("news.change_article")


def dashboard_sections(user: User, at: dt.datetime | None = None) -> list[DashboardSection]:
    """The sections available to the user's role, one query each; none for users without news permissions."""
    if not can_edit_news(user):
        return []
    now = at or timezone.now()
    sections = [_returned_section(user, now)]
    if user.has_perm("news.review_article") or user.has_perm("news.publish_article"):
        sections.append(_review_section(user, now))
    if user.has_perm("news.publish_article"):
        sections.append(_publish_section(user, now))
    return [*sections, *_scheduled_sections(user, now), _drafts_section(user, now), _unsaved_section(user)]


def recent_changes(user: User) -> list[RecentChange]:
    """The latest changes of articles that the user may view; one query."""
    if not can_edit_news(user):
        return []
    revisions = ArticleRevision.objects.visible_to(user).without_baselines().for_dashboard()[:RECENT_CHANGE_LIMIT]
    return [
        RecentChange(
            title=revision.article.title,
            url=_change_url(revision.article_id),
            action_label=revision.get_action_display(),
            actor=str(revision.made_by) if revision.made_by else _("Cổng thông tin"),
            timestamp=revision.made_at,
        )
        for revision in revisions
    ]


def monthly_schedule(user: User, year: int, month: int, at: dt.datetime | None = None) -> MonthlySchedule:
    """Articles published or scheduled in a month, as far as the user may view them; one query."""
    if not can_edit_news(user):
        return MonthlySchedule({}, is_truncated=False)
    now = at or timezone.now()
    articles = Article.objects.visible_to(user, now).due_within(dates.month_bounds(year, month)).for_dashboard()
    articles_in_month = list(articles[: SCHEDULE_LIMIT + 1])
    rows: dict[dt.date, list[DashboardRow]] = defaultdict(list)
    for article in articles_in_month[:SCHEDULE_LIMIT]:
        rows[dates.local_date(article.due_at)].append(_build_row(article, now))
    return MonthlySchedule(dict(rows), is_truncated=len(articles_in_month) > SCHEDULE_LIMIT)


def changelist_url(state: ArticleState, *, own_only: bool = False) -> str:
    """Admin changelist URL filtered by state (parsed by ``news.admin.filters``)."""
    query = {"trang-thai": state.value, **({"cua": "toi"} if own_only else {})}
    return f"{reverse('admin:news_article_changelist')}?{urlencode(query)}"


# --- sections -------------------------------------------------------------------------------------------------


def _returned_section(user: User, now: dt.datetime) -> DashboardSection:
    articles = (
        Article.objects.written_by(user).in_state(ArticleState.RETURNED, now).with_last_action(ArticleAction.RETURN)
    )
    return _build_section(
        articles.latest_changed_first(),
        now,
        key="bi-tra-lai",
        title=_("Bài bị trả lại cần sửa"),
        action_label=_("Sửa bài"),
        empty_text=_("Không có bài nào bị trả lại."),
        more_url=changelist_url(ArticleState.RETURNED, own_only=True),
    )


def _review_section(user: User, now: dt.datetime) -> DashboardSection:
    articles = Article.objects.in_scope(permissions.category_scope_of(user)).in_state(ArticleState.SUBMITTED, now)
    return _build_section(
        articles.with_last_action(ArticleAction.SUBMIT).longest_waiting_first(),
        now,
        key="cho-duyet",
        title=_("Chờ tôi duyệt"),
        action_label=_("Đọc và duyệt"),
        empty_text=_("Không có bài nào chờ duyệt."),
        more_url=changelist_url(ArticleState.SUBMITTED),
    )


def _publish_section(user: User, now: dt.datetime) -> DashboardSection:
    articles = Article.objects.in_scope(permissions.category_scope_of(user)).in_state(ArticleState.APPROVED, now)
    return _build_section(
        articles.with_last_action(ArticleAction.APPROVE).longest_waiting_first(),
        now,
        key="cho-dang",
        title=_("Chờ đăng"),
        action_label=_("Đăng hoặc hẹn giờ"),
        empty_text=_("Không có bài nào đã duyệt mà chưa đăng."),
        more_url=changelist_url(ArticleState.APPROVED),
    )


def _scheduled_sections(user: User, now: dt.datetime) -> list[DashboardSection]:
    """Scheduled for today and the next seven days.

    Overdue ones, not yet published for lack of a request, count as today.
    """
    tomorrow = dates.day_bounds(dates.local_date(now)).end
    articles = Article.objects.concerning(user, permissions.category_scope_of(user)).in_state(
        ArticleState.SCHEDULED, now
    )
    labels = {"action_label": _("Mở bài"), "more_url": changelist_url(ArticleState.SCHEDULED)}
    return [
        _build_section(
            articles.due_before(tomorrow),
            now,
            key="hen-gio-hom-nay",
            title=_("Hẹn giờ hôm nay"),
            empty_text=_("Hôm nay không có bài nào hẹn giờ."),
            **labels,
        ),
        _build_section(
            articles.due_before(tomorrow + _WEEK, since=tomorrow),
            now,
            key="hen-gio-7-ngay",
            title=_("Hẹn giờ 7 ngày tới"),
            empty_text=_("Bảy ngày tới chưa có bài nào hẹn giờ."),
            **labels,
        ),
    ]


def _drafts_section(user: User, now: dt.datetime) -> DashboardSection:
    return _build_section(
        Article.objects.written_by(user).in_state(ArticleState.DRAFT, now).latest_changed_first(),
        now,
        key="ban-nhap",
        title=_("Bản nháp của tôi"),
        action_label=_("Viết tiếp"),
        empty_text=_("Bạn không có bản nháp nào."),
        more_url=changelist_url(ArticleState.DRAFT, own_only=True),
    )


def _unsaved_section(user: User) -> DashboardSection:
    """Autosaves of forms that were never saved; the form offers them for recovery."""
    autosaves = list(Autosave.objects.for_dashboard(user)[:SECTION_ROW_LIMIT])
    new_form = reverse("admin:news_article_add")
    rows = [
        DashboardRow(
            title=_autosave_title(row) or (row.article.title if row.article else "") or _("Bài chưa có tiêu đề"),
            url=_change_url(row.article_id) if row.article_id else new_form,
            actor=_("bài đã lưu, có chỗ sửa chưa lưu") if row.article_id else _("bài mới, chưa lưu lần nào"),
            timestamp=row.saved_at,
        )
        for row in autosaves
    ]
    return DashboardSection(
        key="go-do",
        title=_("Gõ dở chưa lưu"),
        action_label=_("Mở để khôi phục"),
        empty_text=_("Không có gì gõ dở."),
        rows=rows,
        total=autosaves[0].total if autosaves else 0,
    )


def _autosave_title(row: Autosave) -> str:
    return row.typed_title.strip() if isinstance(row.typed_title, str) else ""


def _build_section(articles: ArticleQuerySet, now: dt.datetime, *, more_url: str, **said: str) -> DashboardSection:
    articles_shown = list(articles.for_dashboard()[:SECTION_ROW_LIMIT])
    total = articles_shown[0].total if articles_shown else 0
    rows = [_build_row(article, now) for article in articles_shown]
    return DashboardSection(rows=rows, total=total, more_url=more_url if total > len(rows) else "", **said)


def _build_row(article: Article, now: dt.datetime) -> DashboardRow:
    """The row of an article, with the last action and due date that its query annotated."""
    annotations = vars(article)
    return DashboardRow(
        title=article.title,
        url=_change_url(article.pk),
        actor=annotations.get("action_by") or (str(article.created_by) if article.created_by else ""),
        timestamp=annotations.get("action_at") or article.updated_at,
        state=article.state_at(now),
        due_at=annotations.get("due_at"),
        reason=annotations.get("action_reason") or "",
        category=article.category.name,
        is_pending_revision=article.is_pending_revision,
    )


def _change_url(pk: int) -> str:
    return reverse("admin:news_article_change", args=[pk])
