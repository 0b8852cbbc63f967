"""``manage.py trimaudit``: the only way out of the trail, for what is older than the agency wants to keep."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.accounts import audit
from portal.accounts.seals import LEAST_MONTHS


class Command(BaseCommand):
    help = "Removes entries of the trail that are older than so many months, and records that it did."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--older-than-months",
            type=int,
            required=True,
            metavar="N",
            help=f"at least {LEAST_MONTHS}; the database refuses to lose younger entries",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        months = options["older_than_months"]
        now = timezone.now()
        try:
            count = audit.trim(before=audit.months_before(now, months), by=None, at=now)
        except audit.TooYoung as refusal:
            raise CommandError(
                f"Entries of the last {LEAST_MONTHS} months must stay; nothing was removed."
            ) from refusal
        self.stdout.write(f"{count} entries older than {months} months removed.")
