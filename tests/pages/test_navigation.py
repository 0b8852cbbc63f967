"""The menu that the administrator sets out, the links, and the demonstration's content."""

import datetime as dt
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.test import Client, RequestFactory
from django.utils import timezone, translation
from lxml import html

from portal.pages import navigation
from portal.pages.demo_data import loader as demo_data
from portal.pages.models import Link, LinkGroup, MenuEntry, Page
from portal.pages.sections import SiteSection
from tests.factories import make_administrator, make_category
from tests.pages.factories import look_again, make_entry, make_page

pytestmark = pytest.mark.django_db


def shown(path: str = "/") -> list[navigation.MenuItem]:
    look_again()
    return list(navigation.navigation(RequestFactory().get(path))["menu"])


def names(path: str = "/") -> list[Any]:
    return [(entry.name, [child.name for child in entry.children]) for entry in shown(path)]


class TestMenu:
    def test_replaces_the_usual_one(self) -> None:
        make_category("Thi đua")
        assert [name for name, _below in names()] == ["Tin tức", "Thi đua", "Khối thi đua", "Văn bản"]
        make_entry("Tin", section=SiteSection.NEWS)
        assert names() == [("Tin", [])]

    def test_leads_to_the_four_kinds_of_places_in_its_order(self) -> None:
        make_entry("Bốn", url="https://example.gov.vn/", position=4)
        make_entry("Ba", section=SiteSection.SITEMAP, position=3)
        make_entry("Hai", category=make_category("Thi đua"), position=2)
        make_entry("Một", page=make_page(), position=1)
        assert [(entry.name, entry.url) for entry in shown()] == [
            ("Một", "/gioi-thieu/"),
            ("Hai", "/chuyen-muc/thi-dua/"),
            ("Ba", "/so-do-trang/"),
            ("Bốn", "https://example.gov.vn/"),
        ]

    def test_has_two_levels_and_headings_that_lead_nowhere(self) -> None:
        heading = make_entry("Tiện ích")
        make_entry("Sơ đồ", section=SiteSection.SITEMAP, parent=heading)
        make_entry("Trống")
        assert names() == [("Tiện ích", ["Sơ đồ"])]

    def test_leaves_out_what_readers_do_not_have(self) -> None:
        hidden = make_entry("Ẩn", is_shown=False, section=SiteSection.NEWS)
        make_entry("Dưới mục ẩn", parent=hidden, section=SiteSection.NEWS)
        make_entry("Nháp", page=make_page("Nháp", published=False))
        make_entry("Đã rút", page=make_page("Rút", withdrawn_at=timezone.now() - dt.timedelta(days=1)))
        make_entry("Có", section=SiteSection.NEWS)
        assert names() == [("Có", [])]

    def test_leaves_out_a_section_that_this_portal_lacks(self) -> None:
        make_entry("Có", section=SiteSection.NEWS)
        entry = make_entry("Không có", section=SiteSection.SEARCH)
        MenuEntry.objects.filter(pk=entry.pk).update(section="closed")
        assert names() == [("Có", [])]

    def test_marks_the_page_at_hand_and_what_is_above_it(self, client: Client) -> None:
        page = make_page("Giới thiệu")
        heading = make_entry("Về chúng tôi")
        make_entry("Giới thiệu chung", page=page, parent=heading)
        make_entry("Tin tức", section=SiteSection.NEWS)
        nav = html.fromstring(client.get("/gioi-thieu/").content.decode()).find(".//nav[@class='site-nav']")
        marked = [
            (node.text_content().strip(), node.get("aria-current")) for node in nav.findall(".//*[@aria-current]")
        ]
        assert marked == [("Về chúng tôi", "true"), ("Giới thiệu chung", "page")]

    def test_english_pages_have_the_english_names_and_addresses(self) -> None:
        page = make_page()
        make_page("About", language="en", translation_of=page)
        make_entry("Giới thiệu", title_en="About us", page=page)
        make_entry("Chỉ tiếng Việt", section=SiteSection.NEWS)
        with translation.override("en"):
            assert [(entry.name, entry.url) for entry in shown()] == [("About us", "/en/about/")]

    def test_english_pages_lead_to_sections_in_english(self) -> None:
        make_entry("Tin", title_en="News", section=SiteSection.NEWS)
        with translation.override("en"):
            assert [(entry.name, entry.url) for entry in shown()] == [("News", "/en/tin-tuc/")]

    def test_costs_one_query_and_then_none(self, django_assert_num_queries: Any) -> None:
        heading = make_entry("Mục")
        make_entry("Trang", page=make_page(is_in_footer=True), parent=heading)
        make_entry("Chuyên mục", category=make_category(), parent=heading)
        request = RequestFactory().get("/")
        look_again()
        with django_assert_num_queries(1):
            context = navigation.navigation(request)
            assert list(context["menu"])
            assert list(context["footer_pages"])
        with django_assert_num_queries(0):
            assert list(navigation.navigation(request)["menu"])

    def test_without_a_database_the_last_known_stands(self) -> None:
        make_entry("Tin", section=SiteSection.NEWS)
        assert names() == [("Tin", [])]
        with mock.patch.object(navigation, "_load_navigation", side_effect=DatabaseError):
            assert names() == [("Tin", [])]
            cache.clear()
            assert names() == [("Tin tức", []), ("Khối thi đua", []), ("Văn bản", [])]

    @pytest.mark.parametrize(
        "fields",
        [
            {"title": ""},
            {"title": "x" * 81, "section": SiteSection.NEWS},
            {"title": "Hai nơi", "section": SiteSection.NEWS, "url": "https://example.gov.vn/"},
            {"title": "Địa chỉ lạ", "url": "javascript:alert(1)"},
            {"title": "Địa chỉ lạ", "url": "/trong-cong/"},
            {"title": "Phòng lạ", "section": "phong-la"},
        ],
    )
    def test_refuses_what_makes_no_sense(self, fields: dict[str, Any]) -> None:
        with pytest.raises(ValidationError):
            make_entry(**{"title": "", **fields})

    def test_refuses_a_third_level_a_circle_and_a_child_that_leads_nowhere(self) -> None:
        top = make_entry("Một")
        child = make_entry("Hai", parent=top, section=SiteSection.NEWS)
        for title, fields in {
            "Ba": {"parent": child, "section": SiteSection.NEWS},
            "Bốn": {"parent": top},
        }.items():
            with pytest.raises(ValidationError):
                make_entry(title, **fields)
        top.parent = top
        with pytest.raises(ValidationError, match="không thể thuộc chính nó"):
            top.clean()
        top.parent, top.section = make_entry("Khác"), SiteSection.NEWS
        with pytest.raises(ValidationError, match="đang có mục con"):
            top.clean()

    def test_is_set_out_in_the_admin(self, client: Client) -> None:
        client.force_login(make_administrator())
        form = client.get("/quan-tri/pages/menuentry/add/").content.decode()
        assert "Sơ đồ trang" in form
        values = {"title": "Sơ đồ", "section": "sitemap", "position": "0", "is_shown": "on"}
        assert client.post("/quan-tri/pages/menuentry/add/", values).status_code == 302
        refused = client.post("/quan-tri/pages/menuentry/add/", {**values, "url": "https://example.gov.vn/"})
        assert "Mỗi mục chỉ dẫn đến một nơi" in refused.content.decode()
        listed = client.get("/quan-tri/pages/menuentry/").content.decode()
        assert "Sơ đồ" in listed
        make_page("Con", parent=make_page())
        assert "— Con</option>" in client.get("/quan-tri/pages/menuentry/add/").content.decode()


