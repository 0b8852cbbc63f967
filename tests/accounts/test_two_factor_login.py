"""Signing in with two-factor: after the password a code, and before it nothing."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client

from portal.accounts import two_factor
from portal.accounts.models import RateLimitCounter, User
from portal.audit import services as audit_services
from portal.audit.models import AuditEntry
from tests.accounts.factories import next_code, turn_on, wrong_code
from tests.dashboard.test_staff_wording import english_in
from tests.factories import PASSWORD, make_administrator, make_user

pytestmark = pytest.mark.django_db

SIGN_IN, CODE, STATE = "/dang-nhap/", "/dang-nhap/ma-xac-thuc/", "/dang-nhap/phien/"
JSON = {"accept": "application/json"}


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(dt.datetime(2026, 11, 30, 1, 0, 5, tzinfo=dt.UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def user(clock: time_machine.Traveller) -> User:
    user = make_administrator(username="quynh", full_name="Mã Thị Sao")
    turn_on(user)
    return user


def give_password(client: Client, user: User, **fields: object) -> HttpResponse:
    return client.post(SIGN_IN, {"username": user.username, "password": PASSWORD, **fields})


def is_signed_in(client: Client) -> bool:
    return client.get(STATE).json()["signed_in"]


def last_act() -> AuditEntry:
    return AuditEntry.objects.order_by("pk").last()


class TestPassword:
    def test_leads_to_the_code_and_signs_nobody_in(self, client: Client, user: User) -> None:
        response = give_password(client, user)
        assert response.headers["Location"] == CODE
        assert not is_signed_in(client)
        for address in (
            "/ban-lam-viec/",
            "/quan-tri/",
            "/phong-cach/",
            "/dang-nhap/hai-lop/",
            "/quan-tri/news/article/",
        ):
            led = client.get(address, follow=True).redirect_chain[-1][0]
            assert led.split("?")[0] == SIGN_IN, address
        assert client.post("/quan-tri/news/article/nhip/").status_code == 401
        assert not AuditEntry.objects.of_action(audit_services.SIGNED_IN).exists()

    def test_gives_the_session_a_new_key(self, client: Client, user: User) -> None:
        session = client.session
        session["ghi"] = "chú"
        session.save()
        before = session.session_key
        give_password(client, user)
        assert client.session.session_key != before

    def test_a_wrong_one_never_asks_for_a_code(self, client: Client, user: User) -> None:
        response = client.post(SIGN_IN, {"username": user.username, "password": "sai"})
        assert response.status_code == 200
        assert client.get(CODE).headers["Location"] == SIGN_IN

    def test_of_somebody_without_two_factor_is_enough(self, client: Client) -> None:
        assert give_password(client, make_administrator()).headers["Location"] == "/ban-lam-viec/"


class TestCode:
    def test_of_the_phone_signs_in(self, client: Client, user: User) -> None:
        give_password(client, user)
        page = client.get(CODE)
        assert page.status_code == 200
        assert "no-store" in page.headers["Cache-Control"]
        assert english_in(page.content.decode()) == []
        before = client.session.session_key
        response = client.post(CODE, {"code": next_code(user)})
        assert response.headers["Location"] == "/ban-lam-viec/"
        assert client.session.session_key != before
        assert client.get("/ban-lam-viec/").status_code == 200
        assert last_act().action == audit_services.SIGNED_IN
        assert "portal_second_step" not in client.session

    def test_of_recovery_signs_in(self, client: Client, user: User) -> None:
        codes = two_factor.regenerate_recovery_codes(user=user)
        give_password(client, user)
        assert client.post(CODE, {"code": codes[3]}).status_code == 302
        assert is_signed_in(client)
        assert AuditEntry.objects.of_action(audit_services.RECOVERY_CODE_USED).exists()

    def test_leads_back_to_where_one_came_from_but_never_elsewhere(self, client: Client, user: User) -> None:
        codes = two_factor.regenerate_recovery_codes(user=user)
        for wanted, given in (("/quan-tri/news/", "/quan-tri/news/"), ("https://evil.example/", "/ban-lam-viec/")):
            client.logout()
            asked = give_password(client, user, next=wanted).headers["Location"]
            assert "evil" not in asked
            assert 'name="next"' in client.get(asked).content.decode()
            typed = {"code": codes.pop(), "next": wanted}
            assert client.post(asked, typed).headers["Location"] == given

    def test_a_wrong_one_is_told_and_on_record(self, client: Client, user: User) -> None:
        give_password(client, user)
        code = wrong_code(user)
        response = client.post(CODE, {"code": code})
        assert response.status_code == 200
        assert "Mã không đúng" in response.content.decode()
        assert code not in response.content.decode()
        assert not is_signed_in(client)
        entry = last_act()
        assert (entry.action, entry.actor_name) == (audit_services.TWO_FACTOR_FAILED, "quynh")
        assert code not in str(AuditEntry.objects.filter(pk=entry.pk).values().get())
        assert code not in str(list(RateLimitCounter.objects.values()))

    def test_wrong_ones_lock_out_like_wrong_passwords(
        self, client: Client, user: User, clock: time_machine.Traveller
    ) -> None:
        give_password(client, user)
        statuses = []
        for _ in range(settings.SIGN_IN_ATTEMPTS):
            statuses.append(client.post(CODE, {"code": wrong_code(user)}).status_code)
            clock.shift(dt.timedelta(seconds=20))
        assert statuses == [200] * (settings.SIGN_IN_ATTEMPTS - 1) + [429]
        locked = client.post(CODE, {"code": next_code(user, 0)})
        assert locked.status_code == 429
        assert "Tạm khóa đăng nhập" in locked.content.decode()
        assert give_password(Client(), user).status_code == 429
        assert not is_signed_in(client)

    def test_the_right_password_in_between_starts_no_new_count(
        self, client: Client, user: User, clock: time_machine.Traveller
    ) -> None:
        for _ in range(settings.SIGN_IN_ATTEMPTS):
            give_password(client, user)
            client.post(CODE, {"code": wrong_code(user)})
            clock.shift(dt.timedelta(seconds=20))
        assert give_password(client, user).status_code == 429

    def test_one_that_comes_too_soon_is_not_counted(self, client: Client, user: User) -> None:
        give_password(client, user)
        client.post(CODE, {"code": wrong_code(user)})
        page = client.post(CODE, {"code": next_code(user)}).content.decode()
        assert "phải đợi một lát" in page
        assert set(RateLimitCounter.objects.filter(key__startswith="sign_in").values_list("count", flat=True)) == {1}

    def test_five_minutes_are_given(self, client: Client, user: User, clock: time_machine.Traveller) -> None:
        give_password(client, user, next="/quan-tri/news/")
        clock.shift(dt.timedelta(minutes=5, seconds=1))
        response = client.post(f"{CODE}?next=/quan-tri/news/", {"code": next_code(user, 0)})
        assert response.headers["Location"] == f"{SIGN_IN}?next=%2Fquan-tri%2Fnews%2F"
        assert "quá năm phút" in client.get(response.headers["Location"]).content.decode()
        assert not is_signed_in(client)

    @pytest.mark.parametrize("change", ["password", "inactive", "reset"])
    def test_what_happens_to_the_account_meanwhile_counts(self, client: Client, user: User, change: str) -> None:
        give_password(client, user)
        code = next_code(user)
        if change == "password":
            user.set_password("mat-khau-khac-han")
            user.save()
        elif change == "inactive":
            User.objects.update(is_active=False)
        else:
            two_factor.reset(user=user, by=None)
        assert client.post(CODE, {"code": code}).headers["Location"] == SIGN_IN
        assert not is_signed_in(client)

    def test_without_a_password_there_is_no_page(self, client: Client, user: User) -> None:
        assert client.get(CODE).status_code == 302
        assert client.post(CODE, {"code": next_code(user)}).status_code == 302
        assert not is_signed_in(client)


class TestInPlace:
    """The dialog over somebody's work, which speaks JSON."""

    def post(self, client: Client, address: str, **fields: object) -> HttpResponse:
        return client.post(address, fields, headers=JSON)

    def begin(self, client: Client, user: User) -> dict[str, object]:
        return self.post(client, SIGN_IN, username=user.username, password=PASSWORD, person=user.pk).json()

    def test_a_code_is_wanted_then_taken(self, client: Client, user: User) -> None:
        assert self.begin(client, user) == {"ok": False, "code_wanted": True, "message": ""}
        assert not is_signed_in(client)
        answer = self.post(client, CODE, code=next_code(user)).json()
        assert (answer["ok"], answer["id"], answer["name"]) == (True, user.pk, "Mã Thị Sao")
        assert answer["csrf"]
        assert is_signed_in(client)

    def test_a_wrong_one_is_told(self, client: Client, user: User) -> None:
        self.begin(client, user)
        response = self.post(client, CODE, code=wrong_code(user))
        assert (response.status_code, response.json()["code_wanted"]) == (400, True)
        assert "Mã không đúng" in response.json()["message"]

    def test_too_late_it_asks_for_the_password_again(
        self, client: Client, user: User, clock: time_machine.Traveller
    ) -> None:
        self.begin(client, user)
        clock.shift(dt.timedelta(minutes=6))
        response = self.post(client, CODE, code=next_code(user, 0))
        assert (response.status_code, response.json()["password_wanted"]) == (400, True)

    def test_a_lock_out_is_told(self, client: Client, user: User, clock: time_machine.Traveller) -> None:
        self.begin(client, user)
        for _ in range(settings.SIGN_IN_ATTEMPTS):
            response = self.post(client, CODE, code=wrong_code(user))
            clock.shift(dt.timedelta(seconds=20))
        assert response.status_code == 429
        assert "thử lại từ" in response.json()["message"]

    def test_only_who_was_at_work_is_asked(self, client: Client, user: User) -> None:
        other = make_user()
        response = self.post(client, SIGN_IN, username=user.username, password=PASSWORD, person=other.pk)
        assert response.status_code == 400
        assert client.get(CODE).status_code == 302


def test_nothing_is_kept_once_the_session_is_gone(client: Client, user: User) -> None:
    give_password(client, user)
    Session.objects.all().delete()
    assert client.post(CODE, {"code": next_code(user)}).headers["Location"] == SIGN_IN
