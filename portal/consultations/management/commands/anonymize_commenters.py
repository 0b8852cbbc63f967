"""``manage.py anonymize_commenters``: erases names and e-mails of commenters after the retention period (daily)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from portal.audit.commands import OperatorCommand
from portal.consultations.moderation import anonymize_commenters


class Command(OperatorCommand):
    help = "Takes names and e-mail addresses out of comments on drafts that closed long ago. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--days", type=int, help="days after the end of a draft, instead of COMMENTER_DATA_RETENTION_DAYS"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        days = options["days"]
        if days is not None and not 0 <= days <= 36500:
            raise CommandError("--days must be between 0 and 36500.")
        self.stdout.write(self.style.SUCCESS(f"{anonymize_commenters(days=days)} comments name nobody any more."))
