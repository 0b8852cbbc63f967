"""What waits for whom: sections by role, their rows, counts and order; the month's plan; what may be followed."""

import datetime as dt
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news import dashboard_sections as news_dashboard
from news import permissions as article_permissions
from news import services as article_services
from news.models import Article, Autosave, CategoryScope
from news.workflow import ArticleState
from portal import roles
from portal.accounts.models import User
from portal.core.dashboard import SECTION_ROW_LIMIT, DashboardSection
from portal.core.text import dates
from tests.factories import make_administrator, make_article, make_category, make_staff, make_user
from tests.news.test_workflow import article_in

pytestmark = pytest.mark.django_db

NOON = dates.start_of_day(dt.date(2026, 11, 24)) + dt.timedelta(hours=12)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def section(user: User, key: str, at: dt.datetime | None = None) -> DashboardSection:
    return next(found for found in news_dashboard.dashboard_sections(user, at) if found.key == key)


def titles(user: User, key: str, at: dt.datetime | None = None) -> list[str]:
    return [row.title for row in section(user, key, at).rows]


def scheduled(title: str, instant: dt.datetime, **fields: Any) -> Article:
    return make_article(title=title, published_at=instant, **fields)


@pytest.fixture
def writer() -> User:
    return make_staff(roles.CONTRIBUTOR, full_name="Hoàng Thị Cộng")


@pytest.fixture
def editor() -> User:
    return make_staff(roles.EDITOR, full_name="Nông Văn Biên")


@pytest.fixture
def publisher() -> User:
    return make_staff(roles.PUBLISHER, full_name="Lương Thị Duyệt")


WRITING = ["bi-tra-lai", "hen-gio-hom-nay", "hen-gio-7-ngay", "ban-nhap", "go-do"]


class TestSections:
    @pytest.mark.parametrize(
        ("role", "keys"),
        [
            (roles.CONTRIBUTOR, WRITING),
            (roles.EDITOR, [*WRITING[:1], "cho-duyet", *WRITING[1:]]),
            (roles.PUBLISHER, [*WRITING[:1], "cho-duyet", "cho-dang", *WRITING[1:]]),
            (roles.BLOC_MANAGER, []),
        ],
    )
    def test_each_role_has_its_own(self, role: roles.Role, keys: list[str]) -> None:
        assert [found.key for found in news_dashboard.dashboard_sections(make_staff(role))] == keys

    def test_an_empty_dashboard_says_so_everywhere(self, publisher: User) -> None:
        for found in news_dashboard.dashboard_sections(publisher):
            assert (found.rows, found.total, found.more_url) == ([], 0, "")
            assert found.empty_text

    def test_all_takes_as_many_queries_as_one(
        self, publisher: User, writer: User, django_assert_num_queries: type[CaptureQueriesContext]
    ) -> None:
        for state in ArticleState:
            if state != ArticleState.MERGED:
                article_in(state, publisher)
        Autosave.objects.create(user=publisher, key="a", fields={"title": "Gõ dở"})
        one = self._queries(publisher, django_assert_num_queries, expected=10)
        for _ in range(12):
            for state in (
                ArticleState.SUBMITTED,
                ArticleState.RETURNED,
                ArticleState.APPROVED,
                ArticleState.SCHEDULED,
                ArticleState.DRAFT,
            ):
                article_in(state, publisher)
        assert self._queries(publisher, django_assert_num_queries, expected=10) > one

    @staticmethod
    def _queries(user: User, assert_num_queries: Any, *, expected: int) -> int:
        """The rows shown to a person of whom nothing is known yet: rights (2), scope (1), sections (7)."""
        fresh = User.objects.get(pk=user.pk)
        with assert_num_queries(expected):
            return sum(len(found.rows) for found in news_dashboard.dashboard_sections(fresh))

    def test_shows_the_first_and_leads_to_all(self, writer: User) -> None:
        for _ in range(SECTION_ROW_LIMIT + 1):
            article_in(ArticleState.DRAFT, writer)
        found = section(writer, "ban-nhap")
        assert (len(found.rows), found.total) == (
            SECTION_ROW_LIMIT,
            SECTION_ROW_LIMIT + 1,
        )
        assert found.more_url == "/quan-tri/news/article/?trang-thai=draft&cua=toi"

    def test_leads_nowhere_when_all_are_shown(self, writer: User) -> None:
        for _ in range(SECTION_ROW_LIMIT):
            article_in(ArticleState.DRAFT, writer)
        assert section(writer, "ban-nhap").more_url == ""