class TestFoot:
    def foot(self, client: Client, address: str) -> str:
        look_again()
        return client.get(address).content.decode().partition("<footer")[2]

    def test_in_english_names_the_translation_of_what_was_chosen(self, client: Client) -> None:
        page = make_page("Chính sách", is_in_footer=True)
        make_page("Policy", language="en", translation_of=page)
        foot = self.foot(client, "/en/")
        assert '<a href="/en/policy/">Policy</a>' in foot
        assert "Chính sách" not in foot
        assert "Policy" not in self.foot(client, "/")

    def test_in_english_names_the_original_where_readers_have_no_translation(self, client: Client) -> None:
        page = make_page("Chính sách", is_in_footer=True)
        make_page("Policy", language="en", translation_of=page, published=False)
        assert '<a href="/chinh-sach/" hreflang="vi" lang="vi">Chính sách</a>' in self.foot(client, "/en/")
        assert '<a href="/chinh-sach/">Chính sách</a>' in self.foot(client, "/")

    def test_names_each_page_once(self, client: Client) -> None:
        page = make_page("Chính sách", is_in_footer=True)
        make_page("Policy", language="en", translation_of=page, is_in_footer=True)
        make_page("Terms", language="en", is_in_footer=True)
        foot = self.foot(client, "/en/")
        assert foot.count("/en/policy/") == foot.count("/en/terms/") == 1
        assert "/en/" not in self.foot(client, "/")


