"""The news part of the desk: what waits for a person, what they left unsaved, what changed, what goes out when."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from news import rights
from news.models import Article, ArticleRevision, Autosave
from news.querysets.articles import ArticleQuerySet
from news.workflow import Act, State
from portal.accounts.models import User
from portal.kit import dates

SHOWN_COUNT = 8
CHANGES_COUNT = 12
# A month's plan is read whole; beyond this many articles it says that it is cut.
PLAN_COUNT = 1000
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Row:
    """One line of the desk. ``moment`` is when it came here; what is due shows ``due_at`` instead."""

    title: str
    address: str
    who: str
    moment: dt.datetime | None
    state: State | None = None
    due_at: dt.datetime | None = None
    reason: str = ""
    category: str = ""
    is_version: bool = False
    # What was promised to somebody outside, until when.
    deadline: dt.date | None = None
    is_overdue: bool = False


@dataclass(frozen=True)
class Section:
    """A heading of the desk with the first of its rows; ``more`` leads to all of them, if there is such a page."""

    key: str
    title: str
    action: str
    empty: str
    rows: list[Row] = field(default_factory=list)
    total: int = 0
    more: str = ""


@dataclass(frozen=True)
class Change:
    """Who did what to which article, and when."""

    title: str
    address: str
    what: str
    who: str
    moment: dt.datetime


@dataclass(frozen=True)
class Plan:
    """What goes out in a month, by local day; ``is_cut`` when there is more than a page can hold."""

    rows: dict[dt.date, list[Row]]
    is_cut: bool

    @property
    def count(self) -> int:
        return sum(len(rows) for rows in self.rows.values())


def works_on_news(user: User) -> bool:
    return user.has_perm("news.change_article")


def waiting_for(user: User, at: dt.datetime | None = None) -> list[Section]:
    """The sections that this person's role gives them, each of one query; none for people who write no news."""
    if not works_on_news(user):
        return []
    now = at or timezone.now()
    sections = [_returned(user, now)]
    if user.has_perm("news.review_article") or user.has_perm("news.publish_article"):
        sections.append(_to_review(user, now))
    if user.has_perm("news.publish_article"):
        sections.append(_to_publish(user, now))
    return [*sections, *_scheduled(user, now), _drafts(user, now), _unsaved(user)]


def recent_changes(user: User) -> list[Change]:
    """What was last done to the articles that this person may follow; one query."""
    if not works_on_news(user):
        return []
    found = ArticleRevision.objects.open_to(user).changes().for_desk()[:CHANGES_COUNT]
    return [
        Change(
            title=revision.article.title,
            address=_form_of(revision.article_id),
            what=revision.get_act_display(),
            who=str(revision.made_by) if revision.made_by else _("Cổng thông tin"),
            moment=revision.made_at,
        )
        for revision in found
    ]


def plan_of(user: User, year: int, month: int, at: dt.datetime | None = None) -> Plan:
    """What was published or will be in a month, as far as this person may see it; one query."""
    if not works_on_news(user):
        return Plan({}, is_cut=False)
    now = at or timezone.now()
    articles = Article.objects.visible_to(user, now).going_out(dates.month_bounds(year, month)).for_desk()
    found = list(articles[: PLAN_COUNT + 1])
    rows: dict[dt.date, list[Row]] = defaultdict(list)
    for article in found[:PLAN_COUNT]:
        rows[dates.local_day(article.due_at)].append(_row(article, now))
    return Plan(dict(rows), is_cut=len(found) > PLAN_COUNT)


def list_of(state: State, *, mine: bool = False) -> str:
    """The list of all articles in a state, in the admin (``news.admin.states`` reads these words)."""
    query = {"trang-thai": state.value, **({"cua": "toi"} if mine else {})}
    return f"{reverse('admin:news_article_changelist')}?{urlencode(query)}"


# --- the sections ---------------------------------------------------------------------------------------------


def _returned(user: User, now: dt.datetime) -> Section:
    articles = Article.objects.written_by(user).in_state(State.RETURNED, now).with_last_act(Act.GIVE_BACK)
    return _section(
        articles.latest_changed_first(),
        now,
        key="bi-tra-lai",
        title=_("Bài bị trả lại cần sửa"),
        action=_("Sửa bài"),
        empty=_("Không có bài nào bị trả lại."),
        more=list_of(State.RETURNED, mine=True),
    )


