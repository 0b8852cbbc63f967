"""Guessing is slowed by name and by network; a lock ends by itself, and its owner can neither be kept out nor keep it."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import Client, RequestFactory

from portal.accounts import sign_in_limits
from portal.accounts.models import RateLimitCounter, User
from portal.audit import services as audit_services
from portal.audit.models import AuditEntry
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db

HERE, ELSEWHERE = "192.0.2.7", "198.51.100.9"
NOW = dt.datetime(2026, 11, 30, 1, 0, 5, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def owner() -> User:
    return make_user(username="quynh")


def knock(name: str = "quynh", password: str = "sai", address: str = HERE, **headers: str) -> int:
    credentials = {"username": name, "password": password}
    return Client().post("/dang-nhap/", credentials, REMOTE_ADDR=address, headers=headers).status_code


def lock(name: str = "quynh", address: str = HERE) -> None:
    for _ in range(settings.SIGN_IN_ATTEMPTS):
        knock(name, address=address)
    assert knock(name, address=address) == 429


class TestLock:
    @pytest.mark.parametrize("password", ["sai", PASSWORD])
    def test_ends_while_somebody_goes_on_knocking(
        self, clock: time_machine.Traveller, owner: User, password: str
    ) -> None:
        lock()
        for _ in range(14):
            clock.shift(dt.timedelta(minutes=1))
            assert knock(password=password) == 429
        clock.shift(dt.timedelta(minutes=1))
        assert knock(password=PASSWORD) == 302

    def test_lasts_its_whole_time_from_the_failure_that_reached_it(
        self, clock: time_machine.Traveller, owner: User
    ) -> None:
        """Not only until the window of the first failure ends, however slowly somebody tries."""
        for _ in range(settings.SIGN_IN_ATTEMPTS):
            knock()
            clock.shift(dt.timedelta(minutes=14) / settings.SIGN_IN_ATTEMPTS)
        clock.shift(dt.timedelta(minutes=10))
        assert knock(password=PASSWORD) == 429
        clock.shift(dt.timedelta(minutes=15))
        assert knock(password=PASSWORD) == 302

    def test_says_until_when_the_same_for_any_name(self, owner: User) -> None:
        answers = []
        for name in ("quynh", "khong-co-ai"):
            lock(name)
            answers.append(Client().post("/dang-nhap/", {"username": name, "password": PASSWORD}, REMOTE_ADDR=HERE))
        assert [answer.headers["Retry-After"] for answer in answers] == ["900", "900"]
        assert {answer.content.decode().split("<main")[1] for answer in answers}
        assert answers[0].content == answers[1].content
        assert "thử lại từ 08:16" in answers[0].content.decode()

    def test_a_sign_in_that_succeeds_begins_the_count_anew(self, owner: User) -> None:
        for password in [*["sai"] * 4, PASSWORD, *["sai"] * 4]:
            assert knock(password=password) in {200, 302}

    def test_is_on_record_once(self, owner: User) -> None:
        lock()
        for _ in range(5):
            knock()
        entry = AuditEntry.objects.of_action(audit_services.LOCKED_OUT).get()
        assert (entry.actor_name, entry.detail) == ("quynh", {"limit": "tên này từ một nơi"})

    def test_an_operator_ends_it(self, owner: User) -> None:
        lock()
        lock("nguoi-khac")
        call_command("axes_reset_username", "quynh", verbosity=0)
        assert (knock(password=PASSWORD), knock("nguoi-khac")) == (302, 429)


class TestSpraying:
    def test_one_network_tries_so_many_names_and_no_more(self) -> None:
        answers = [knock(f"ten-{number}") for number in range(40)]
        assert answers.count(200) == sign_in_limits.MAX_FAILURES_PER_NETWORK - 1
        assert set(answers[sign_in_limits.MAX_FAILURES_PER_NETWORK :]) == {429}
        assert knock("ten-41", address=ELSEWHERE) == 200

    def test_the_addresses_of_one_subscriber_are_one_network(self) -> None:
        answers = [knock(f"ten-{number}", address=f"2001:db8:1:2::{number:x}") for number in range(40)]
        assert answers.count(200) == sign_in_limits.MAX_FAILURES_PER_NETWORK - 1

    def test_colleagues_behind_the_same_address_sign_in_all_the_same(self, owner: User) -> None:
        assert knock(password=PASSWORD) == 302
        for number in range(40):
            knock(f"ten-{number}")
        assert knock(password=PASSWORD) == 302

    def test_where_no_address_is_told_nobody_suffers_for_others(self) -> None:
        assert {knock(f"ten-{number}", address="") for number in range(40)} == {200}

    def test_a_claimed_address_changes_nothing(self) -> None:
        answers = [knock(f"ten-{n}", **{"x-forwarded-for": f"192.0.2.{n}"}) for n in range(40)]
        assert answers[-1] == 429


class TestGuessingFromEverywhere:
    def guess(self, times: int = sign_in_limits.MAX_FAILURES_PER_USERNAME) -> list[int]:
        return [knock(address=f"203.0.113.{number}") for number in range(1, times + 1)]

    def test_one_name_is_tried_so_often_and_no_more(self, owner: User) -> None:
        assert self.guess().count(200) == sign_in_limits.MAX_FAILURES_PER_USERNAME - 1
        assert knock(address=ELSEWHERE) == 429

    def test_it_does_not_keep_the_owner_from_where_they_work(self, owner: User) -> None:
        assert knock(password=PASSWORD) == 302
        self.guess()
        assert knock(password=PASSWORD) == 302
        assert knock(password=PASSWORD, address=ELSEWHERE) == 429

    def test_nor_for_ever_from_elsewhere(self, clock: time_machine.Traveller, owner: User) -> None:
        self.guess()
        clock.shift(dt.timedelta(minutes=15))
        assert knock(password=PASSWORD, address=ELSEWHERE) == 302

    def test_from_where_they_work_guessing_has_its_limit_too(self, owner: User) -> None:
        assert knock(password=PASSWORD) == 302
        lock()

    def test_a_month_later_a_network_is_as_good_as_any(self, clock: time_machine.Traveller, owner: User) -> None:
        assert knock(password=PASSWORD) == 302
        clock.shift(dt.timedelta(days=31))
        self.guess()
        assert knock(password=PASSWORD) == 429


def test_a_thousand_tries_leave_few_rows_and_nothing_that_was_typed(clock: time_machine.Traveller) -> None:
    for number in range(1000):
        request = RequestFactory().post("/dang-nhap/", {"note": "x" * 2000}, REMOTE_ADDR=f"192.0.{number % 256}.7")
        assert authenticate(request, username=f"ten-{number % 40}", password="mat-khau-bi-mat") is None
        clock.shift(dt.timedelta(seconds=10))
    assert RateLimitCounter.objects.count() < 500
    kept = str(list(RateLimitCounter.objects.values()))
    assert "mat-khau" not in kept
    assert "ten-1" not in kept
    assert not AccessAttempt.objects.exists()


def test_a_sign_in_leaves_no_address_in_the_tables_of_axes(owner: User) -> None:
    knock(password=PASSWORD)
    assert not AccessLog.objects.exists()
