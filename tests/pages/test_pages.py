"""Pages of the tree: their addresses, their time, their surroundings, moving, and what other sections know of them."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.test import Client
from django.utils import timezone

from portal.pages import paths
from portal.pages.models import Page, PageRevision
from portal.pages.services import save_page
from portal.redirects.models import Redirect
from portal.search.models import IndexEntry
from tests.pages.factories import LONG_AGO, look_again, make_entry, make_page

pytestmark = pytest.mark.django_db


def refusal(page: Page, **fields: Any) -> dict[str, list[str]]:
    """What is said when a page is stored with these values."""
    for name, value in fields.items():
        setattr(page, name, value)
    with pytest.raises(ValidationError) as refused:
        save_page(page=page, by=None)
    return refused.value.message_dict


def move(page: Page, **fields: Any) -> Page:
    page = Page.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    save_page(page=page, by=None)
    look_again()
    return page


class TestAddress:
    def test_follows_the_tree(self, client: Client) -> None:
        above = make_page("Giới thiệu")
        page = make_page("Lịch sử hình thành", parent=above)
        assert page.get_absolute_url() == "/gioi-thieu/lich-su-hinh-thanh/"
        answer = client.get("/gioi-thieu/lich-su-hinh-thanh/")
        assert answer.status_code == 200
        assert "Lịch sử hình thành" in answer.content.decode()

    def test_without_its_slash_leads_there_and_nothing_else_does(self, client: Client) -> None:
        make_page()
        assert client.get("/gioi-thieu").headers["Location"] == "/gioi-thieu/"
        assert client.get("/khong-co").status_code == 404
        assert client.get("/khong-co/").status_code == 404

    @pytest.mark.parametrize(
        "slug",
        [
            *(
                "tin-tuc",
                "khoi-thi-dua",
                "tim-kiem",
                "quan-tri",
                "dang-nhap",
                "ban-lam-viec",
                "api",
                "livez",
                "lien-ket",
            ),
            *("chuyen-muc", "tac-gia", "the", "dong-su-kien", "co-quan", "media", "static", "xem-truoc", "en"),
        ],
    )
    def test_never_takes_a_sections_place(self, slug: str) -> None:
        said = refusal(Page(title="Trang", slug=slug))
        assert "đã dành cho một phần khác" in said["slug"][0]

    def test_never_takes_the_place_of_a_sections_twin(self) -> None:
        said = refusal(Page(title="News", slug="tin-tuc", language="en"))
        assert "đã dành cho một phần khác" in said["slug"][0]

    def test_is_taken_once(self) -> None:
        make_page("Giới thiệu")
        assert "Đã có một trang ở địa chỉ này." in refusal(Page(title="Giới thiệu"))["slug"]

    def test_may_come_again_under_another_page_or_in_english(self) -> None:
        above = make_page("Giới thiệu")
        make_page("Giới thiệu", parent=above)
        assert make_page("Giới thiệu", language="en").get_absolute_url() == "/en/gioi-thieu/"

    @pytest.mark.parametrize("slug", ["có dấu", "a/b", "../x", "a b", "<b>", "x" * 121, "\x00"])
    def test_is_made_of_plain_letters(self, slug: str) -> None:
        assert refusal(Page(title="Trang", slug=slug))["slug"]

    def test_has_an_end(self) -> None:
        above = None
        for number in range(2):
            above = make_page(f"Trang {number}", slug="x" * 119, parent=above)
        assert refusal(Page(title="Dưới", slug="y" * 100, parent=above))["slug"] == [
            "Địa chỉ dài quá. Hãy viết ngắn lại."
        ]

    def test_a_database_without_answer_says_of_no_page_that_it_is_missing(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails() -> None:
            raise OperationalError

        page = make_page("Giới thiệu")
        cache.clear()
        monkeypatch.setattr(paths, "_load_paths", fails)
        client.raise_request_exception = False
        for address in (page.get_absolute_url(), "/en/about/", "/khong-co/"):
            answer = client.get(address, headers={"x-stale-copies": "@kept"})
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
            # A worker that is new knows no page yet; the server in front of it may keep this one.
            assert answer.headers["X-Accel-Redirect"] == "@kept"


class TestTree:
    def test_holds_no_circle(self) -> None:
        top = make_page("Một")
        middle = make_page("Hai", parent=top)
        low = make_page("Ba", parent=middle)
        for above in (top, middle, low):
            assert "không thể đứng dưới chính nó" in refusal(Page.objects.get(pk=top.pk), parent=above)["parent"][0]

    def test_has_four_levels(self) -> None:
        above = None
        for number in range(4):
            above = make_page(f"Trang {number}", parent=above)
        assert "nhiều nhất 4 cấp" in refusal(Page(title="Năm"), parent=above)["parent"][0]

    def test_counts_what_a_page_takes_along(self) -> None:
        one = make_page("Một")
        two = make_page("Hai", parent=one)
        make_page("Ba", parent=two)
        other = make_page("Khác")
        under = make_page("Dưới", parent=other)
        assert "nhiều nhất 4 cấp" in refusal(one, parent=under)["parent"][0]
        assert move(one, parent=other).path == "khac/mot"

    def test_is_of_one_language(self) -> None:
        vietnamese = make_page()
        assert "cùng ngôn ngữ" in refusal(Page(title="About", language="en", parent=vietnamese))["parent"][0]
        make_page("Con", parent=vietnamese)
        assert "không đổi ngôn ngữ được" in refusal(vietnamese, language="en")["language"][0]

    @pytest.mark.parametrize(
        ("language", "original", "message"),
        [("vi", "vi", "Chỉ trang tiếng Anh là bản dịch."), ("en", "en", "Hãy chọn một trang tiếng Việt.")],
    )
    def test_only_english_translates_vietnamese(self, language: str, original: str, message: str) -> None:
        page = make_page("Gốc", language=original)
        said = refusal(Page(title="Bản dịch", language=language, translation_of=page))
        assert said["translation_of"] == [message]

    def test_a_page_has_one_translation(self) -> None:
        page = make_page()
        make_page("About", language="en", translation_of=page)
        said = refusal(Page(title="About again", language="en", translation_of=page))
        assert "Trang này đã có bản dịch sang ngôn ngữ ấy." in said["__all__"]


class TestMoving:
    def test_leaves_a_redirect_for_the_page_and_those_below(self, client: Client) -> None:
        page = make_page("Giới thiệu")
        child = make_page("Lịch sử", parent=page)
        make_page("Bản nháp", parent=page, published=False)
        revision = child.revision_number
        move(page, slug="ve-chung-toi")
        for old, new in {"/gioi-thieu/": "/ve-chung-toi/", "/gioi-thieu/lich-su/": "/ve-chung-toi/lich-su/"}.items():
            answer = client.get(old)
            assert (answer.status_code, answer.headers["Location"]) == (301, new)
            assert client.get(new).status_code == 200
        assert client.get("/gioi-thieu/ban-nhap/").status_code == 404
        child.refresh_from_db()
        assert (child.path, child.revision_number) == ("ve-chung-toi/lich-su", revision)

    def test_twice_leads_straight_to_the_last_place(self) -> None:
        page = make_page("Một")
        move(page, slug="hai")
        move(page, slug="ba")
        assert dict(Redirect.objects.values_list("path", "target")) == {"/mot": "/ba/", "/hai": "/ba/"}

    def test_back_takes_the_redirect_away(self, client: Client) -> None:
        page = make_page("Một")
        move(page, slug="hai")
        move(page, slug="mot")
        assert dict(Redirect.objects.values_list("path", "target")) == {"/hai": "/mot/"}
        assert client.get("/mot/").status_code == 200

    def test_of_what_nobody_has_seen_leaves_nothing(self) -> None:
        move(make_page("Một", published=False), slug="hai")
        move(make_page("Ba", published_at=timezone.now() + dt.timedelta(days=1)), slug="bon")
        assert not Redirect.objects.exists()

    def test_under_another_page_and_into_english(self, client: Client) -> None:
        page, above = make_page("About us"), make_page("Giới thiệu")
        move(page, parent=above)
        assert client.get("/about-us/").headers["Location"] == "/gioi-thieu/about-us/"
        move(page, parent=None, language="en")
        assert client.get("/about-us/").headers["Location"] == "/en/about-us/"

    def test_is_whole_or_not_at_all(self) -> None:
        page = make_page("Giới thiệu")
        make_page("Con", parent=page)
        said = refusal(Page.objects.get(pk=page.pk), slug="tin-tuc")
        assert said["slug"]
        page.refresh_from_db()
        assert (page.path, Redirect.objects.count()) == ("gioi-thieu", 0)


class TestTime:
    @pytest.mark.parametrize(
        ("fields", "status"),
        [
            ({"published": False}, 404),
            ({"published_at": LONG_AGO}, 200),
            ({"published_at": LONG_AGO, "withdrawn_at": LONG_AGO + dt.timedelta(days=1)}, 404),
            ({"published_at": LONG_AGO, "withdrawn_at": dt.datetime(2999, 1, 1, tzinfo=dt.UTC)}, 200),
            ({"published_at": dt.datetime(2999, 1, 1, tzinfo=dt.UTC)}, 404),
        ],
    )
    def test_bounds_what_readers_see(self, client: Client, fields: dict[str, Any], status: int) -> None:
        page = make_page(**fields)
        assert client.get("/gioi-thieu/").status_code == status
        assert page.is_published() is (status == 200)
        assert Page.objects.published().exists() is (status == 200)

    def test_a_withdrawn_page_says_so_and_a_draft_does_not(self, client: Client) -> None:
        make_page(withdrawn_at=LONG_AGO + dt.timedelta(days=1))
        make_page("Bản nháp", published=False)
        assert "Trang này không còn được đăng." in client.get("/gioi-thieu/").content.decode()
        assert "không còn được đăng" not in client.get("/ban-nhap/").content.decode()

    def test_comes_by_itself(self, client: Client) -> None:
        with time_machine.travel(LONG_AGO, tick=False):
            make_page(published_at=LONG_AGO + dt.timedelta(hours=1))
            assert client.get("/gioi-thieu/").status_code == 404
        with time_machine.travel(LONG_AGO + dt.timedelta(hours=2), tick=False):
            assert client.get("/gioi-thieu/").status_code == 200

    def test_has_its_ends_in_order(self) -> None:
        message = "Giờ rút xuống phải sau giờ đăng."
        assert message in refusal(Page(title="A", published_at=LONG_AGO, withdrawn_at=LONG_AGO))["__all__"]
        assert message in refusal(Page(title="A", withdrawn_at=LONG_AGO))["__all__"]
        page = make_page()
        with pytest.raises(IntegrityError), transaction.atomic():
            Page.objects.filter(pk=page.pk).update(withdrawn_at=LONG_AGO)


class TestReading:
    def test_shows_the_way_the_children_and_what_stands_beside(self, client: Client) -> None:
        top = make_page("Giới thiệu")
        page = make_page("Tổ chức", parent=top, position=1)
        make_page("Lịch sử", parent=top, position=2)
        make_page("Phòng Một", parent=page)
        make_page("Chưa đăng", parent=top, published=False)
        read = client.get("/gioi-thieu/to-chuc/").content.decode()
        assert '<li><a href="/gioi-thieu/">Giới thiệu</a></li>' in read
        assert '<a href="/gioi-thieu/to-chuc/phong-mot/">Phòng Một</a>' in read
        assert '<a href="/gioi-thieu/lich-su/">Lịch sử</a>' in read
        assert '<a href="/gioi-thieu/to-chuc/" aria-current="page">Tổ chức</a>' in read
        assert "Chưa đăng" not in read
        assert '"@type":"BreadcrumbList"' in read
        assert "data-portal-print" in read

    def test_names_its_translation(self, client: Client) -> None:
        page = make_page()
        make_page("About", language="en", translation_of=page)
        assert (
            '<a class="page-meta__language" href="/en/about/" hreflang="en"'
            in client.get("/gioi-thieu/").content.decode()
        )
        english = client.get("/en/about/").content.decode()
        assert '<a class="page-meta__language" href="/gioi-thieu/" hreflang="vi"' in english
        assert '<article class="article columns__main" lang="en"' in english

    def test_is_clean(self, client: Client) -> None:
        make_page(body='<p onclick="x()">Chữ<script>alert(1)</script></p>')
        read = client.get("/gioi-thieu/").content.decode()
        assert "<p>Chữ</p>" in read
        assert "alert(1)" not in read

    def test_costs_the_same_however_many_there_are(self, client: Client, django_assert_num_queries: Any) -> None:
        top = make_page("Giới thiệu")
        make_page("Một", parent=top)
        client.get("/gioi-thieu/")
        with django_assert_num_queries(3):
            client.get("/gioi-thieu/")
        for number in range(5):
            make_page(f"Trang {number}", parent=top)
        client.get("/gioi-thieu/")
        with django_assert_num_queries(3):
            client.get("/gioi-thieu/")


class TestOtherApps:
    def test_the_search_finds_it_while_it_is_public(self, client: Client) -> None:
        page = make_page("Giới thiệu", body="<p>Chức năng đặc thù của cơ quan.</p>")
        make_page("Bản nháp đặc thù", published=False)
        found = client.get("/tim-kiem/?q=dac+thu").content.decode()
        assert 'href="/gioi-thieu/"' in found
        assert "Bản nháp đặc thù" not in found
        move(page, withdrawn_at=timezone.now())
        assert 'href="/gioi-thieu/"' not in client.get("/tim-kiem/?q=dac+thu").content.decode()

    def test_the_index_follows_a_move(self) -> None:
        page = make_page("Giới thiệu")
        make_page("Con", parent=page)
        move(page, slug="ve-chung-toi")
        addresses = set(IndexEntry.objects.filter(kind="page").values_list("url", flat=True))
        assert addresses == {"/ve-chung-toi/", "/ve-chung-toi/con/"}

    def test_the_sitemap_names_it(self, client: Client) -> None:
        make_page()
        make_page("Bản nháp", published=False)
        make_page("About", language="en")
        listed = client.get("/sitemap-trang-thong-tin-0.xml").content.decode()
        assert "/gioi-thieu/" in listed
        assert "/en/about/" in listed
        assert "ban-nhap" not in listed

    def test_the_map_for_people_shows_the_tree(self, client: Client) -> None:
        top = make_page("Giới thiệu")
        make_page("Lịch sử", parent=top)
        make_page("About", language="en")
        make_entry("Mục riêng", page=top)
        shown = client.get("/so-do-trang/").content.decode()
        for words in ("Giới thiệu", "Lịch sử", "About", "Mục riêng", "Khối thi đua", "Dữ liệu mở"):
            assert words in shown

    def test_the_foot_names_what_was_chosen_for_it(self, client: Client) -> None:
        make_page("Chính sách bảo vệ dữ liệu cá nhân", is_in_footer=True)
        make_page("Bản nháp", is_in_footer=True, published=False)
        foot = client.get("/").content.decode().partition("<footer")[2]
        assert '<a href="/chinh-sach-bao-ve-du-lieu-ca-nhan/">' in foot
        assert "Bản nháp" not in foot
        for address in ("/so-do-trang/", "/lien-ket/", "/tin-tuc/rss.xml"):
            assert f'href="{address}"' in foot

    def test_every_revision_is_kept(self) -> None:
        page = make_page()
        move(page, title="Giới thiệu chung")
        assert list(page.revisions.values_list("revision_number", "action")) == [
            (2, PageRevision.Action.CHANGE),
            (1, PageRevision.Action.CREATE),
        ]