class TestReturned:
    def test_names_the_reason_who_and_when(self, writer: User, editor: User) -> None:
        article = article_services.submit_article(article=article_in(ArticleState.DRAFT, writer), by=writer)
        article_services.return_to_author(article=article, by=editor, reason="Lần đầu.")
        article_services.submit_article(article=article, by=writer)
        article_services.return_to_author(article=article, by=editor, reason="Thiếu số liệu.")
        (row,) = section(writer, "bi-tra-lai").rows
        assert (row.reason, row.actor, row.state) == ("Thiếu số liệu.", "Nông Văn Biên", ArticleState.RETURNED)
        assert row.timestamp == article.revisions.first().made_at
        assert row.url == f"/quan-tri/news/article/{article.pk}/change/"

    def test_is_for_the_writer_alone(self, writer: User, publisher: User) -> None:
        article_in(ArticleState.RETURNED, writer)
        assert section(writer, "bi-tra-lai").total == 1
        assert section(publisher, "bi-tra-lai").total == 0


class TestToReview:
    def test_the_longest_waiting_come_first(self, writer: User, editor: User) -> None:
        first, second = article_in(ArticleState.DRAFT, writer), article_in(ArticleState.DRAFT, writer)
        article_services.submit_article(article=second, by=writer)
        article_services.submit_article(article=first, by=writer)
        article_services.save_article(article=second, by=editor)
        assert titles(editor, "cho-duyet") == [second.title, first.title]
        assert section(editor, "cho-duyet").rows[0].actor == "Hoàng Thị Cộng"

    def test_holds_only_the_categories_one_works_on(self, editor: User, publisher: User) -> None:
        parent = make_category()
        child = make_category(parent=parent)
        inside = make_article(title="Trong phạm vi", status="submitted", category=child)
        make_article(title="Ngoài phạm vi", status="submitted")
        CategoryScope.objects.create(user=editor, category=parent)
        assert titles(editor, "cho-duyet") == ["Trong phạm vi"]
        assert section(publisher, "cho-duyet").total == 2
        assert article_permissions.is_in_scope(editor, inside.category)

    def test_a_next_version_waits_like_any_other(self, editor: User) -> None:
        make_article(status="submitted", revision_of=make_article(), base_revision_number=0)
        (row,) = section(editor, "cho-duyet").rows
        assert row.is_pending_revision


class TestToPublish:
    def test_holds_what_is_approved_and_has_no_hour(self, publisher: User) -> None:
        approved = article_in(ArticleState.APPROVED)
        article_in(ArticleState.SCHEDULED, revision_of=make_article())
        assert titles(publisher, "cho-dang") == [approved.title]