def _to_review(user: User, now: dt.datetime) -> Section:
    articles = Article.objects.in_scope(rights.scope_of(user)).in_state(State.SUBMITTED, now)
    return _section(
        articles.with_last_act(Act.SUBMIT).longest_waiting_first(),
        now,
        key="cho-duyet",
        title=_("Chờ tôi duyệt"),
        action=_("Đọc và duyệt"),
        empty=_("Không có bài nào chờ duyệt."),
        more=list_of(State.SUBMITTED),
    )


def _to_publish(user: User, now: dt.datetime) -> Section:
    articles = Article.objects.in_scope(rights.scope_of(user)).in_state(State.APPROVED, now)
    return _section(
        articles.with_last_act(Act.APPROVE).longest_waiting_first(),
        now,
        key="cho-dang",
        title=_("Chờ đăng"),
        action=_("Đăng hoặc hẹn giờ"),
        empty=_("Không có bài nào đã duyệt mà chưa đăng."),
        more=list_of(State.APPROVED),
    )


def _scheduled(user: User, now: dt.datetime) -> list[Section]:
    """Today's and the following seven days'. What is overdue, because nobody came by to set it off, is today's."""
    tomorrow = dates.day_bounds(dates.local_day(now)).end
    articles = Article.objects.concerning(user, rights.scope_of(user)).in_state(State.SCHEDULED, now)
    said = {"action": _("Mở bài"), "more": list_of(State.SCHEDULED)}
    return [
        _section(
            articles.due_before(tomorrow),
            now,
            key="hen-gio-hom-nay",
            title=_("Hẹn giờ hôm nay"),
            empty=_("Hôm nay không có bài nào hẹn giờ."),
            **said,
        ),
        _section(
            articles.due_before(tomorrow + _WEEK, since=tomorrow),
            now,
            key="hen-gio-7-ngay",
            title=_("Hẹn giờ 7 ngày tới"),
            empty=_("Bảy ngày tới chưa có bài nào hẹn giờ."),
            **said,
        ),
    ]


def _drafts(user: User, now: dt.datetime) -> Section:
    return _section(
        Article.objects.written_by(user).in_state(State.DRAFT, now).latest_changed_first(),
        now,
        key="ban-nhap",
        title=_("Bản nháp của tôi"),
        action=_("Viết tiếp"),
        empty=_("Bạn không có bản nháp nào."),
        more=list_of(State.DRAFT, mine=True),
    )


def _unsaved(user: User) -> Section:
    """What was typed into a form that was never saved; the form offers it again."""
    typed = list(Autosave.objects.for_desk(user)[:SHOWN_COUNT])
    new_form = reverse("admin:news_article_add")
    rows = [
        Row(
            title=_typed_title(row) or (row.article.title if row.article else "") or _("Bài chưa có tiêu đề"),
            address=_form_of(row.article_id) if row.article_id else new_form,
            who=_("bài đã lưu, có chỗ sửa chưa lưu") if row.article_id else _("bài mới, chưa lưu lần nào"),
            moment=row.saved_at,
        )
        for row in typed
    ]
    return Section(
        key="go-do",
        title=_("Gõ dở chưa lưu"),
        action=_("Mở để khôi phục"),
        empty=_("Không có gì gõ dở."),
        rows=rows,
        total=typed[0].total if typed else 0,
    )


def _typed_title(row: Autosave) -> str:
    return row.typed_title.strip() if isinstance(row.typed_title, str) else ""


def _section(articles: ArticleQuerySet, now: dt.datetime, *, more: str, **said: str) -> Section:
    found = list(articles.for_desk()[:SHOWN_COUNT])
    total = found[0].total if found else 0
    rows = [_row(article, now) for article in found]
    return Section(rows=rows, total=total, more=more if total > len(rows) else "", **said)


def _row(article: Article, now: dt.datetime) -> Row:
    """The line of an article, with whatever its query knows about the last act and the moment it is due."""
    known = vars(article)
    return Row(
        title=article.title,
        address=_form_of(article.pk),
        who=known.get("act_by") or (str(article.created_by) if article.created_by else ""),
        moment=known.get("act_at") or article.updated_at,
        state=article.state_at(now),
        due_at=known.get("due_at"),
        reason=known.get("act_reason") or "",
        category=article.category.name,
        is_version=article.is_version,
    )


def _form_of(pk: int) -> str:
    return reverse("admin:news_article_change", args=[pk])
