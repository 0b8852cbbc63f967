"""Two requests with one code at the same time: one is let in."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django_otp.plugins.otp_static.models import StaticToken

from portal.accounts import two_factor
from portal.accounts.models import User
from tests.accounts.factories import next_code, shown_by, turn_on
from tests.concurrency import at_once
from tests.factories import make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]


def use(user: User, code: str) -> None:
    if two_factor.verify_code(user=user, code=code) is not two_factor.CodeResult.VALID:
        raise ValidationError("refused")


def take(user: User, code: str) -> None:
    try:
        two_factor.enable(user=user, code=code)
    except two_factor.CodeRejected as refusal:
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
        assert StaticToken.objects.count() == two_factor.RECOVERY_CODE_COUNT - 1

    def test_that_turns_it_on(self) -> None:
        user = make_user()
        code = shown_by(two_factor.pending_device(user=user))
        assert sorted(at_once(*[lambda: take(user, code)] * 2)) == ["", "refused"]
        assert StaticToken.objects.count() == two_factor.RECOVERY_CODE_COUNT