class TestScheduled:
    def test_today_ends_at_midnight_and_the_week_seven_days_later(self, publisher: User) -> None:
        midnight = dates.start_of_day(dt.date(2026, 11, 25))
        scheduled("tối nay", midnight - HOUR)
        scheduled("nửa đêm", midnight)
        scheduled("cuối tuần", midnight + 7 * DAY - HOUR)
        scheduled("tuần sau nữa", midnight + 7 * DAY)
        scheduled("đã đăng", NOON - HOUR)
        assert titles(publisher, "hen-gio-hom-nay", NOON) == ["tối nay"]
        assert titles(publisher, "hen-gio-7-ngay", NOON) == ["nửa đêm", "cuối tuần"]

    def test_the_next_comes_first_and_versions_by_their_own_hour(self, publisher: User) -> None:
        scheduled("sau", NOON + 3 * HOUR)
        live = make_article(title="bản mới")
        fields = {"status": "approved", "revision_of": live, "base_revision_number": 0, "goes_live_at": NOON + HOUR}
        make_article(title="bản mới", **fields)
        found = section(publisher, "hen-gio-hom-nay", NOON).rows
        assert [row.title for row in found] == ["bản mới", "sau"]
        assert (found[0].due_at, found[0].is_pending_revision) == (NOON + HOUR, True)

    def test_a_version_that_is_overdue_is_todays(self, publisher: User) -> None:
        fields = {
            "status": "approved",
            "revision_of": make_article(),
            "base_revision_number": 0,
            "goes_live_at": NOON - 3 * DAY,
        }
        make_article(title="quá giờ", **fields)
        assert titles(publisher, "hen-gio-hom-nay", NOON) == ["quá giờ"]

    def test_a_writer_sees_their_own_only(self, writer: User) -> None:
        scheduled("của tôi", NOON + HOUR, created_by=writer)
        scheduled("của người khác", NOON + HOUR)
        assert titles(writer, "hen-gio-hom-nay", NOON) == ["của tôi"]

    def test_whoever_works_on_some_categories_sees_those_and_their_own(self, publisher: User) -> None:
        category = make_category()
        CategoryScope.objects.create(user=publisher, category=category)
        scheduled("trong phạm vi", NOON + HOUR, category=category)
        scheduled("của tôi", NOON + 2 * HOUR, created_by=publisher)
        scheduled("ngoài phạm vi", NOON + HOUR)
        assert titles(publisher, "hen-gio-hom-nay", NOON) == ["trong phạm vi", "của tôi"]


class TestDraftsAndUnsaved:
    def test_drafts_are_ones_own_the_latest_first(self, writer: User, editor: User) -> None:
        older, newer = article_in(ArticleState.DRAFT, writer), article_in(ArticleState.DRAFT, writer)
        article_services.save_article(article=older, by=editor)
        article_in(ArticleState.DRAFT, editor)
        assert titles(writer, "ban-nhap") == [older.title, newer.title]

    def test_what_was_typed_leads_back_to_its_form(self, writer: User, editor: User) -> None:
        article = article_in(ArticleState.DRAFT, writer)
        now = timezone.now()
        Autosave.objects.create(user=writer, article=article, fields={"title": "Đang sửa"}, saved_at=now)
        Autosave.objects.create(user=writer, key="b", fields={"title": "Bài mới"}, saved_at=now - HOUR)
        Autosave.objects.create(user=writer, key="c", fields={}, saved_at=now - 2 * HOUR)
        Autosave.objects.create(user=editor, key="d", fields={"title": "Của người khác"})
        found = section(writer, "go-do")
        assert [(row.title, row.url) for row in found.rows] == [
            ("Đang sửa", f"/quan-tri/news/article/{article.pk}/change/"),
            ("Bài mới", "/quan-tri/news/article/add/"),
            ("Bài chưa có tiêu đề", "/quan-tri/news/article/add/"),
        ]
        assert found.total == 3

    @pytest.mark.parametrize(
        "fields", [[], "chữ", 7, {"title": None}, {"title": " "}, {"title": ["a"]}, {"title": {"a": 1}}]
    )
    def test_rubbish_that_was_saved_breaks_nothing(self, writer: User, fields: Any) -> None:
        Autosave.objects.create(user=writer, key="x", fields=fields)
        assert titles(writer, "go-do") == ["Bài chưa có tiêu đề"]


