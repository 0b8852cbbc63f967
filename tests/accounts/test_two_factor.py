"""Two-factor as acts: what a code is worth, and what happens when it is turned on, moved, off, and taken away."""

import datetime as dt
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts import permissions, two_factor
from portal.accounts.models import User
from portal.accounts.two_factor import CodeResult
from portal.audit import services as audit_services
from portal.audit.models import AuditEntry
from tests.accounts.factories import next_code, shown_by, turn_on, wrong_code
from tests.factories import make_administrator, make_user

pytestmark = pytest.mark.django_db

MORNING = dt.datetime(2026, 11, 30, 1, 0, 5, tzinfo=dt.UTC)
HALF_MINUTE = dt.timedelta(seconds=30)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


def acts() -> list[str]:
    return list(
        AuditEntry.objects.exclude(action=audit_services.PASSWORD_SET).order_by("pk").values_list("action", flat=True)
    )


class TestCodes:
    def test_the_phones_is_taken_once(self, clock: time_machine.Traveller) -> None:
        user = make_user()
        turn_on(user)
        clock.shift(HALF_MINUTE)
        code = next_code(user, drift=0)
        assert two_factor.verify_code(user=user, code=code) is CodeResult.VALID
        assert two_factor.verify_code(user=user, code=code) is CodeResult.INVALID

    def test_that_of_turning_on_is_used_up(self, clock: time_machine.Traveller) -> None:
        user = make_user()
        turn_on(user)
        assert two_factor.verify_code(user=user, code=next_code(user, drift=0)) is CodeResult.INVALID

    @pytest.mark.parametrize(
        ("drift", "result"),
        [(-2, CodeResult.INVALID), (-1, CodeResult.VALID), (1, CodeResult.VALID), (2, CodeResult.INVALID)],
    )
    def test_a_clock_may_be_half_a_minute_off(
        self, clock: time_machine.Traveller, drift: int, result: CodeResult
    ) -> None:
        user = make_user()
        turn_on(user)
        clock.shift(10 * HALF_MINUTE)
        assert two_factor.verify_code(user=user, code=next_code(user, drift)) is result

    def test_spaces_are_no_part_of_it(self, clock: time_machine.Traveller) -> None:
        user = make_user()
        turn_on(user)
        code = next_code(user)
        assert two_factor.verify_code(user=user, code=f" {code[:3]} {code[3:]} ") is CodeResult.VALID

    def test_after_a_wrong_one_the_next_waits(self, clock: time_machine.Traveller) -> None:
        user = make_user()
        turn_on(user)
        assert two_factor.verify_code(user=user, code=wrong_code(user)) is CodeResult.INVALID
        assert two_factor.verify_code(user=user, code=next_code(user)) is CodeResult.THROTTLED
        clock.shift(dt.timedelta(seconds=2))
        assert two_factor.verify_code(user=user, code=next_code(user)) is CodeResult.VALID

    def test_a_recovery_code_is_taken_once_however_it_is_typed(self) -> None:
        user = make_user()
        codes = turn_on(user)
        assert len(set(codes)) == two_factor.RECOVERY_CODE_COUNT
        assert two_factor.verify_code(user=user, code=f" {codes[0].upper()} ") is CodeResult.VALID
        assert two_factor.recovery_codes_left(user) == 9
        assert two_factor.verify_code(user=user, code=codes[0]) is CodeResult.INVALID
        entry = AuditEntry.objects.of_action(audit_services.RECOVERY_CODE_USED).get()
        assert (entry.user_id, entry.detail) == (user.pk, {"left": 9})

    def test_new_recovery_codes_end_the_old(self, clock: time_machine.Traveller) -> None:
        user = make_user()
        old = turn_on(user)
        new = two_factor.regenerate_recovery_codes(user=user)
        assert two_factor.verify_code(user=user, code=old[0]) is CodeResult.INVALID
        clock.shift(dt.timedelta(seconds=2))
        assert two_factor.verify_code(user=user, code=new[0]) is CodeResult.VALID

    def test_anothers_code_is_worth_nothing(self, clock: time_machine.Traveller) -> None:
        user, other = make_user(), make_user()
        turn_on(user)
        codes = turn_on(other)
        assert two_factor.verify_code(user=user, code=codes[0]) is CodeResult.INVALID
        assert two_factor.verify_code(user=user, code=next_code(other)) is CodeResult.INVALID

    @pytest.mark.parametrize("code", ["", "123456", "abcd-efgh"])
    def test_without_two_factor_no_code_is_right(self, code: str) -> None:
        assert two_factor.verify_code(user=make_user(), code=code) is CodeResult.INVALID