class TestLinks:
    def test_are_shown_by_group_in_their_order(self, client: Client) -> None:
        second = LinkGroup.objects.create(name="Trong tỉnh", position=2)
        first = LinkGroup.objects.create(name="Trung ương", position=1)
        LinkGroup.objects.create(name="Nhóm trống", position=0)
        first.links.create(name="Cổng B", url="https://b.example.gov.vn/", position=2)
        first.links.create(name="Cổng A", url="https://a.example.gov.vn/", position=1)
        first.links.create(name="Cổng ẩn", url="https://c.example.gov.vn/", is_shown=False)
        second.links.create(name="Cổng D", url="https://d.example.gov.vn/")
        page = client.get("/lien-ket/").content.decode()
        places = [page.index(words) for words in ("Trung ương", "Cổng A", "Cổng B", "Trong tỉnh", "Cổng D")]
        assert places == sorted(places)
        assert "Nhóm trống" not in page
        assert "Cổng ẩn" not in page

    def test_an_english_page_marks_only_the_vietnamese_names(self, client: Client) -> None:
        group = LinkGroup.objects.create(name="Trung ương", name_en="Central government")
        group.links.create(name="Cổng A", name_en="Portal A", url="https://a.example.gov.vn/")
        group.links.create(name="Cổng B", url="https://b.example.gov.vn/")
        page = client.get("/en/lien-ket/").content.decode()
        assert 'id="nhom-1">Central government<' in page
        assert 'rel="external noopener">Portal A<' in page
        assert 'rel="external noopener" lang="vi">Cổng B<' in page

    def test_an_empty_page_says_so(self, client: Client) -> None:
        assert "Chưa có liên kết nào." in client.get("/lien-ket/").content.decode()

    @pytest.mark.parametrize("url", ["", "javascript:alert(1)", "//khac.vn", "ftp://x.vn", "https://" + "x" * 500])
    def test_lead_to_addresses_of_the_web(self, url: str) -> None:
        group = LinkGroup.objects.create(name="Nhóm")
        with pytest.raises(ValidationError):
            Link(group=group, name="Cổng", url=url).full_clean()

    def test_are_kept_in_the_admin(self, client: Client) -> None:
        client.force_login(make_administrator())
        values = {
            "name": "Trung ương",
            "position": "0",
            **{f"links-{name}_FORMS": number for name, number in {"TOTAL": "1", "INITIAL": "0"}.items()},
            "links-0-name": "Cổng A",
            "links-0-url": "https://a.example.gov.vn/",
            "links-0-position": "0",
            "links-0-is_shown": "on",
        }
        assert client.post("/quan-tri/pages/linkgroup/add/", values).status_code == 302
        assert Link.objects.get().name == "Cổng A"
        assert "Trung ương" in client.get("/quan-tri/pages/linkgroup/").content.decode()


class TestDemonstration:
    def load(self) -> str:
        said = demo_data.load(force=False, stored=[])
        look_again()
        return said

    def test_has_what_an_agency_needs_and_every_page_answers(self, client: Client) -> None:
        assert self.load() == f"Site: {len(demo_data.PAGES)} pages added; 0 pages were there."
        for page in Page.objects.all():
            assert client.get(page.get_absolute_url()).status_code == 200, page
        home = client.get("/").content.decode()
        foot = home.partition("<footer")[2]
        assert "Chính sách bảo vệ dữ liệu cá nhân" in foot
        assert "Tuyên bố về khả năng tiếp cận" in foot
        assert "Giới thiệu" in home.partition("<footer")[0]
        assert "2 ngày làm việc" in client.get("/bao-ve-du-lieu-ca-nhan/").content.decode()
        assert "Cổng Dịch vụ công quốc gia" in client.get("/lien-ket/").content.decode()

    def test_comes_once_and_leaves_what_people_made(self) -> None:
        self.load()
        page = Page.objects.get(path="gioi-thieu", language="vi")
        Page.objects.filter(pk=page.pk).update(title="Do người sửa")
        MenuEntry.objects.filter(title="Liên hệ").delete()
        counts = [kind.objects.count() for kind in (Page, MenuEntry, LinkGroup, Link)]
        assert "0 pages added" in self.load()
        assert [kind.objects.count() for kind in (Page, MenuEntry, LinkGroup, Link)] == counts
        page.refresh_from_db()
        assert page.title == "Do người sửa"
