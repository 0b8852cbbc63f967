"""``manage.py reset_two_factor NAME``: for an administrator who has lost phone and recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from portal.accounts import emails, two_factor
from portal.accounts.models import User
from portal.audit.commands import OperatorCommand


class Command(OperatorCommand):
    help = "Takes two-factor away from an account and ends its sessions, and records that it did."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="sign-in name of the account")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"There is no account {options['username']}.")
        if user.two_factor_enabled_at is None:
            raise CommandError(f"The account {user.username} has no two-factor.")
        two_factor.reset(user=user, by=None)
        emails.send_two_factor_reset_email(user)
        self.stdout.write(f"Two-factor of {user.username} was taken away; the password alone signs in now.")
