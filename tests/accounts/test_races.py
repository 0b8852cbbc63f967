"""Two requests with one code at the same moment: one is let in."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django_otp.plugins.otp_static.models import StaticToken

from portal.accounts import two_factor
from portal.accounts.models import User
from tests.accounts.factories import next_code, shown_by, turn_on
from tests.at_once import at_once
from tests.factories import make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]


def use(user: User, code: str) -> None:
    if two_factor.check(user=user, code=code) is not two_factor.Outcome.RIGHT:
        raise ValidationError("refused")


def take(user: User, code: str) -> None:
    try:
        two_factor.turn_on(user=user, code=code)
    except two_factor.Refused as refusal:
        raise ValidationError("refused") from refusal


class TestOneCodeTwice:
    def test_of_the_phone(self) -> None:
        user = make_user()
        turn_on(user)
        code = next_code(user)
        assert sorted(at_once(*[lambda: use(user, code)] * 3)) == ["", "refused", "refused"]

    def test_of_the_paper(self) -> None:
        user = make_user()
        code = turn_on(user)[0]
        assert sorted(at_once(*[lambda: use(user, code)] * 3)) == ["", "refused", "refused"]
        assert StaticToken.objects.count() == two_factor.RECOVERY_CODES - 1

    def test_that_turns_it_on(self) -> None:
        user = make_user()
        code = shown_by(two_factor.waiting_phone(user=user))
        assert sorted(at_once(*[lambda: take(user, code)] * 2)) == ["", "refused"]
        assert StaticToken.objects.count() == two_factor.RECOVERY_CODES
