"""``manage.py prune_audit_log``: delete entries past the retention period; the only way to delete any."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from portal.audit import services
from portal.audit.commands import OperatorCommand
from portal.audit.constraints import MIN_RETENTION_MONTHS


class Command(OperatorCommand):
    help = "Removes entries of the trail that are older than so many months, and records that it did."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--older-than-months",
            type=int,
            required=True,
            metavar="N",
            help=f"at least {MIN_RETENTION_MONTHS}; the database refuses to lose younger entries",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        months = options["older_than_months"]
        now = timezone.now()
        try:
            count = services.prune(before=services.subtract_months(now, months), by=None, at=now)
        except services.RetentionPeriodError as refusal:
            raise CommandError(
                f"Entries of the last {MIN_RETENTION_MONTHS} months must stay; nothing was removed."
            ) from refusal
        self.stdout.write(f"{count} entries older than {months} months removed.")
