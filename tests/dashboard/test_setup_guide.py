"""The guide for setting up a new portal: what it offers, what it creates, and how it goes away."""

import pytest
from django.test import Client
from django.urls import reverse

from emulation.models import Bloc
from news.models import Category
from portal import roles
from portal.audit.models import AuditEntry
from portal.core import dashboard
from portal.dashboard import setup_guide
from portal.pages.models import MenuEntry, Page, SiteIdentity
from tests.factories import make_administrator, make_article, make_staff

pytestmark = pytest.mark.django_db

GUIDE = "/quan-tri/dung-cong/"
KEYS = ["ten-cong", "lien-he", "chuyen-muc", "trang-bat-buoc", "menu", "con-nguoi", "khoi-thi-dua", "bai-dau-tien"]


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(make_administrator(full_name="Hoàng Thị Quản Trị"))
    return client


def page(client: Client, url: str = GUIDE) -> str:
    return client.get(url).content.decode()


def is_done(key: str) -> bool:
    return next(step for step in dashboard.setup_steps if step.key == key).is_done()


class TestAnEmptyPortal:
    def test_lists_every_step_in_order(self, administrator: Client) -> None:
        shown = page(administrator)
        places = [shown.index(reverse("admin:setup-step", args=[key])) for key in KEYS]
        assert places == sorted(places)
        assert "Đã xong 0 trên 8 bước" in shown

    @pytest.mark.parametrize("url", ["/quan-tri/", "/ban-lam-viec/"])
    def test_heads_both_dashboards(self, administrator: Client, url: str) -> None:
        shown = page(administrator, url)
        assert "Dựng cổng của bạn" in shown
        assert "Tên cổng, cơ quan, biểu trưng, màu" in shown

    @pytest.mark.parametrize("key", KEYS)
    def test_every_step_leads_to_a_page(self, administrator: Client, key: str) -> None:
        assert not is_done(key)
        assert administrator.get(f"{GUIDE}{key}/", follow=True).status_code == 200

    def test_an_unknown_step_is_not_found(self, administrator: Client) -> None:
        assert administrator.get(f"{GUIDE}khong-co/").status_code == 404

    def test_the_first_article_can_be_saved_after_the_categories(self, administrator: Client) -> None:
        administrator.post(f"{GUIDE}chuyen-muc/", {"chon": ["tin-hoat-dong"]})
        category = Category.objects.get()
        form = {"title": "Bài đầu", "summary": "Câu.", "body": "<p>Chữ</p>", "category": category.pk, "_act": "publish"}
        for inline in ("bylines", "gallery", "attachments"):
            form |= {f"{inline}-TOTAL_FORMS": 0, f"{inline}-INITIAL_FORMS": 0}
        administrator.get(f"{GUIDE}bai-dau-tien/")
        answer = administrator.post("/quan-tri/news/article/add/", form)
        assert answer.headers["Location"] == GUIDE
        assert is_done("bai-dau-tien")


class TestCreating:
    def test_the_chosen_categories_and_no_others(self, administrator: Client) -> None:
        shown = administrator.post(f"{GUIDE}chuyen-muc/", {"chon": ["thong-bao", "chuyen-doi-so"]}, follow=True)
        assert list(Category.objects.order_by("position").values_list("name", flat=True)) == [
            "Thông báo",
            "Chuyển đổi số",
        ]
        assert "đã tạo 2 mục" in shown.content.decode()
        assert 'name="chon" value="thong-bao"' not in shown.content.decode()

    def test_nothing_chosen_creates_nothing_and_says_so(self, administrator: Client) -> None:
        shown = administrator.post(f"{GUIDE}chuyen-muc/", {}, follow=True).content.decode()
        assert "Chưa chọn mục nào." in shown
        assert not Category.objects.exists()

    def test_twice_creates_once(self, administrator: Client) -> None:
        for _time in range(2):
            administrator.post(f"{GUIDE}trang-bat-buoc/", {"chon": ["gioi-thieu"]})
        assert Page.objects.count() == 1

    @pytest.mark.parametrize(("key", "option"), [("chuyen-muc", "thong-bao"), ("menu", "news")])
    def test_a_double_click_creates_once_and_complains_of_nothing(
        self, administrator: Client, key: str, option: str
    ) -> None:
        for _time in range(2):
            shown = administrator.post(f"{GUIDE}{key}/", {"chon": [option]}, follow=True)
            assert shown.status_code == 200
        assert Category.objects.count() + MenuEntry.objects.count() == 1
        assert "Chưa chọn mục nào." not in shown.content.decode()

    def test_what_is_not_offered_is_ignored(self, administrator: Client) -> None:
        administrator.post(f"{GUIDE}chuyen-muc/", {"chon": ["<script>", "khong-co", "\0"]})
        assert not Category.objects.exists()

    def test_pages_are_drafts_with_the_facts_of_the_identity(self, administrator: Client) -> None:
        SiteIdentity.objects.create(pk=1, name="Cổng", organisation="Sở Tư pháp <X>", address="Phường Thục Phán")
        administrator.post(f"{GUIDE}trang-bat-buoc/", {"chon": ["gioi-thieu", "bao-ve-du-lieu-ca-nhan"]})
        introduction = Page.objects.get(path="gioi-thieu")
        assert introduction.published_at is None
        assert "Sở Tư pháp &lt;X&gt;" in introduction.body
        assert "Phường Thục Phán" in introduction.body
        assert not is_done("trang-bat-buoc")
        step = next(step for step in dashboard.setup_steps if step.key == "trang-bat-buoc")
        assert step.options is not None
        assert [key for key, _label in step.options()] == ["kha-nang-tiep-can"]

    def test_the_menu_has_what_exists(self, administrator: Client) -> None:
        administrator.post(f"{GUIDE}trang-bat-buoc/", {"chon": ["gioi-thieu"]})
        administrator.post(f"{GUIDE}menu/", {"chon": ["contacts", "news", "gioi-thieu"]})
        assert list(MenuEntry.objects.order_by("position").values_list("title", flat=True)) == [
            "Giới thiệu",
            "Tin tức",
            "Liên hệ",
        ]

    def test_is_written_to_the_audit_log(self, administrator: Client) -> None:
        administrator.post(f"{GUIDE}chuyen-muc/", {"chon": ["thong-bao"]})
        assert AuditEntry.objects.filter(action=setup_guide.SETUP_PREPARED).count() == 1


