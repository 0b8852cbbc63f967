"""E-mails leave after the commit, and a mail server that fails stops nothing."""

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import transaction

from portal.core import emails


class Unreachable(EmailMessage):
    def send(self, fail_silently: bool = False) -> int:
        raise ConnectionRefusedError("nobody@example.vn")


class TestSending:
    def test_a_failure_is_logged_without_the_address(self, caplog: pytest.LogCaptureFixture) -> None:
        emails.send(Unreachable("Chào", "Kính gửi", to=["nobody@example.vn"]), about="The letter to user 7")
        assert "The letter to user 7 was not sent: ConnectionRefusedError" in caplog.text
        assert "example.vn" not in caplog.text

    @pytest.mark.django_db(transaction=True)
    def test_nothing_leaves_before_the_commit(self) -> None:
        with transaction.atomic():
            emails.send_on_commit(EmailMessage("Chào", "Kính gửi", to=["hoa@example.vn"]), about="The letter")
            assert mail.outbox == []
        assert [message.subject for message in mail.outbox] == ["Chào"]

    @pytest.mark.django_db(transaction=True)
    def test_nothing_leaves_after_a_rollback(self) -> None:
        with transaction.atomic():
            emails.send_on_commit(EmailMessage("Chào", "Kính gửi", to=["hoa@example.vn"]), about="The letter")
            transaction.set_rollback(True)
        assert mail.outbox == []
