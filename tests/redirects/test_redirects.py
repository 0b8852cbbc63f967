"""Redirects: where they lead, what is refused, and that a page always comes first."""

from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from portal.audit.models import AuditEntry
from portal.redirects import paths, resolver
from portal.redirects.models import NotFoundHit, Redirect
from portal.redirects.suggestions import candidate_slugs, suggest_target
from tests.factories import make_administrator, make_article, make_user

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/redirects/redirect/"
ADD = f"{LIST}add/"


def make_redirect(path: str = "/tin-cu/hoi-nghi.html", target: str = "/tin-tuc/", **fields: Any) -> Redirect:
    redirect = Redirect(path=path, target=target, **fields)
    return resolver.save_redirect(redirect=redirect, by=None)


class TestAnswer:
    @pytest.mark.parametrize(("is_permanent", "status"), [(True, 301), (False, 302)])
    def test_an_old_address_leads_on(self, client: Client, is_permanent: bool, status: int) -> None:
        make_redirect(is_permanent=is_permanent)
        response = client.get("/tin-cu/hoi-nghi.html")
        assert (response.status_code, response.headers["Location"]) == (status, "/tin-tuc/")
        assert response.headers["Cache-Control"].startswith("public, max-age=0")
        assert not response.cookies
        assert not NotFoundHit.objects.exists()

    @pytest.mark.parametrize(
        "asked",
        ["/tin-cũ/hội-nghị/", "/tin-cũ/hội-nghị", "/tin-cu%CC%83/ho%CC%A3%CC%82i-nghi%CC%A3", "/tin-cũ/hội-nghị?a=1"],
    )
    def test_one_address_has_many_spellings(self, client: Client, asked: str) -> None:
        make_redirect("/tin-cũ/hội-nghị/")
        assert client.get(asked).status_code == 301

    def test_another_site_may_be_the_target(self, client: Client) -> None:
        make_redirect(target="https://chinhphu.example/van-ban?so=5#dau")
        assert client.get("/tin-cu/hoi-nghi.html").headers["Location"] == "https://chinhphu.example/van-ban?so=5#dau"

    def test_a_page_comes_first(self, client: Client) -> None:
        Redirect.objects.create(path="/tin-tuc", target="/chuyen-muc/khong-co/")
        assert client.get("/tin-tuc/").status_code == 200

    def test_only_reading_is_led_on(self, client: Client) -> None:
        make_redirect()
        assert client.post("/tin-cu/hoi-nghi.html").status_code == 404
        assert client.head("/tin-cu/hoi-nghi.html").status_code == 301

    def test_without_a_database_no_address_is_said_to_be_missing(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*args: Any, **kwargs: Any) -> Any:
            raise OperationalError("no database")

        client.get("/khong-co/")  # the menu is kept from now on
        monkeypatch.setattr(resolver.Redirect.objects, "for_path", broken)
        client.raise_request_exception = False
        assert client.get("/khong-co/").status_code == 503

    def test_it_costs_one_query(self, client: Client, django_assert_num_queries: type[CaptureQueriesContext]) -> None:
        make_redirect()
        with django_assert_num_queries(1):
            client.get("/tin-cu/hoi-nghi.html")


class TestForm:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("/tin-cu/a.html", "/tin-cu/a.html"),
            (" /tin-cu/a/ ", "/tin-cu/a"),
            ("https://testserver/tin-cu/a", "/tin-cu/a"),
            ("http://localhost:8000/tin-cu/a", "/tin-cu/a"),
            ("/h%E1%BB%99i-ngh%E1%BB%8B", "/hội-nghị"),
        ],
    )
    def test_a_copied_address_is_brought_into_form(self, typed: str, kept: str) -> None:
        assert make_redirect(typed).path == kept

    @pytest.mark.parametrize(
        "path",
        [
            "",
            "/",
            "tin-cu",
            "//khac.example/a",
            "https://khac.example/a",
            "/a?b=c",
            "//[",
            "/quan-tri/news/",
            "/media/a.jpg",
            "/static/a.css",
            "/a\x00b",
            "/" + "a" * 501,
        ],
    )
    def test_no_other_old_address_is_taken(self, path: str) -> None:
        with pytest.raises(ValidationError) as refusal:
            make_redirect(path)
        assert list(refusal.value.message_dict) == ["path"]

    @pytest.mark.parametrize(
        "target",
        [
            "",
            "tin-tuc",
            "//khac.example/",
            "/\\khac.example/",
            "http://khac.example/",
            "javascript:alert(1)",
            "https://",
            "https://[",
            "https:///a",
            "ftp://khac.example/",
            "/a\r\nSet-Cookie: b=c",
        ],
    )
    def test_no_other_target_is_taken(self, target: str) -> None:
        with pytest.raises(ValidationError) as refusal:
            make_redirect(target=target)
        assert list(refusal.value.message_dict) == ["target"]

    def test_our_own_full_address_becomes_a_path(self) -> None:
        assert make_redirect(target="https://testserver/tin-tuc/?ngay=27/03/2018").target == "/tin-tuc/?ngay=27/03/2018"

    def test_an_old_address_has_one_redirect(self) -> None:
        make_redirect("/a")
        with pytest.raises(ValidationError, match="đã có chuyển hướng"):
            make_redirect("/a/")

    @given(st.text(max_size=60))
    def test_whatever_is_typed_never_breaks_it(self, typed: str) -> None:
        for fields in ({"path": typed}, {"target": typed}):
            with suppress(ValidationError):
                Redirect(**{"path": "/a", "target": "/tin-tuc/", **fields}).clean()


