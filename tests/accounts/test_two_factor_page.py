"""/dang-nhap/hai-lop/: one's own two-factor; and the administrator's button that takes it away."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine
from django.conf import settings as portal_settings
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts import qr_code, two_factor
from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.audit.models import AuditEntry
from tests.accounts.factories import next_code, shown_by, turn_on, wrong_code
from tests.dashboard.test_staff_wording import english_in
from tests.factories import PASSWORD, make_administrator, make_user

pytestmark = pytest.mark.django_db

PAGE = "/dang-nhap/hai-lop/"
CODES = re.compile(r"<code>([a-z2-7]{4}-[a-z2-7]{4})</code>")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(dt.datetime(2026, 11, 30, 1, 0, 5, tzinfo=dt.UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def user(client: Client) -> User:
    user = make_administrator(username="quynh")
    client.force_login(user)
    return user


@pytest.fixture
def protected(client: Client, clock: time_machine.Traveller) -> User:
    """Signed in, with two-factor."""
    user = make_administrator(username="quynh")
    turn_on(user)
    client.force_login(user)
    return user


def manage(client: Client, action: str, code: str, password: str = PASSWORD) -> HttpResponse:
    return client.post(PAGE, {"action": action, "code": code, "password": password})


class TestTurningOn:
    def test_strangers_sign_in_first(self, client: Client) -> None:
        assert client.get(PAGE).headers["Location"] == f"/dang-nhap/?next={PAGE}"

    def test_shows_the_key_as_image_and_as_letters(self, client: Client, user: User) -> None:
        response = client.get(PAGE)
        page = response.content.decode()
        phone = TOTPDevice.objects.get()
        assert two_factor.formatted_secret(phone) in page
        assert qr_code.make_qr_code(two_factor.provisioning_uri(phone, "testserver")).path in page
        assert phone.key not in page
        assert "no-store" in response.headers["Cache-Control"]
        assert "img-src 'self'" in response.headers["Content-Security-Policy"]
        assert english_in(page.replace("Google Authenticator", "").replace("Microsoft Authenticator", "")) == []

    def test_a_right_code_turns_it_on_and_shows_the_recovery_codes_once(self, client: Client, user: User) -> None:
        client.get(f"{PAGE}?next=/quan-tri/news/")
        response = client.post(PAGE, {"code": shown_by(TOTPDevice.objects.get()), "next": "/quan-tri/news/"})
        page = response.content.decode()
        codes = CODES.findall(page)
        assert len(codes) == two_factor.RECOVERY_CODE_COUNT
        file = re.search(r'href="data:text/plain;charset=utf-8,([^"]+)" download=', page)
        assert all(code in unquote(file[1]) for code in codes)
        assert 'href="/quan-tri/news/"' in page
        assert not CODES.findall(client.get(PAGE).content.decode())
        assert client.get("/ban-lam-viec/").status_code == 200

    def test_a_wrong_code_turns_nothing_on(self, client: Client, user: User) -> None:
        client.get(PAGE)
        page = client.post(PAGE, {"code": wrong_code(user)}).content.decode()
        assert "Mã không đúng" in page
        assert "phải đợi một lát" in client.post(PAGE, {"code": shown_by(TOTPDevice.objects.get())}).content.decode()
        user.refresh_from_db()
        assert user.two_factor_enabled_at is None

    def test_ends_ones_other_sessions(self, client: Client, user: User) -> None:
        elsewhere = Client()
        elsewhere.force_login(user)
        client.get(PAGE)
        client.post(PAGE, {"code": shown_by(TOTPDevice.objects.get())})
        assert elsewhere.get("/ban-lam-viec/").status_code == 302
        assert client.get("/ban-lam-viec/").status_code == 200

    def test_leads_nowhere_else(self, client: Client, user: User) -> None:
        assert "evil.example" not in client.get(f"{PAGE}?next=https://evil.example/").content.decode()

    @pytest.mark.parametrize("address", ["/quan-tri/", "/ban-lam-viec/"])
    def test_is_found_from_where_one_works(self, client: Client, user: User, address: str) -> None:
        assert f'href="{PAGE}"' in client.get(address).content.decode()


class TestChanging:
    def test_says_since_when_and_how_many_codes_are_left(self, client: Client, protected: User) -> None:
        page = client.get(PAGE).content.decode()
        assert "08:00, 30/11/2026" in page
        assert "chưa dùng: 10" in page
        assert two_factor.formatted_secret(TOTPDevice.objects.get()) not in page
        assert english_in(page) == []

    def test_makes_new_codes(self, client: Client, protected: User) -> None:
        codes = CODES.findall(manage(client, "ma-moi", next_code(protected)).content.decode())
        assert len(codes) == two_factor.RECOVERY_CODE_COUNT
        assert AuditEntry.objects.of_action(audit_services.RECOVERY_CODES_GENERATED).exists()

    def test_turns_off(self, client: Client, protected: User) -> None:
        assert manage(client, "tat", next_code(protected)).headers["Location"] == PAGE
        protected.refresh_from_db()
        assert protected.two_factor_enabled_at is None
        assert "Đã tắt xác thực hai lớp" in client.get(PAGE).content.decode()

    def test_turns_off_with_a_recovery_code(self, client: Client, protected: User) -> None:
        codes = two_factor.regenerate_recovery_codes(user=protected)
        assert manage(client, "tat", codes[0]).status_code == 302
        protected.refresh_from_db()
        assert protected.two_factor_enabled_at is None

    def test_moves_to_another_phone(self, client: Client, protected: User, clock: time_machine.Traveller) -> None:
        old = TOTPDevice.objects.get()
        assert manage(client, "chuyen", next_code(protected)).status_code == 302
        page = client.get(PAGE).content.decode()
        new = TOTPDevice.objects.exclude(pk=old.pk).get()
        assert two_factor.formatted_secret(new) in page
        assert CODES.findall(client.post(PAGE, {"code": shown_by(new)}).content.decode())
        assert TOTPDevice.objects.get() == new
        assert "Đang bật" in client.get(PAGE).content.decode()

    def test_moving_is_not_left_open(self, client: Client, protected: User, clock: time_machine.Traveller) -> None:
        manage(client, "chuyen", next_code(protected))
        clock.shift(dt.timedelta(minutes=11))
        assert "Đang bật" in client.get(PAGE).content.decode()

    @pytest.mark.parametrize("action", ["ma-moi", "chuyen", "tat"])
    def test_needs_both_password_and_code(
        self, client: Client, protected: User, clock: time_machine.Traveller, action: str
    ) -> None:
        wrong = manage(client, action, next_code(protected), password="sai").content.decode()
        assert "Mật khẩu không đúng" in wrong
        assert "Mã không đúng" in manage(client, action, wrong_code(protected)).content.decode()
        assert manage(client, action, "").status_code == 200
        assert "account-qr" not in client.get(PAGE).content.decode()
        protected.refresh_from_db()
        assert protected.two_factor_enabled_at
        assert TOTPDevice.objects.count() == 1
        # The code that came with a wrong password is not used up.
        clock.shift(dt.timedelta(seconds=2))
        assert two_factor.verify_code(user=protected, code=next_code(protected)) is two_factor.CodeResult.VALID

    def test_guessing_here_locks_out_too(self, client: Client, protected: User, clock: time_machine.Traveller) -> None:
        statuses = [
            manage(client, "tat", "123123", password="sai").status_code for _ in range(portal_settings.SIGN_IN_ATTEMPTS)
        ]
        assert statuses[-1] == 429

    def test_an_act_that_is_none_is_refused(self, client: Client, protected: User) -> None:
        assert manage(client, "xoa-het", next_code(protected)).status_code == 200
        protected.refresh_from_db()
        assert protected.two_factor_enabled_at


class TestTakingAway:
    def address(self, user: User) -> str:
        return f"/quan-tri/accounts/user/{user.pk}/go-hai-lop/"

    @pytest.fixture
    def colleague(self) -> User:
        colleague = make_user(username="sao", full_name="Mã Thị Sao", email="sao@example.gov.vn", is_staff=True)
        turn_on(colleague)
        return colleague

    def test_asks_then_acts_and_tells_the_person(
        self, client: Client, user: User, colleague: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        there = Client()
        there.force_login(colleague)
        page = client.get(f"/quan-tri/accounts/user/{colleague.pk}/change/").content.decode()
        assert self.address(colleague) in page
        asked = client.get(self.address(colleague)).content.decode()
        assert "Mã Thị Sao" in asked
        assert english_in(asked) == []
        colleague.refresh_from_db()
        assert colleague.two_factor_enabled_at
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(self.address(colleague)).status_code == 302
        colleague.refresh_from_db()
        assert colleague.two_factor_enabled_at is None
        assert there.get("/ban-lam-viec/").status_code == 302
        assert (mail.outbox[0].to, "vừa gỡ" in mail.outbox[0].body) == (["sao@example.gov.vn"], True)
        assert AuditEntry.objects.of_action(audit_services.TWO_FACTOR_RESET).get().user_id == user.pk

    def test_is_for_those_who_may_and_never_for_a_superusers(self, client: Client, colleague: User) -> None:
        superuser = make_administrator()
        turn_on(superuser)
        chief = make_user(permissions=("change_user", "view_user"))
        client.force_login(chief)
        assert client.post(self.address(superuser)).status_code == 403
        assert "go-hai-lop" not in client.get(f"/quan-tri/accounts/user/{superuser.pk}/change/").content.decode()
        client.force_login(make_user(permissions=("view_user",)))
        assert client.post(self.address(colleague)).status_code == 403
        client.force_login(chief)
        assert client.post(self.address(colleague)).status_code == 302

    def test_ones_own_is_not_taken_away_without_a_code(self, client: Client, protected: User) -> None:
        assert client.post(self.address(protected)).status_code == 403

    def test_where_there_is_none_there_is_nothing_to_take(self, client: Client, user: User) -> None:
        assert client.get(self.address(make_user())).status_code == 404

    def test_no_page_of_the_account_shows_the_key(self, client: Client, user: User, colleague: User) -> None:
        codes = two_factor.regenerate_recovery_codes(user=colleague)
        phone = TOTPDevice.objects.get()
        secrets = {phone.key, two_factor.formatted_secret(phone), *codes, *(code.replace("-", "") for code in codes)}
        account = f"/quan-tri/accounts/user/{colleague.pk}"
        for address in (
            "/quan-tri/accounts/user/",
            f"{account}/change/",
            f"{account}/history/",
            f"{account}/delete/",
            "/quan-tri/audit/auditentry/",
        ):
            page = client.get(address).content.decode()
            assert not [secret for secret in secrets if secret in page], address
            assert english_in(page) == [], address
        export = client.get("/quan-tri/audit/auditentry/xuat-csv/")
        table = b"".join(export.streaming_content).decode()
        assert not [secret for secret in secrets if secret in table]

    def test_they_go_with_the_account(self, client: Client, user: User, colleague: User) -> None:
        address = f"/quan-tri/accounts/user/{colleague.pk}/delete/"
        assert "token" not in client.get(address).content.decode().lower().replace("csrfmiddlewaretoken", "")
        assert client.post(address, {"post": "yes"}).status_code == 302
        assert not TOTPDevice.objects.exists()

    def test_the_list_says_who_has_it(self, client: Client, user: User, colleague: User) -> None:
        page = client.get("/quan-tri/accounts/user/?two_factor_enabled_at__isempty=0").content.decode()
        assert "sao" in page
        assert ">quynh<" not in page
