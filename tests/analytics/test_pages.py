"""The beacon, the figures and the page of statistics, as browsers, robots and strangers meet them."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.analytics.counter import COUNTER
from portal.analytics.demo_data import loader
from portal.analytics.models import ArticleViewCount, PageViewCount
from portal.core.text import dates
from tests.factories import make_article

pytestmark = pytest.mark.django_db

BROWSER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "sec-fetch-site": "same-origin"}


def beacon(client: Client, path: str | bytes = "/", **headers: str) -> Any:
    sent = {**BROWSER, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return client.post("/luot/", path, content_type="text/plain;charset=UTF-8", headers=sent)


def counted() -> int:
    COUNTER.flush()
    return PageViewCount.objects.total()


class TestBeacon:
    def test_counts_a_page_and_leaves_no_trace_of_the_reader(self, client: Client) -> None:
        response = beacon(client, "/tin-tuc/")
        assert (response.status_code, response.content) == (204, b"")
        assert not response.cookies
        assert "no-store" in response.headers["Cache-Control"]
        assert counted() == 1
        assert {field.name for field in PageViewCount._meta.fields} == {"id", "day", "kind", "count"}

    def test_counts_a_page_in_english_as_the_same_kind(self, client: Client) -> None:
        assert beacon(client, "/en/tin-tuc/").status_code == 204
        assert counted() == 1
        assert PageViewCount.objects.get().kind == "news"

    def test_needs_no_token(self) -> None:
        assert beacon(Client(enforce_csrf_checks=True)).status_code == 204
        assert counted() == 1

    @pytest.mark.parametrize("agent", ["", "Googlebot/2.1", "curl/8", "python-requests/2", "HeadlessChrome/140"])
    def test_robots_are_not_counted(self, client: Client, agent: str) -> None:
        assert beacon(client, user_agent=agent).status_code == 204
        assert counted() == 0

    @pytest.mark.parametrize("site", ["cross-site", "none", "same-site"])
    def test_a_foreign_page_counts_nothing(self, client: Client, site: str) -> None:
        assert beacon(client, sec_fetch_site=site).status_code == 204
        assert counted() == 0

    @pytest.mark.parametrize("path", ["/khong-co/", "/quan-tri/", "", b"\xff\xfe", "/\x00", "/tin-tuc/2018/02/30/a/"])
    def test_unknown_pages_count_nothing(self, client: Client, path: str | bytes) -> None:
        assert beacon(client, path).status_code == 204
        assert counted() == 0

    def test_a_huge_body_is_refused(self, client: Client) -> None:
        assert beacon(client, "/" * 513).status_code == 413
        assert beacon(client, "/" * 5_000_000).status_code == 413
        assert counted() == 0

    def test_a_flood_from_one_address_is_dammed(self, client: Client) -> None:
        for _ in range(80):
            assert beacon(client).status_code == 204
        assert counted() == 60

    @pytest.mark.parametrize("method", ["get", "put", "delete"])
    def test_is_only_sent_to(self, client: Client, method: str) -> None:
        assert getattr(client, method)("/luot/").status_code == 405

    def test_costs_most_visits_no_query(self, client: Client) -> None:
        beacon(client)
        with CaptureQueriesContext(connection) as queries:
            beacon(client)
        assert len(queries) == 0


class TestFigures:
    def test_are_reckoned_once_a_minute(self, client: Client) -> None:
        today = dates.local_date(timezone.now())
        days = [(today, "home", 3), (today - dt.timedelta(days=1), "home", 4)]
        PageViewCount.objects.increment(("day", "kind"), days)
        assert client.get("/luot/so.json").json() == {"today": 3, "total": 7}
        PageViewCount.objects.increment(("day", "kind"), days)
        assert client.get("/luot/so.json").json() == {"today": 3, "total": 7}
        cache.clear()
        assert client.get("/luot/so.json").json() == {"today": 6, "total": 14}

    def test_stand_at_zero_before_anybody_came(self, client: Client) -> None:
        assert client.get("/luot/so.json").json() == {"today": 0, "total": 0}

    def test_every_page_names_where_they_are_and_is_the_same_however_many(self, client: Client) -> None:
        before = client.get("/").content
        assert b'data-portal-count-url="/luot/"' in before
        assert b'href="/thong-ke-truy-cap/"' in before
        beacon(client)
        assert client.get("/").content == before

    def test_a_missing_page_sends_no_beacon(self, client: Client) -> None:
        assert b"js/public/page-views.js" in client.get("/").content
        assert b"js/public/page-views.js" not in client.get("/khong-co/").content


class TestStatistics:
    def test_shows_days_months_and_the_most_read(self, client: Client) -> None:
        today = dates.local_date(timezone.now())
        read, hidden = make_article(title="Bài được đọc"), make_article(title="Bài đã ẩn", published=False)
        PageViewCount.objects.increment(
            ("day", "kind"), [(today, "article", 1234), (today - dt.timedelta(days=400), "home", 1)]
        )
        ArticleViewCount.objects.increment(("day", "article_id"), [(today, read.pk, 1234), (today, hidden.pk, 9999)])
        page = client.get("/thong-ke-truy-cap/").content.decode()
        assert "Hôm nay 1.234 lượt, từ trước đến nay 1.235 lượt." in page
        assert page.count("Bài được đọc") == 2
        assert "Bài đã ẩn" not in page
        assert len(re.findall(r'<rect class="analytics-chart__bar"', page)) == 30
        assert f'<th scope="row">{today:%d/%m/%Y}</th>' in page

    def test_is_kept_for_each_language(self, client: Client) -> None:
        today = dates.local_date(timezone.now())
        PageViewCount.objects.increment(("day", "kind"), [(today, "article", 1234)])
        ours, english = (client.get(f"{way}/thong-ke-truy-cap/").content.decode() for way in ("", "/en"))
        assert f'<th scope="row">{today:%m/%Y}</th>' in ours
        assert f'<th scope="row">{today:%b %Y}</th>' in english
        assert "Visits today: 1,234; in all: 1,234." in english
        assert ("Bài viết" in ours, "Bài viết" in english) == (True, False)

    def test_stands_empty(self, client: Client) -> None:
        assert "Chưa có bài nào được đếm." in client.get("/thong-ke-truy-cap/").content.decode()

    def test_asks_as_often_for_many_as_for_few_and_once_a_minute(self, client: Client) -> None:
        for _ in range(3):
            make_article()
        loader.load(force=False, stored=[])
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/thong-ke-truy-cap/")
        assert len(queries) <= 10
        with CaptureQueriesContext(connection) as again:
            client.get("/thong-ke-truy-cap/")
        assert len(again) <= 1


class TestDemo:
    def test_fills_once(self) -> None:
        make_article()
        loader.load(force=False, stored=[])
        total = PageViewCount.objects.total()
        loader.load(force=False, stored=[])
        assert PageViewCount.objects.total() == total > 0