class TestComingBack:
    def test_from_the_page_where_the_step_was_done(self, administrator: Client) -> None:
        administrator.get(f"{GUIDE}chuyen-muc/")
        answer = administrator.post("/quan-tri/news/category/add/", {"name": "Tin", "position": 0, "_save": "1"})
        assert answer.headers["Location"] == GUIDE
        second = administrator.post("/quan-tri/news/category/add/", {"name": "Tin khác", "position": 1, "_save": "1"})
        assert second.headers["Location"] == "/quan-tri/news/category/"

    def test_not_before_it_is_done(self, administrator: Client) -> None:
        administrator.get(f"{GUIDE}khoi-thi-dua/")
        answer = administrator.post("/quan-tri/news/category/add/", {"name": "Tin", "position": 0, "_save": "1"})
        assert answer.headers["Location"] == "/quan-tri/news/category/"
        assert not Bloc.objects.exists()


class TestPuttingAway:
    def test_takes_it_off_the_dashboards_and_it_can_be_opened_again(self, administrator: Client) -> None:
        administrator.post(f"{GUIDE}cat/")
        assert "Đã xong 0 trên" not in page(administrator, "/ban-lam-viec/")
        assert GUIDE in page(administrator, "/quan-tri/")
        administrator.post(f"{GUIDE}cat/", {"mo": "1"})
        assert "Đã xong 0 trên" in page(administrator, "/ban-lam-viec/")

    def test_twice_is_once(self, administrator: Client) -> None:
        administrator.post(f"{GUIDE}cat/")
        administrator.post(f"{GUIDE}cat/")
        assert AuditEntry.objects.filter(action=setup_guide.SETUP_CLOSED).count() == 1

    def test_happens_by_itself_when_all_is_done(self, administrator: Client) -> None:
        make_article()
        make_staff(roles.CONTRIBUTOR)
        SiteIdentity.objects.create(pk=1, name="Cổng", address="Phường Thục Phán", responsible_person="Nông Văn Nam")
        for key in ("trang-bat-buoc", "menu"):
            step = next(step for step in dashboard.setup_steps if step.key == key)
            assert step.options is not None
            administrator.post(f"{GUIDE}{key}/", {"chon": [option for option, _label in step.options()]})
        Page.objects.update(published_at="2026-01-01T00:00:00Z")
        Bloc.objects.create(slug="so-iv")
        shown = page(administrator, "/quan-tri/")
        assert "Bước tiếp theo" not in shown
        assert "Đã xong 8 trên 8 bước" in page(administrator)


class TestOthers:
    @pytest.mark.parametrize("role", [roles.CONTRIBUTOR, roles.PUBLISHER])
    def test_see_nothing_of_it(self, client: Client, role: roles.Role) -> None:
        client.force_login(make_staff(role))
        assert "Dựng cổng của bạn" not in page(client, "/ban-lam-viec/")
        assert client.get(GUIDE).status_code == 403
        assert client.post(f"{GUIDE}cat/").status_code == 403
        assert client.post(f"{GUIDE}menu/", {"chon": ["news"]}).status_code == 404
        assert not MenuEntry.objects.exists()

    def test_are_sent_to_sign_in_when_nobody(self, client: Client) -> None:
        assert client.get(GUIDE).headers["Location"] == f"/quan-tri/login/?next={GUIDE}"
