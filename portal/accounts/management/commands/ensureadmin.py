"""``manage.py ensureadmin``: make sure somebody can sign in, without ever touching who is there already."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from portal.accounts.models import User


class Command(BaseCommand):
    help = "Creates an administrator with a random password, printed once, unless there is one already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", default="quantri", help="sign-in name of the account (default: quantri)")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        present = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
        if present is not None:
            self.stdout.write(f"Administrator: {present.username} (password as set before)")
            return
        password = secrets.token_urlsafe(12)
        User.objects.create_superuser(options["username"], "", password, full_name="Quản trị viên")
        self.stdout.write(self.style.SUCCESS("An administrator was created; the password is shown only now."))
        self.stdout.write(f"  Name:     {options['username']}\n  Password: {password}")
