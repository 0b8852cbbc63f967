"""Sends e-mails without failing the action that they report."""

import logging
import smtplib
from functools import partial

from django.core.mail import EmailMessage
from django.db import transaction

_log = logging.getLogger(__name__)


def send_on_commit(message: EmailMessage, *, about: str) -> None:
    """Sends an e-mail after the commit; ``about`` names it in the log by primary key."""
    transaction.on_commit(partial(send, message, about=about), robust=True)


def send(message: EmailMessage, *, about: str) -> None:
    """Sends an e-mail; a failure is only logged."""
    try:
        message.send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        # The error may contain the e-mail address, so only its type is logged.
        _log.error("%s was not sent: %s", about, type(error).__name__)