class TestTurningOn:
    def test_asks_the_waiting_phone(self) -> None:
        user = make_user()
        phone = two_factor.pending_device(user=user)
        assert two_factor.pending_device(user=user) == phone
        with pytest.raises(two_factor.CodeRejected):
            two_factor.enable(user=user, code=wrong_code(user))
        user.refresh_from_db()
        phone.refresh_from_db()
        assert (user.two_factor_enabled_at, phone.confirmed, phone.throttling_failure_count) == (None, False, 1)

    def test_guessing_is_throttled(self) -> None:
        user = make_user()
        phone = two_factor.pending_device(user=user)
        outcomes = []
        for code in (wrong_code(user), shown_by(phone)):
            with pytest.raises(two_factor.CodeRejected) as refused:
                two_factor.enable(user=user, code=code)
            outcomes.append(refused.value.result)
        assert outcomes == [CodeResult.INVALID, CodeResult.THROTTLED]

    def test_the_wait_after_wrong_codes_has_an_end(self, clock: time_machine.Traveller) -> None:
        user = make_user()
        turn_on(user)
        for _ in range(20):
            clock.shift(dt.timedelta(minutes=5))
            assert two_factor.verify_code(user=user, code=wrong_code(user)) is CodeResult.INVALID
            assert two_factor.verify_code(user=user, code=next_code(user)) is CodeResult.THROTTLED
        clock.shift(dt.timedelta(minutes=5))
        assert two_factor.verify_code(user=user, code=next_code(user)) is CodeResult.VALID

    def test_a_key_that_nobody_took_is_not_shown_for_ever(self, clock: time_machine.Traveller) -> None:
        user = make_user()
        key = two_factor.pending_device(user=user).key
        clock.shift(dt.timedelta(minutes=59))
        assert two_factor.pending_device(user=user).key == key
        clock.shift(dt.timedelta(minutes=2))
        assert two_factor.pending_device(user=user).key != key
        assert TOTPDevice.objects.count() == 1

    def test_is_on_record_without_key_and_codes(self) -> None:
        user = make_user()
        codes = turn_on(user)
        user.refresh_from_db()
        assert user.two_factor_enabled_at
        assert acts() == [audit_services.TWO_FACTOR_ENABLED]
        kept = str(list(AuditEntry.objects.values()))
        assert not any(code in kept for code in [*codes, TOTPDevice.objects.get().key])

    def test_moving_ends_the_old_phone_only_when_the_new_one_is_in(self, clock: time_machine.Traveller) -> None:
        user = make_user()
        turn_on(user)
        old = TOTPDevice.objects.get()
        new = two_factor.pending_device(user=user)
        assert two_factor.verify_code(user=user, code=shown_by(old, 1)) is CodeResult.VALID
        two_factor.enable(user=user, code=shown_by(new))
        assert TOTPDevice.objects.get() == new
        assert acts()[-1] == audit_services.TWO_FACTOR_DEVICE_CHANGED

    def test_what_the_app_is_told(self) -> None:
        user = make_user(username="quynh")
        phone = two_factor.pending_device(user=user)
        address = urlsplit(two_factor.provisioning_uri(phone, "portal.example.gov.vn:8000"))
        asked = parse_qs(address.query)
        assert (address.scheme, address.netloc, address.path) == (
            "otpauth",
            "totp",
            "/portal.example.gov.vn%208000%3Aquynh",
        )
        assert asked["secret"] == [two_factor.formatted_secret(phone).replace(" ", "")]
        assert asked["issuer"] == ["portal.example.gov.vn:8000"]
        assert {len(group) for group in two_factor.formatted_secret(phone).split(" ")} == {4}


