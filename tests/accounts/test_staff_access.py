"""The access of the staff: who is let in from where, when, and with what."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal import roles
from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.audit.models import AuditEntry
from tests.accounts.factories import next_code, shown_by, turn_on
from tests.factories import PASSWORD, make_administrator, make_article, make_staff, make_user

pytestmark = pytest.mark.django_db

SECTIONS = ("/quan-tri/", "/quan-tri/news/article/", "/ban-lam-viec/", "/ban-lam-viec/bao-cao.xlsx", "/phong-cach/")
DOORSTEP = ("/dang-nhap/", "/dang-nhap/ma-xac-thuc/", "/dang-nhap/hai-lop/", "/dang-nhap/phien/")
PUBLIC = ("/", "/tin-tuc/", "/en/", "/api/v1/articles")
JSON = {"accept": "application/json"}
# A Monday, eight in the morning and eleven at night in Cao Bằng.
MORNING = dt.datetime(2026, 11, 30, 1, 0, tzinfo=dt.UTC)
NIGHT = dt.datetime(2026, 11, 30, 16, 0, tzinfo=dt.UTC)


def sign_in(client: Client, user: User, **options: Any) -> Any:
    return client.post("/dang-nhap/", {"username": user.username, "password": PASSWORD}, **options)


class TestNetworks:
    @pytest.fixture(autouse=True)
    def office(self, settings: Any) -> None:
        settings.STAFF_NETWORKS = ["10.20.0.0/16", "2001:db8:5::/48"]

    @pytest.mark.parametrize("address", [*SECTIONS, *DOORSTEP])
    def test_from_elsewhere_every_section_is_closed_and_says_why(self, client: Client, address: str) -> None:
        client.force_login(make_administrator())
        response = client.get(address, REMOTE_ADDR="203.0.113.9")
        assert response.status_code == 403
        assert "chỉ mở từ mạng của cơ quan" in response.content.decode()
        assert not response.cookies
        assert "no-store" in response.headers["Cache-Control"]

    def test_nobody_signs_in_from_elsewhere(self, client: Client) -> None:
        user = make_administrator()
        assert sign_in(client, user, REMOTE_ADDR="203.0.113.9").status_code == 403
        response = client.get("/dang-nhap/phien/", headers=JSON, REMOTE_ADDR="203.0.113.9")
        assert (response.status_code, response.json()["ok"]) == (403, False)

    @pytest.mark.parametrize("remote", ["10.20.3.4", "2001:db8:5::9"])
    def test_from_within_all_are_open(self, client: Client, remote: str) -> None:
        assert sign_in(client, make_administrator(), REMOTE_ADDR=remote).status_code == 302
        for address in SECTIONS:
            assert client.get(address, REMOTE_ADDR=remote).status_code == 200, address

    def test_a_claim_is_not_believed(self, client: Client, settings: Any) -> None:
        claim = {"x-forwarded-for": "10.20.3.4"}
        assert client.get("/dang-nhap/", headers=claim, REMOTE_ADDR="203.0.113.9").status_code == 403
        settings.TRUSTED_PROXIES = 1
        assert client.get("/dang-nhap/", headers=claim, REMOTE_ADDR="127.0.0.1").status_code == 200
        claim = {"x-forwarded-for": "10.20.3.4, 203.0.113.9"}
        assert client.get("/dang-nhap/", headers=claim, REMOTE_ADDR="127.0.0.1").status_code == 403

    def test_a_session_taken_elsewhere_opens_nothing(self, client: Client) -> None:
        article = make_article(published=False)
        attachment = article.attachments.create(file=ContentFile(b"%PDF-1.4", name="a.pdf"))
        client.force_login(make_administrator())
        assert client.get(attachment.get_absolute_url(), REMOTE_ADDR="203.0.113.9").status_code == 404
        within = client.get(attachment.get_absolute_url(), REMOTE_ADDR="10.20.3.4")
        within.close()
        assert within.status_code == 200

    @pytest.mark.parametrize("address", PUBLIC)
    def test_public_pages_are_for_everybody(self, client: Client, address: str) -> None:
        response = client.get(address, REMOTE_ADDR="203.0.113.9")
        assert response.status_code == 200
        assert response.headers["Cache-Control"].startswith("public")
        assert not response.cookies


class TestHours:
    @pytest.fixture(autouse=True)
    def week(self, settings: Any) -> None:
        settings.STAFF_HOURS = "Mon-Fri 06:00-22:00"

    @pytest.fixture
    def night(self) -> Iterator[None]:
        with time_machine.travel(NIGHT):
            yield

    def test_within_them_one_works(self, client: Client) -> None:
        with time_machine.travel(MORNING):
            assert sign_in(client, make_staff(roles.EDITOR)).status_code == 302
            assert client.get("/ban-lam-viec/").status_code == 200

    @pytest.mark.parametrize("address", SECTIONS)
    def test_out_of_them_the_sections_are_closed(self, client: Client, night: None, address: str) -> None:
        client.force_login(make_staff(roles.EDITOR))
        response = client.get(address)
        assert response.status_code == 403
        assert "ngoài giờ làm việc" in response.content.decode()

    def test_out_of_them_nobody_signs_in(self, client: Client, night: None) -> None:
        user = make_staff(roles.EDITOR)
        response = sign_in(client, user)
        assert response.status_code == 403
        assert "ngoài giờ làm việc" in response.content.decode()
        assert client.get("/dang-nhap/phien/").json()["signed_in"] is False
        entry = AuditEntry.objects.order_by("pk").last()
        assert (entry.action, entry.actor_name) == (audit_services.SIGN_IN_FAILED, user.username)
        refused = sign_in(client, user, headers=JSON)
        assert (refused.status_code, "ngoài giờ" in refused.json()["message"]) == (403, True)

    def test_a_wrong_password_says_nothing_of_hours(self, client: Client, night: None) -> None:
        user = make_staff(roles.EDITOR)
        response = client.post("/dang-nhap/", {"username": user.username, "password": "sai"})
        assert "Tên đăng nhập hoặc mật khẩu không đúng" in response.content.decode()

    def test_a_superuser_is_let_in_at_any_hour(self, client: Client, night: None) -> None:
        assert sign_in(client, make_administrator()).status_code == 302
        assert client.get("/quan-tri/").status_code == 200

    def test_whoever_is_still_there_may_sign_out(self, client: Client, night: None) -> None:
        client.force_login(make_staff(roles.EDITOR))
        assert client.post("/dang-xuat/").status_code == 302

    @pytest.mark.parametrize("address", PUBLIC)
    def test_public_pages_know_no_hours(self, client: Client, night: None, address: str) -> None:
        assert client.get(address).status_code == 200


class TestRequiredTwoFactor:
    @pytest.fixture(autouse=True)
    def required(self, settings: Any) -> None:
        settings.TWO_FACTOR_REQUIRED_ROLES = ["publisher", "administrator"]

    @pytest.mark.parametrize(
        ("make", "is_asked"),
        [
            (lambda: make_staff(roles.PUBLISHER), True),
            (lambda: make_staff(roles.ADMINISTRATOR), True),
            (make_administrator, True),
            (lambda: make_staff(roles.EDITOR), False),
            (lambda: make_staff(roles.PUBLISHER, is_staff=False), True),
            (make_user, False),
        ],
        ids=["publisher", "administrator", "superuser", "editor", "publisher without a desk", "reader"],
    )
    def test_by_role(self, client: Client, make: Callable[[], User], is_asked: bool) -> None:
        address = sign_in(client, make()).headers["Location"]
        assert address.startswith("/dang-nhap/hai-lop/") is is_asked

    @pytest.mark.parametrize("address", SECTIONS)
    def test_without_it_no_section_opens(self, client: Client, address: str) -> None:
        client.force_login(make_staff(roles.PUBLISHER))
        response = client.get(address, follow=True)
        assert response.status_code == 200
        assert response.redirect_chain[-1][0] == f"/dang-nhap/hai-lop/?{urlencode({'next': address})}"

    def test_nor_does_anything_else_know_the_person(self, client: Client) -> None:
        article = make_article(published=False)
        attachment = article.attachments.create(file=ContentFile(b"%PDF-1.4", name="a.pdf"))
        client.force_login(make_staff(roles.PUBLISHER))
        assert client.get(attachment.get_absolute_url()).status_code == 404
        assert client.post("/quan-tri/news/article/nhip/").status_code == 401
        assert client.get("/dang-nhap/phien/").json()["signed_in"] is False
        response = client.get("/")
        assert isinstance(response.wsgi_request.user, AnonymousUser)

    def test_done_it_leads_to_where_one_wanted_to_go(self, client: Client) -> None:
        user = make_staff(roles.PUBLISHER)
        sign_in(client, user)
        client.get("/dang-nhap/hai-lop/")
        code = shown_by(TOTPDevice.objects.get())
        page = client.post("/dang-nhap/hai-lop/", {"code": code, "next": "/quan-tri/news/"}).content.decode()
        assert 'href="/quan-tri/news/"' in page
        assert client.get("/quan-tri/news/").status_code == 200
        page = client.get("/dang-nhap/hai-lop/").content.decode()
        assert "không tắt được" in page
        assert 'value="tat"' not in page
        refused = {"action": "tat", "password": PASSWORD, "code": next_code(user)}
        assert client.post("/dang-nhap/hai-lop/", refused).status_code == 200
        user.refresh_from_db()
        assert user.two_factor_enabled_at

    def test_the_dialog_says_what_to_do(self, client: Client) -> None:
        response = sign_in(client, make_staff(roles.PUBLISHER), headers=JSON)
        assert response.status_code == 400
        assert "phải bật xác thực hai lớp" in response.json()["message"]
        assert client.get("/dang-nhap/phien/").json()["signed_in"] is False

    def test_a_role_given_later_counts_at_once(self, client: Client) -> None:
        user = make_staff(roles.EDITOR)
        client.force_login(user)
        assert client.get("/ban-lam-viec/").status_code == 200
        user.groups.add(*make_staff(roles.PUBLISHER).groups.all())
        assert client.get("/ban-lam-viec/").status_code == 302

    def test_costs_no_query_for_whoever_has_it_and_one_for_whoever_need_not(
        self, client: Client, settings: Any
    ) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                client.get("/ban-lam-viec/thong-bao/")
            return len(captured)

        publisher, editor = make_staff(roles.PUBLISHER), make_staff(roles.EDITOR)
        turn_on(publisher)
        counts = {}
        for asked in ([], ["publisher"]):
            settings.TWO_FACTOR_REQUIRED_ROLES = asked
            for user in (publisher, editor):
                client.force_login(user)
                queries()
                counts[user, bool(asked)] = queries()
        assert counts[publisher, True] == counts[publisher, False]
        assert counts[editor, True] == counts[editor, False] + 1


class TestNothingSet:
    def test_a_public_page_asks_nothing_of_the_session(self, client: Client) -> None:
        client.force_login(make_administrator())
        client.get("/tin-tuc/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/tin-tuc/")
        assert not any("session" in query["sql"] or "accounts_user" in query["sql"] for query in captured)
