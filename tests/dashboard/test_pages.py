"""The pages of the dashboard: they work, they are empty, they refuse; and the count in the head of the admin."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from emulation.demo_data import loader as emulation_demo
from news import notices
from news import services as article_services
from news.dashboard_sections import dashboard_sections
from news.models import Autosave, Notice, NoticeSettings
from news.workflow import ArticleState
from portal import roles
from portal.accounts.models import User
from portal.core.dashboard import SECTION_ROW_LIMIT
from portal.core.text import dates
from portal.pages import navigation
from tests.factories import make_administrator, make_article, make_staff, make_user
from tests.news.test_workflow import article_in

pytestmark = pytest.mark.django_db

HOME = "/ban-lam-viec/"
PLAN = "/ban-lam-viec/lich/"
NOTICES = "/ban-lam-viec/thong-bao/"
SEEN = "/ban-lam-viec/thong-bao/da-doc/"
PAGES = (HOME, PLAN, NOTICES)


@pytest.fixture
def publisher() -> User:
    return make_staff(roles.PUBLISHER, full_name="Lương Thị Duyệt", email="duyet@example.vn")


@pytest.fixture
def staff_client(client: Client, publisher: User) -> Client:
    """The browser of a publisher."""
    client.force_login(publisher)
    return client


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def tell(recipient: User, count: int = 1) -> list[Notice]:
    """Notices of articles that wait for review."""
    return [
        Notice.objects.create(
            recipient=recipient, article=make_article(status="submitted"), action="submit", actor=make_user()
        )
        for _ in range(count)
    ]


class TestWhoGetsIn:
    @pytest.mark.parametrize("address", PAGES)
    def test_strangers_sign_in_and_come_back(self, client: Client, address: str) -> None:
        assert client.get(address).headers["Location"] == f"/dang-nhap/?next={address}"

    @pytest.mark.parametrize("address", PAGES)
    def test_people_who_are_no_staff_are_refused(self, client: Client, address: str) -> None:
        client.force_login(make_user())
        assert client.get(address).status_code == 403

    @pytest.mark.parametrize("address", [NOTICES, SEEN])
    def test_nor_may_they_write(self, client: Client, address: str) -> None:
        assert client.post(address).headers["Location"].startswith("/dang-nhap/")
        client.force_login(make_user())
        assert client.post(address).status_code == 403

    @pytest.mark.parametrize("address", PAGES)
    def test_nobody_keeps_it(self, staff_client: Client, address: str) -> None:
        response = staff_client.get(address)
        assert "no-store" in response.headers["Cache-Control"]
        assert "noindex" in response.content.decode()

    @pytest.mark.parametrize("address", [HOME, PLAN])
    def test_reading_is_all_one_can_do(self, staff_client: Client, address: str) -> None:
        assert staff_client.post(address).status_code == 405
        assert staff_client.put(NOTICES).status_code == 405
        assert staff_client.get(SEEN).status_code == 405

    def test_search_engines_are_kept_out(self, client: Client) -> None:
        assert "Disallow: /ban-lam-viec/" in client.get("/robots.txt").content.decode()


class TestHome:
    def test_shows_what_waits_with_state_reason_and_deed(self, staff_client: Client, publisher: User) -> None:
        writer = make_staff(roles.CONTRIBUTOR, full_name="Hoàng Thị Cộng")
        article = article_services.submit_article(article=article_in(ArticleState.DRAFT, writer), by=writer)
        own = article_services.submit_article(article=article_in(ArticleState.DRAFT, publisher), by=publisher)
        article_services.return_to_author(article=own, by=make_staff(roles.EDITOR), reason="Thiếu số liệu & <ảnh>.")
        page = text_of(staff_client, HOME)
        assert "Chờ tôi duyệt" in page
        assert f'href="/quan-tri/news/article/{article.pk}/change/"' in page
        assert '<span class="state-badge state-badge--submitted">Chờ duyệt</span>' in page
        assert "Hoàng Thị Cộng" in page
        assert "Thiếu số liệu &amp; &lt;ảnh&gt;." in page
        assert "vừa xong" in page
        assert f'title="{timezone.localtime(article.updated_at):%d/%m/%Y %H:%M}"' in page
        assert f'aria-label="Đọc và duyệt: {article.title}"' in page

    def test_an_empty_dashboard_says_what_is_empty(self, staff_client: Client) -> None:
        page = text_of(staff_client, HOME)
        assert "Không có việc gì đang chờ bạn." in page
        assert "Không có bài nào chờ duyệt." in page
        assert "Không có thông báo mới." in page
        assert "Chưa có thay đổi nào." in page

    def test_a_contributor_is_offered_nothing_to_review(self, client: Client) -> None:
        article = article_in(ArticleState.SUBMITTED)
        client.force_login(make_staff(roles.CONTRIBUTOR))
        page = text_of(client, HOME)
        assert "Chờ tôi duyệt" not in page
        assert article.title not in page

    def test_a_bloc_manager_finds_the_blocs(self, client: Client) -> None:
        emulation_demo.load(force=False, stored=[])
        client.force_login(make_staff(roles.BLOC_MANAGER))
        page = text_of(client, HOME)
        assert "/thanh-vien/" in page
        assert "Viết bài mới" not in page
        assert "Lịch đăng bài" not in page
        assert "Thay đổi gần đây" not in page

    @pytest.mark.parametrize(
        ("state", "key"), [("submitted", "cho-duyet"), ("approved", "cho-dang"), ("returned", "bi-tra-lai")]
    )
    def test_leads_to_the_whole_list_in_the_admin(
        self, staff_client: Client, publisher: User, state: str, key: str
    ) -> None:
        for _ in range(SECTION_ROW_LIMIT + 1):
            make_article(status=state, created_by=publisher)
        other = make_article(title="Ở trạng thái khác", published=False)
        section = next(found for found in dashboard_sections(publisher) if found.key == key)
        assert f'href="{section.more_url.replace("&", "&amp;")}"' in text_of(staff_client, HOME)
        listed = text_of(staff_client, section.more_url)
        assert all(row.url in listed for row in section.rows)
        assert other.title not in listed

    def test_costs_the_same_whatever_waits(
        self, staff_client: Client, publisher: User, django_assert_num_queries: type[CaptureQueriesContext]
    ) -> None:
        self._fill(publisher, 1)
        # The menu is kept for some seconds; here it is read each time.
        cache.delete(navigation.CACHE_KEY)
        with CaptureQueriesContext(connection) as one:
            text_of(staff_client, HOME)
        self._fill(publisher, 12)
        cache.delete(navigation.CACHE_KEY)
        with django_assert_num_queries(len(one)):
            text_of(staff_client, HOME)
        assert len(one) <= 21

    @staticmethod
    def _fill(publisher: User, count: int) -> None:
        for number in range(count):
            for state in (
                ArticleState.SUBMITTED,
                ArticleState.RETURNED,
                ArticleState.APPROVED,
                ArticleState.SCHEDULED,
                ArticleState.DRAFT,
            ):
                article = article_in(state, publisher)
            article_services.save_article(article=article, by=publisher)
            Autosave.objects.create(user=publisher, key=f"{count}-{number}", fields={"title": "Gõ dở"})
        tell(publisher, count)


class TestPlan:
    def test_shows_the_month_that_was_asked_for(self, staff_client: Client) -> None:
        make_article(
            title="Lễ ký giao ước", published_at=dates.start_of_day(dt.date(2018, 3, 27)) + dt.timedelta(hours=8)
        )
        page = text_of(staff_client, f"{PLAN}?thang=2018-03")
        assert "Lịch đăng bài tháng 3/2018" in page
        assert "Lễ ký giao ước" in page
        assert "Đang đăng" in page
        assert f'href="{PLAN}?thang=2018-02"' in page
        assert f'href="{PLAN}?thang=2018-04"' in page
        assert "editorial-calendar--starts-4" in page  # 1 March 2018 was a Thursday

    def test_without_a_month_it_is_this_one(self, staff_client: Client) -> None:
        today = timezone.localdate()
        page = text_of(staff_client, PLAN)
        assert f"Lịch đăng bài tháng {today.month}/{today.year}" in page
        assert "hôm nay" in page
        assert "Tháng này chưa có bài nào đăng hoặc hẹn giờ." in page

    @pytest.mark.parametrize("asked", ["2026-13", "2026", "thang-11", "1899-12", "3000-01", "2026-11-05", "²026-11"])
    def test_a_month_that_is_none_is_told(self, staff_client: Client, asked: str) -> None:
        response = staff_client.get(PLAN, {"thang": asked})
        assert response.status_code == 404
        assert "Không có tháng này." in response.content.decode()

    @pytest.mark.parametrize("asked", ["1900-01", "2999-12"])
    def test_the_first_and_the_last_month_stand(self, staff_client: Client, asked: str) -> None:
        text_of(staff_client, f"{PLAN}?thang={asked}")

    def test_costs_the_same_whatever_goes_out(
        self, staff_client: Client, django_assert_num_queries: type[CaptureQueriesContext]
    ) -> None:
        address = f"{PLAN}?thang=2018-03"
        make_article()
        text_of(staff_client, address)
        with CaptureQueriesContext(connection) as one:
            text_of(staff_client, address)
        for _ in range(20):
            make_article()
        with django_assert_num_queries(len(one)):
            text_of(staff_client, address)
        assert len(one) <= 7


class TestNotices:
    def test_lists_what_one_was_told(self, staff_client: Client, publisher: User) -> None:
        (notice,) = tell(publisher)
        Notice.objects.create(
            recipient=publisher, article=notice.article, action="unschedule", reason="Bài gốc đã ngưng."
        )
        tell(make_staff(roles.EDITOR))
        page = text_of(staff_client, NOTICES)
        assert f"Bài chờ duyệt: {notice.article.title}" in page
        assert "Cổng thông tin, tự động" in page
        assert "Bài gốc đã ngưng." in page
        assert "2 thông báo chưa đọc." in page

    def test_an_empty_list_says_so(self, staff_client: Client) -> None:
        page = text_of(staff_client, NOTICES)
        assert "Chưa có thông báo nào." in page
        assert "Đã đọc tất cả" not in page

    def test_one_or_all_are_marked_as_read(self, staff_client: Client, publisher: User) -> None:
        first, second = tell(publisher, 2)
        staff_client.post(SEEN, {"thong-bao": first.pk})
        assert list(Notice.objects.unseen()) == [second]
        assert staff_client.post(SEEN).headers["Location"] == NOTICES
        assert not Notice.objects.unseen().exists()
        assert "Bạn đã đọc hết thông báo." in text_of(staff_client, NOTICES)

    def test_nobody_reads_for_another(self, staff_client: Client) -> None:
        (notice,) = tell(make_staff(roles.EDITOR))
        staff_client.post(SEEN, {"thong-bao": notice.pk})
        staff_client.post(SEEN)
        assert Notice.objects.unseen().get() == notice

    @pytest.mark.parametrize("key", ["x", "-1", "1.5", "9" * 30, "²"])
    def test_a_key_that_is_none_is_refused(self, staff_client: Client, publisher: User, key: str) -> None:
        tell(publisher)
        assert staff_client.post(SEEN, {"thong-bao": key}).status_code == 400
        assert Notice.objects.unseen().count() == 1

    def test_goes_on_over_pages(self, staff_client: Client, publisher: User) -> None:
        tell(publisher, 21)
        assert 'rel="next" href="?trang=2"' in text_of(staff_client, NOTICES)
        assert 'rel="prev" href="?trang=1"' in text_of(staff_client, f"{NOTICES}?trang=2")
        assert staff_client.get(f"{NOTICES}?trang=3").status_code == 404

    def test_costs_the_same_for_one_and_for_many(
        self, staff_client: Client, publisher: User, django_assert_num_queries: type[CaptureQueriesContext]
    ) -> None:
        tell(publisher)
        text_of(staff_client, NOTICES)
        with CaptureQueriesContext(connection) as one:
            text_of(staff_client, NOTICES)
        tell(publisher, 15)
        with django_assert_num_queries(len(one)):
            text_of(staff_client, NOTICES)


class TestWays:
    def test_shows_what_holds(self, staff_client: Client, publisher: User) -> None:
        page = text_of(staff_client, NOTICES).partition("<main")[2]
        assert page.count(" checked") == 2
        assert "Thư gửi đến duyet@example.vn." in page
        notices.save_notice_settings(user=publisher, in_page=True, by_email=False)
        assert text_of(staff_client, NOTICES).partition("<main")[2].count(" checked") == 1

    @pytest.mark.parametrize(
        ("sent", "in_page", "by_email"),
        [({}, False, False), ({"in_page": "on"}, True, False), ({"in_page": "on", "by_email": "on"}, True, True)],
    )
    def test_each_chooses_for_themselves(
        self, staff_client: Client, publisher: User, sent: dict[str, str], in_page: bool, by_email: bool
    ) -> None:
        response = staff_client.post(NOTICES, sent, follow=True)
        assert "Đã lưu cách nhận thông báo." in response.content.decode()
        chosen = NoticeSettings.objects.get()
        assert (chosen.user, chosen.in_page, chosen.by_email) == (publisher, in_page, by_email)

    def test_the_name_of_another_changes_nothing(self, staff_client: Client, publisher: User) -> None:
        other = make_staff(roles.EDITOR)
        staff_client.post(NOTICES, {"user": other.pk})
        assert NoticeSettings.objects.get().user == publisher

    def test_without_an_address_it_says_whom_to_ask(self, client: Client) -> None:
        client.force_login(make_staff(roles.EDITOR))
        assert "hãy nhờ người quản trị" in text_of(client, NOTICES)


class TestTheHeadOfTheAdmin:
    def test_counts_what_is_unread_and_leads_to_the_dashboard(self, staff_client: Client, publisher: User) -> None:
        tell(publisher, 3)
        page = text_of(staff_client, "/quan-tri/")
        assert f'href="{HOME}"' in page
        assert "<strong>(3)</strong>" in page

    def test_is_silent_when_all_is_read(self, client: Client) -> None:
        client.force_login(make_administrator())
        assert "<strong>(" not in text_of(client, "/quan-tri/")

    def test_public_pages_know_nothing_of_it(self, staff_client: Client, publisher: User) -> None:
        tell(publisher)
        page = text_of(staff_client, "/")
        assert HOME not in page
        assert "Đăng nhập" in page
