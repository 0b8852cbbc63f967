"""Missed addresses: what is noted, how little it costs, and what somebody does about them."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.core.http import rate_limit
from portal.redirects import not_found_log
from portal.redirects.models import NotFoundHit
from tests.factories import make_administrator, make_user

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/redirects/notfoundhit/"
NOW = dt.datetime(2026, 3, 27, 8, tzinfo=timezone.get_default_timezone())


def make_missed(path: str = "/cu/a.html", **fields: Any) -> NotFoundHit:
    return NotFoundHit.objects.create(path=path, **fields)


def a_minute_later() -> None:
    """What is kept for a minute is gone; what waits to be counted is not."""
    for key in [key.split(":", 2)[2] for key in cache._cache if "missed.written" in key]:
        cache.delete(key)
    rate_limit.reset_process_counts()


class TestNoting:
    def test_an_address_without_a_page_is_noted(self, client: Client) -> None:
        assert client.get("/cu/hội-nghị.html?id=5").status_code == 404
        missed = NotFoundHit.objects.get()
        assert (missed.path, missed.count, missed.is_ignored) == ("/cu/hội-nghị.html", 1, False)

    def test_within_a_minute_it_is_written_once_and_counted_with_the_next(self, client: Client) -> None:
        for _ in range(4):
            client.get("/cu/a.html")
        assert NotFoundHit.objects.get().count == 1
        a_minute_later()
        client.get("/cu/a.html/")
        assert NotFoundHit.objects.get().count == 5

    @pytest.mark.parametrize(
        ("referrer", "kept"),
        [
            ("http://testserver/tin-tuc/?ngay=1", "/tin-tuc/"),
            ("https://khac.example/ho-so?so-cccd=001", "khac.example"),
            ("https://[", ""),
            ("", ""),
        ],
    )
    def test_of_where_it_came_from_only_the_place_is_kept(self, client: Client, referrer: str, kept: str) -> None:
        client.get("/cu/a.html", headers={"referer": referrer})
        assert NotFoundHit.objects.get().last_referrer == kept

    @pytest.mark.parametrize(
        "address",
        ["/quan-tri/khong-co/", "/media/khong-co.jpg", "/static/khong-co.css", "/a%00b", "/" + "a" * 600, "/tin-tuc"],
    )
    def test_what_nobody_would_redirect_is_not(self, client: Client, address: str) -> None:
        client.force_login(make_administrator())
        client.get(address)
        assert not NotFoundHit.objects.exists()

    def test_posting_is_not(self, client: Client) -> None:
        client.post("/cu/a.html")
        assert not NotFoundHit.objects.exists()

    def test_a_news_address_that_is_gone_is(self, client: Client) -> None:
        client.get("/tin-tuc/2018/03/27/khong-co/")
        assert NotFoundHit.objects.get().path == "/tin-tuc/2018/03/27/khong-co"

    def test_rubbish_makes_one_row_that_bothers_nobody(self, client: Client) -> None:
        for name in ("a", "b", "c"):
            client.get(f"/{name}.php")
            a_minute_later()
        missed = NotFoundHit.objects.get()
        assert (missed.path, missed.count, missed.is_ignored) == ("*.php", 3, True)

    def test_the_page_is_the_same_and_without_a_cookie(self, client: Client) -> None:
        first, second = client.get("/cu/a.html"), client.get("/cu/a.html")
        assert first.content == second.content
        assert not first.cookies
        assert "Cookie" not in first.headers.get("Vary", "")


class TestFloods:
    def test_random_addresses_are_written_so_many_times_a_minute(self, client: Client) -> None:
        for number in range(not_found_log.WRITES_PER_MINUTE + 20):
            client.get(f"/cu/{number}.html")
        assert NotFoundHit.objects.count() == not_found_log.WRITES_PER_MINUTE

    def test_beyond_that_nothing_is_written_and_nothing_kept(self, client: Client) -> None:
        client.get("/cu/a.html")
        for _ in range(not_found_log.WRITES_PER_MINUTE):
            not_found_log._WRITE_LIMIT.hit()
        kept = set(cache._cache)
        with CaptureQueriesContext(connection) as captured:
            client.get("/cu/b.html")
        assert len(captured) == 1  # whether it has a redirect
        assert set(cache._cache) == kept

    def test_the_table_has_an_end_and_the_least_missed_go_first(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(not_found_log, "MAX_ROWS", 3)
        make_missed("/nhieu", count=50, last_seen_at=NOW)
        make_missed("/cu-nhat", last_seen_at=NOW - dt.timedelta(days=9))
        make_missed("/moi-hon", last_seen_at=NOW - dt.timedelta(days=1))
        client.get("/moi-nhat")
        assert set(NotFoundHit.objects.values_list("path", flat=True)) == {"/nhieu", "/moi-hon", "/moi-nhat"}

    def test_what_was_put_aside_stays(self) -> None:
        make_missed("/bo-qua", is_ignored=True)
        for path in ("/a", "/b"):
            make_missed(path)
        assert NotFoundHit.objects.prune_to(1) == 2
        assert NotFoundHit.objects.get().path == "/bo-qua"

    def test_a_database_that_cannot_be_written_to_is_no_readers_concern(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def read_only(*args: Any, **kwargs: Any) -> Any:
            raise OperationalError("attempt to write a readonly database")

        monkeypatch.setattr(NotFoundHit.objects, "record_hit", read_only)
        assert client.get("/cu/a.html").status_code == 404


class TestList:
    @pytest.fixture
    def staff_client(self, client: Client) -> Client:
        client.force_login(make_user(permissions=("add_redirect",)))
        return client

    def shown(self, client: Client, **query: str) -> list[str]:
        return [missed.path for missed in client.get(LIST, query).context["cl"].result_list]

    def test_the_most_missed_come_first_and_what_was_put_aside_does_not(self, staff_client: Client) -> None:
        make_missed("/it", count=2)
        make_missed("/nhieu", count=90)
        make_missed("/bo-qua", count=900, is_ignored=True)
        assert self.shown(staff_client) == ["/nhieu", "/it"]
        assert self.shown(staff_client, **{"trang-thai": "bo-qua"}) == ["/bo-qua"]
        assert self.shown(staff_client, **{"trang-thai": "tat-ca"}) == ["/bo-qua", "/nhieu", "/it"]

    def test_each_offers_a_redirect(self, staff_client: Client) -> None:
        make_missed("/cu/hội nghị.html")
        page = staff_client.get(LIST).content.decode()
        assert "/quan-tri/redirects/redirect/add/?path=%2Fcu%2Fh%E1%BB%99i+ngh%E1%BB%8B.html" in page
        assert "Tạo chuyển hướng" in page

    def test_rubbish_offers_none(self, staff_client: Client) -> None:
        make_missed("*.php", is_ignored=True)
        assert "Tạo chuyển hướng" not in staff_client.get(LIST, {"trang-thai": "bo-qua"}).content.decode()

    def test_they_are_put_aside_and_taken_up_again(self, staff_client: Client) -> None:
        missed = make_missed()
        for action, is_ignored in (("ignore", True), ("restore_to_list", False)):
            staff_client.post(f"{LIST}?trang-thai=tat-ca", {"action": action, "_selected_action": [missed.pk]})
            missed.refresh_from_db()
            assert missed.is_ignored is is_ignored

    def test_who_may_only_look_puts_nothing_aside(self, client: Client) -> None:
        missed = make_missed()
        client.force_login(make_user(permissions=("view_notfoundhit",)))
        assert self.shown(client) == ["/cu/a.html"]
        client.post(LIST, {"action": "ignore", "_selected_action": [missed.pk]})
        missed.refresh_from_db()
        assert missed.is_ignored is False

    def test_it_is_for_those_who_may(self, client: Client) -> None:
        assert client.get(LIST).status_code == 302
        client.force_login(make_user(permissions=("add_article",)))
        assert client.get(LIST).status_code == 403

    @pytest.mark.parametrize("part", ["add/", "{pk}/delete/"])
    def test_nothing_is_written_by_hand(self, staff_client: Client, part: str) -> None:
        address = LIST + part.format(pk=make_missed().pk)
        assert staff_client.post(address, {"post": "yes"}).status_code == 403
