"""``manage.py resettwofactor NAME``: the way back in for an administrator who has lost phone and recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.accounts import letters, two_factor
from portal.accounts.models import User


class Command(BaseCommand):
    help = "Takes two-factor away from an account and ends its sessions, and records that it did."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="sign-in name of the account")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"There is no account {options['username']}.")
        if user.two_factor_since is None:
            raise CommandError(f"The account {user.username} has no two-factor.")
        two_factor.reset(user=user, by=None, name="manage.py resettwofactor")
        letters.tell_of_reset(user)
        self.stdout.write(f"Two-factor of {user.username} was taken away; the password alone signs in now.")
