"""Sitemaps: valid by the rules of sitemaps.org, whole, holding nothing that is not public, at one cost."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from emulation.covenants import sign_covenant
from emulation.demo_data import loader as emulation_demo
from emulation.documents import adopt_document
from emulation.models import Bloc
from news import services as article_services
from news.models import Article
from portal.core import sitemaps
from portal.core.sitemaps import landing_pages
from tests.emulation.year_factories import SIGNED_ON, make_covenant, make_document, make_version, make_year
from tests.factories import make_article, make_author, make_category

pytestmark = pytest.mark.django_db

NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
# The W3C's note on dates and times: a day, or a time with its offset.
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?")
MOST_ADDRESSES, MOST_BYTES = 50_000, 50 * 1024 * 1024


def faults(document: bytes) -> list[str]:
    """What sitemap.xsd, siteindex.xsd and the protocol would refuse."""
    root = etree.fromstring(document)
    kinds = {f"{NS}urlset": "url", f"{NS}sitemapindex": "sitemap"}
    if root.tag not in kinds:
        return [f"the root is {root.tag}"]
    found = [] if 0 < len(root) <= MOST_ADDRESSES and len(document) <= MOST_BYTES else ["too few or too many"]
    locations = [row.findtext(f"{NS}loc") or "" for row in root]
    if len(set(locations)) < len(locations):
        found.append("an address comes twice")
    for row, location in zip(root, locations, strict=True):
        if row.tag != NS + kinds[root.tag]:
            found.append(f"a {row.tag}")
        if not re.fullmatch(r"http://testserver/[\x21-\x7e]*", location) or len(location) >= 2048:
            found.append(f"the address {location!r}")
        names = [child.tag.removeprefix(NS) for child in row if child.tag.startswith(NS)]
        if names not in (["loc"], ["loc", "lastmod"]):
            found.append(f"{location} has {names}")
        changed = row.findtext(f"{NS}lastmod")
        if changed is not None and not _TIMESTAMP.fullmatch(changed):
            found.append(f"{location} changed at {changed!r}")
    return found


def read(client: Client, address: str) -> etree._Element:
    response = client.get(address)
    assert response.status_code == 200, address
    assert faults(response.content) == []
    return etree.fromstring(response.content)


def locations(client: Client, address: str) -> list[str]:
    return [str(row.text).removeprefix("http://testserver") for row in read(client, address).iter(f"{NS}loc")]


def all_pages(client: Client) -> list[str]:
    return [page for part in locations(client, "/sitemap.xml") for page in locations(client, part)]


def changed_at(client: Client, part: str, page: str) -> str | None:
    rows = [row for row in read(client, part) if row.findtext(f"{NS}loc") == f"http://testserver{page}"]
    return rows[0].findtext(f"{NS}lastmod")


@pytest.fixture
def article() -> Article:
    return make_article(slug="hoi-nghi", category=make_category("Tin hoạt động"), author=make_author("Nông Thúy Quỳnh"))


class TestAllPages:
    def test_an_empty_portal_names_its_openings(self, client: Client) -> None:
        ours = [reverse(name) for name in ("home", *landing_pages, "api:docs")]
        assert all_pages(client)[: len(ours)] == ours
        assert "/en/tin-tuc/" in all_pages(client)

    def test_every_kind_is_there_and_every_page_answers(self, client: Client, article: Article) -> None:
        emulation_demo.load(force=False, stored=[])
        bloc = Bloc.objects.get(slug="so-iv")
        document = make_document(bloc.years.get(year=2018))
        make_version(document)
        adopt_document(document=document, on=SIGNED_ON)
        pages = all_pages(client)
        for page in (
            "/tin-tuc/2018/03/27/hoi-nghi/",
            "/chuyen-muc/tin-hoat-dong/",
            "/tac-gia/nong-thuy-quynh/",
            "/khoi-thi-dua/so-iv/",
            "/khoi-thi-dua/so-iv/2018/",
            "/khoi-thi-dua/so-iv/2018/giao-uoc/",
            f"/khoi-thi-dua/so-iv/2018/van-ban/{document.pk}/",
            "/co-quan/so-tu-phap/",
        ):
            assert page in pages
        assert len(set(pages)) == len(pages)
        for page in pages:
            assert client.get(page).status_code == 200, page

    @pytest.mark.parametrize(
        "hidden",
        [
            {"published": False},
            {"status": Article.Status.WITHDRAWN},
            {"published_at": timezone.now() + dt.timedelta(days=1)},
        ],
    )
    def test_what_is_not_public_is_not_named(self, client: Client, hidden: dict[str, object]) -> None:
        make_article(slug="kin", author=make_author("Chưa Đăng"), **hidden)
        make_author("Không Viết")
        make_document(make_year())
        make_covenant()
        pages = [page for page in all_pages(client) if page not in {"/van-ban/", "/en/van-ban/"}]
        for part in ("kin", "tac-gia", "van-ban", "giao-uoc"):
            assert part not in " ".join(pages)

    def test_an_odd_address_is_escaped(self) -> None:
        document = sitemaps.render_sitemap([sitemaps.SitemapEntry("/a&b<c>/đường/")], "http://testserver").encode()
        assert faults(document) == []


class TestParts:
    def test_are_cut_by_keys(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sitemaps, "PART_SIZE", 3)
        category = make_category()
        made = [make_article(category=category) for _ in range(10)]
        for gone in made[2:8]:
            gone.delete()
        parts = [part for part in locations(client, "/sitemap.xml") if part.startswith("/sitemap-tin-tuc-")]
        held = [locations(client, part) for part in parts]
        assert all(1 <= len(pages) <= 3 for pages in held)
        assert sorted(page for pages in held for page in pages) == sorted(
            row.get_absolute_url() for row in (*made[:2], *made[8:])
        )

    def test_are_found_however_far_the_keys_reach(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sitemaps, "_PARTS_PER_QUERY", 3)
        category = make_category()
        far = make_article(category=category, pk=40 * sitemaps.PART_SIZE)
        parts = [part for part in locations(client, "/sitemap.xml") if part.startswith("/sitemap-tin-tuc-")]
        assert parts == ["/sitemap-tin-tuc-40.xml"]
        assert locations(client, parts[0]) == [far.get_absolute_url()]

    def test_never_hold_more_than_the_protocol_allows(self) -> None:
        assert sitemaps.PART_SIZE <= MOST_ADDRESSES
        longest = "/" + "a" * 200
        rows = [sitemaps.SitemapEntry(longest, timezone.now())] * sitemaps.PART_SIZE
        assert len(sitemaps.render_sitemap(rows, "https://cong-thong-tin.example.gov.vn")) < MOST_BYTES

    @pytest.mark.parametrize(
        "address",
        [
            "/sitemap-tin-tuc-1.xml",
            "/sitemap-tin-tuc-99999999999999999999.xml",
            "/sitemap-khong-co-0.xml",
            "/sitemap-trang-1.xml",
            "/sitemap-van-ban-0.xml",
        ],
    )
    def test_one_that_holds_nothing_is_a_404(self, client: Client, article: Article, address: str) -> None:
        assert client.get(address).status_code == 404


class TestLastChange:
    def test_of_an_article_is_its_publication_or_a_later_change(self, client: Client, article: Article) -> None:
        address = article.get_absolute_url()
        part = f"/sitemap-tin-tuc-{article.pk // sitemaps.PART_SIZE}.xml"
        Article.objects.update(updated_at=dt.datetime(2018, 3, 1, tzinfo=dt.UTC))
        assert changed_at(client, part, address) == "2018-03-27T08:00:00+07:00"
        with time_machine.travel(dt.datetime(2019, 5, 1, 3, tzinfo=dt.UTC), tick=False):
            article.title = "Tên mới"
            article_services.save_article(article=article, by=None)
        assert changed_at(client, part, address) == "2019-05-01T10:00:00+07:00"

    def test_of_a_covenant_is_its_last_signature(self, client: Client) -> None:
        covenant = make_covenant()
        for hour, party in enumerate(covenant.parties.all(), 1):
            with time_machine.travel(dt.datetime(2018, 3, 21, hour, tzinfo=dt.UTC), tick=False):
                sign_covenant(covenant=covenant, agency=party.agency, post="Thủ trưởng", signed_on=SIGNED_ON)
        part = f"/sitemap-giao-uoc-{covenant.year_id // sitemaps.PART_SIZE}.xml"
        assert changed_at(client, part, covenant.get_absolute_url()) == "2018-03-21T09:00:00+07:00"

    def test_is_left_out_where_nobody_knows(self, client: Client, article: Article) -> None:
        part = f"/sitemap-chuyen-muc-{article.category_id // sitemaps.PART_SIZE}.xml"
        assert changed_at(client, part, "/chuyen-muc/tin-hoat-dong/") is None


class TestRecentNews:
    ADDRESS = "/sitemap-tin-moi.xml"

    def test_is_of_the_last_two_days(self, client: Client) -> None:
        now = timezone.now()
        make_article(title="Tin <mới> & \x0b hay", slug="moi", published_at=now - dt.timedelta(hours=47))
        make_article(title="Tin cũ", published_at=now - dt.timedelta(hours=49))
        make_article(title="Tin hẹn giờ", published_at=now + dt.timedelta(hours=1))
        make_article(title="Tin nháp", published=False, published_at=now)
        rows = list(read(client, self.ADDRESS))
        news = rows[0].find(f"{NEWS}news")
        assert len(rows) == 1
        assert [child.tag.removeprefix(NEWS) for child in news] == ["publication", "publication_date", "title"]
        assert news.findtext(f"{NEWS}publication/{NEWS}name") == "Cổng thông tin thi đua – nội chính"
        assert news.findtext(f"{NEWS}publication/{NEWS}language") == "vi"
        assert news.findtext(f"{NEWS}title") == "Tin <mới> & hay"
        assert _TIMESTAMP.fullmatch(news.findtext(f"{NEWS}publication_date"))

    def test_holds_a_thousand_at_most(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("news.sitemaps.RECENT_LIMIT", 2)
        for minutes in range(3):
            make_article(slug=f"tin-{minutes}", published_at=timezone.now() - dt.timedelta(minutes=minutes))
        assert [page.rsplit("/", 2)[1] for page in locations(client, self.ADDRESS)] == ["tin-0", "tin-1"]

    def test_is_an_empty_list_in_quiet_days(self, client: Client, article: Article) -> None:
        assert len(etree.fromstring(client.get(self.ADDRESS).content)) == 0


class TestRobots:
    def test_name_the_sitemaps_and_keep_out_of_the_admin(self, client: Client) -> None:
        lines = client.get("/robots.txt").content.decode().splitlines()
        assert lines == [
            "User-agent: *",
            "Disallow: /quan-tri/",
            "Disallow: /ban-lam-viec/",
            "Disallow: /dang-nhap/",
            "",
            "Sitemap: http://testserver/sitemap.xml",
            "Sitemap: http://testserver/sitemap-tin-moi.xml",
        ]


class TestCost:
    # One of them looks whether a scheduled version is due, one in the news asks what the site is called.
    BUDGET = {"/sitemap.xml": 21, "/sitemap-tin-tuc-{part}.xml": 2, "/sitemap-tin-moi.xml": 3}

    @pytest.mark.parametrize("address", BUDGET)
    def test_does_not_grow(self, client: Client, article: Article, address: str) -> None:
        few = self.queries_of(client, address, article)
        for _ in range(5):
            make_article(published_at=timezone.now() - dt.timedelta(minutes=1), author=make_author())
        assert self.queries_of(client, address, article) == few <= self.BUDGET[address]

    def queries_of(self, client: Client, address: str, article: Article) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address.format(part=article.pk // sitemaps.PART_SIZE)).status_code == 200
        return len(queries)


class TestTheRulesThemselves:
    GOOD = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://testserver/a/</loc>'
        "<lastmod>2018-03-27</lastmod></url></urlset>"
    )

    def test_a_good_one_has_no_faults(self) -> None:
        assert faults(self.GOOD.encode()) == []

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("sitemap/0.9", "sitemap/1"),
            ("http://testserver/a/", "/a/"),
            ("http://testserver/a/", "http://khac.example/a/"),
            ("http://testserver/a/", "http://testserver/đ/"),
            ("2018-03-27", "27/03/2018"),
            ("2018-03-27", "2018-03-27T08:00:00.123+07:00"),
            ("<loc>", "<priority>1</priority><loc>"),
            ("<url>", "<url><loc>http://testserver/a/</loc></url><url>"),
        ],
    )
    def test_a_fault_is_found(self, old: str, new: str) -> None:
        assert faults(self.GOOD.replace(old, new).encode())