class TestTurningOff:
    def test_forgets_phone_and_codes(self) -> None:
        user = make_user()
        turn_on(user)
        two_factor.disable(user=user)
        user.refresh_from_db()
        assert user.two_factor_enabled_at is None
        assert not TOTPDevice.objects.exists()
        assert not StaticDevice.objects.exists()
        assert acts()[-1] == audit_services.TWO_FACTOR_DISABLED

    def test_is_refused_where_it_is_required(self, monkeypatch: pytest.MonkeyPatch) -> None:
        user = make_administrator()
        turn_on(user)
        monkeypatch.setattr(two_factor, "_required_groups", lambda: frozenset({"Quản trị"}))
        with pytest.raises(PermissionDenied):
            two_factor.disable(user=user)
        assert TOTPDevice.objects.exists()


class TestTakingAway:
    def test_an_administrator_of_accounts_may(self) -> None:
        user, chief = make_user(), make_user(permissions=("change_user",))
        turn_on(user)
        two_factor.reset(user=user, by=chief)
        user.refresh_from_db()
        assert user.two_factor_enabled_at is None
        entry = AuditEntry.objects.of_action(audit_services.TWO_FACTOR_RESET).get()
        assert (entry.user_id, entry.target_id) == (chief.pk, str(user.pk))

    def test_nobody_else_may(self) -> None:
        plain, editor = make_user(), make_user(permissions=("change_article",))
        chief, superuser = make_user(permissions=("change_user",)), make_administrator()
        pairs = [(editor, plain), (chief, superuser), (chief, chief), (superuser, superuser)]
        for by, user in pairs:
            with pytest.raises(PermissionDenied):
                two_factor.reset(user=user, by=by)
        assert two_factor.may_reset(by=superuser, user=make_administrator())

    def test_the_command_line_may_always(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("getpass.getuser", lambda: "portal")
        user = make_administrator(username="quantri")
        codes = turn_on(user)
        call_command("reset_two_factor", "quantri")
        told = capsys.readouterr().out
        assert "quantri" in told
        assert not any(code in told for code in codes)
        user.refresh_from_db()
        assert user.two_factor_enabled_at is None
        entry = AuditEntry.objects.of_action(audit_services.TWO_FACTOR_RESET).get()
        assert (entry.user_id, entry.actor_name) == (None, "manage.py reset_two_factor (portal)")

    @pytest.mark.parametrize("name", ["khong-co-ai", "quynh"])
    def test_the_command_line_says_when_there_is_nothing_to_do(self, name: str) -> None:
        make_user(username="quynh")
        with pytest.raises(CommandError, match=name):
            call_command("reset_two_factor", name)


class TestSecrecy:
    def test_no_page_of_the_admin_shows_devices(self) -> None:
        assert not {TOTPDevice, StaticDevice, StaticToken} & set(admin.site._registry)

    def test_no_permission_for_them_is_granted(self) -> None:
        labels = set(permissions.grantable().values_list("content_type__app_label", flat=True))
        assert not labels & {"otp_totp", "otp_static"}

    def test_other_sessions_end_with_every_change(self) -> None:
        user = make_user()
        hashes = [user.get_session_auth_hash()]
        turn_on(user)
        hashes.append(user.get_session_auth_hash())
        assert User.objects.get(pk=user.pk).get_session_auth_hash() == hashes[-1]
        two_factor.disable(user=user)
        assert user.get_session_auth_hash() == hashes[0] != hashes[1]