class TestCircles:
    @pytest.mark.parametrize("target", ["/a", "/a/", "https://testserver/a", "/%61", "/a?b=c", "/a#b"])
    def test_an_address_does_not_lead_to_itself(self, target: str) -> None:
        with pytest.raises(ValidationError, match="dẫn đến chính nó"):
            make_redirect("/a", target)

    def test_two_do_not_lead_to_each_other(self) -> None:
        make_redirect("/a", "/b")
        with pytest.raises(ValidationError, match="vòng quanh"):
            make_redirect("/b", "/a/")

    def test_a_target_that_leads_on_is_named(self) -> None:
        make_redirect("/b", "/tin-tuc/")
        with pytest.raises(ValidationError, match="/tin-tuc/"):
            make_redirect("/a", "/b?x=1")

    def test_what_others_lead_to_does_not_lead_on(self) -> None:
        make_redirect("/a", "/b")
        with pytest.raises(ValidationError, match="Chuyển hướng của /a đang dẫn đến"):
            make_redirect("/b", "/tin-tuc/")

    def test_a_redirect_is_saved_again_as_it_is(self) -> None:
        redirect = make_redirect()
        resolver.save_redirect(redirect=redirect, by=None)
        assert Redirect.objects.count() == 1


class TestAdmin:
    @pytest.fixture
    def staff_client(self, client: Client) -> Client:
        client.force_login(make_user(permissions=("add_redirect", "view_redirect"), username="van-thu"))
        return client

    def add(self, client: Client, path: str, target: str = "/tin-tuc/") -> Any:
        return client.post(ADD, {"path": path, "target": target, "is_permanent": "on", "note": ""})

    def test_it_is_made_by_somebody_leaves_an_audit_log_entry_and_is_missed_no_longer(
        self, staff_client: Client
    ) -> None:
        staff_client.get("/tin-cu/a.html")
        assert NotFoundHit.objects.count() == 1
        assert self.add(staff_client, "/tin-cu/a.html").status_code == 302
        redirect = Redirect.objects.get()
        assert redirect.made_by.username == "van-thu"
        assert not NotFoundHit.objects.exists()
        assert AuditEntry.objects.of_target("redirects.redirect", str(redirect.pk)).get().action == "redirects.made"

    def test_a_living_page_is_not_led_away(self, staff_client: Client) -> None:
        article = make_article()
        doorstep = ("/dang-nhap/", "/dang-nhap/ma-xac-thuc/", "/dang-nhap/hai-lop/", "/readyz")
        for path in (article.get_absolute_url(), article.get_absolute_url().rstrip("/"), *doorstep):
            response = self.add(staff_client, path)
            assert "đang có một trang" in response.content.decode(), path
        assert not Redirect.objects.exists()

    def test_an_article_that_is_not_public_has_no_page(self, staff_client: Client) -> None:
        draft = make_article(published=False)
        assert self.add(staff_client, draft.get_absolute_url()).status_code == 302

    def test_a_target_without_a_page_is_refused(self, staff_client: Client) -> None:
        response = self.add(staff_client, "/a", "/khong-co/")
        assert "không có trang nào" in response.content.decode()

    def test_the_form_from_the_list_of_misses_comes_filled_in(self, staff_client: Client) -> None:
        article = make_article(title="Hội nghị tổng kết")
        page = staff_client.get(ADD, {"path": "/cu/hoi-nghi-tong-ket-123.html"}).content.decode()
        assert 'value="/cu/hoi-nghi-tong-ket-123.html"' in page
        assert f'value="{article.get_absolute_url()}"' in page

    @pytest.mark.parametrize("address", [LIST, ADD])
    def test_it_is_for_those_who_may(self, client: Client, address: str) -> None:
        assert client.get(address).status_code == 302
        client.force_login(make_user(permissions=("add_article",)))
        assert client.get(address).status_code == 403
        client.force_login(make_administrator())
        assert client.get(address).status_code == 200


class TestSuggestion:
    @pytest.mark.parametrize(
        "path",
        [
            "/hoi-nghi-tong-ket",
            "/vi/news/tin-tuc/hoi-nghi-tong-ket-1234.html",
            "/tin/1234-hoi-nghi-tong-ket.aspx",
            "/tin/hoi_nghi_tong_ket.htm",
            "/tin/hội-nghị-tổng-kết/",
            "/tin/hoi-nghi-tong-ket/1234",
            "/tin/Hoi-nghi-tong-ket-d56.html",
        ],
    )
    def test_the_words_of_an_address_find_the_article(self, path: str) -> None:
        article = make_article(title="Hội nghị tổng kết")
        assert suggest_target(paths.normalize_path(path)) == article.get_absolute_url()

    def test_what_is_not_public_is_not_given_away(self) -> None:
        make_article(title="Hội nghị tổng kết", published=False)
        assert suggest_target("/hoi-nghi-tong-ket") == ""

    @pytest.mark.parametrize("path", ["/", "/123", "/123/456.html", "/---"])
    def test_an_address_without_words_asks_for_nothing(self, path: str) -> None:
        assert candidate_slugs(path) == []


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/wp-login.php", "/wp-*"),
        ("/blog/wp-admin/", "/wp-*"),
        ("/.env", "/.*"),
        ("/.git/config", "/.*"),
        ("/admin/config.php", "*.php"),
        ("/cgi-bin/luci", "*.cgi"),
        ("/index.php", None),
        ("/index.php/vi/news/", None),
        ("/.well-known/security.txt", None),
        ("/tin-tuc/php-la-gi.html", None),
        ("/Default.aspx", None),
    ],
)
def test_rubbish_is_told_from_old_addresses(path: str, kind: str | None) -> None:
    assert paths.probe_kind_of(path) == kind