class TestRecentChanges:
    def test_says_who_did_what_newest_first(self, writer: User, editor: User) -> None:
        article = article_services.submit_article(article=article_in(ArticleState.DRAFT, writer), by=writer)
        article_services.return_to_author(article=article, by=editor, reason="Thiếu số liệu.")
        assert [(change.action_label, change.actor) for change in news_dashboard.recent_changes(editor)] == [
            ("Trả lại", "Nông Văn Biên"),
            ("Chuyển duyệt", "Hoàng Thị Cộng"),
        ]

    def test_a_writer_follows_their_own_only(self, writer: User) -> None:
        article_services.save_article(article=article_in(ArticleState.DRAFT), by=None)
        own = article_services.save_article(article=article_in(ArticleState.DRAFT, writer), by=writer)
        assert [change.title for change in news_dashboard.recent_changes(writer)] == [own.title]

    def test_is_one_query_and_cut(self, django_assert_num_queries: type[CaptureQueriesContext]) -> None:
        article = article_in(ArticleState.DRAFT)
        for _ in range(news_dashboard.RECENT_CHANGE_LIMIT + 2):
            article_services.save_article(article=article, by=None)
        administrator = make_administrator()
        with django_assert_num_queries(1):
            assert len(news_dashboard.recent_changes(administrator)) == news_dashboard.RECENT_CHANGE_LIMIT


class TestPlan:
    def test_lies_by_local_day_with_states(self, publisher: User) -> None:
        scheduled("đã đăng", NOON - DAY)
        scheduled("hết hạn", NOON - DAY + HOUR, expires_at=NOON - HOUR)
        scheduled("hẹn giờ", dates.start_of_day(dt.date(2026, 11, 30)) + 23 * HOUR)
        scheduled("tháng sau", dates.start_of_day(dt.date(2026, 12, 1)))
        article_in(ArticleState.DRAFT)
        plan = news_dashboard.monthly_schedule(publisher, 2026, 11, NOON)
        assert {day.day: [(row.title, row.state) for row in rows] for day, rows in plan.rows.items()} == {
            23: [("đã đăng", ArticleState.PUBLISHED), ("hết hạn", ArticleState.EXPIRED)],
            30: [("hẹn giờ", ArticleState.SCHEDULED)],
        }
        assert (plan.count, plan.is_truncated) == (3, False)

    def test_a_version_stands_on_its_own_day_only(self, publisher: User) -> None:
        live = make_article(day=dt.date(2018, 3, 27))
        fields = {
            "status": "approved",
            "revision_of": live,
            "base_revision_number": 0,
            "published_at": live.published_at,
        }
        make_article(title="bản mới", goes_live_at=NOON + DAY, **fields)
        assert news_dashboard.monthly_schedule(publisher, 2018, 3, NOON).count == 1
        ((row,),) = news_dashboard.monthly_schedule(publisher, 2026, 11, NOON).rows.values()
        assert (row.title, row.state, row.is_pending_revision) == ("bản mới", ArticleState.SCHEDULED, True)

    def test_a_writer_sees_what_is_public_and_their_own(self, writer: User) -> None:
        scheduled("công khai", NOON - DAY)
        scheduled("của tôi", NOON + DAY, created_by=writer)
        scheduled("của người khác", NOON + DAY)
        plan = news_dashboard.monthly_schedule(writer, 2026, 11, NOON)
        assert [row.title for rows in plan.rows.values() for row in rows] == ["công khai", "của tôi"]

    def test_is_cut_when_there_is_too_much(self, publisher: User, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(news_dashboard, "SCHEDULE_LIMIT", 2)
        for number in range(3):
            scheduled(f"bài {number}", NOON - number * HOUR)
        plan = news_dashboard.monthly_schedule(publisher, 2026, 11, NOON)
        assert (plan.count, plan.is_truncated) == (2, True)

    def test_whoever_writes_no_news_has_none(self) -> None:
        scheduled("đã đăng", NOON - DAY)
        assert news_dashboard.monthly_schedule(make_user(), 2026, 11, NOON).count == 0
