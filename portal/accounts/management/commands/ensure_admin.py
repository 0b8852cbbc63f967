"""``manage.py ensure_admin``: create an administrator if there is none; never changes existing users."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.audit.commands import OperatorCommand


class Command(OperatorCommand):
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
        made = User.objects.create_superuser(options["username"], "", password, full_name="Quản trị viên")
        audit_services.record(action=audit_services.ADDED, by=None, target=made)
        self.stdout.write(self.style.SUCCESS("An administrator was created; the password is shown only now."))
        self.stdout.write(f"  Name:     {options['username']}\n  Password: {password}")
