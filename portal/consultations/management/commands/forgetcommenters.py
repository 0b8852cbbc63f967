"""``manage.py forgetcommenters``: names and e-mail addresses of commenters go when their time is over (run daily)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.consultations.moderating import forget_commenters


class Command(BaseCommand):
    help = "Takes names and e-mail addresses out of comments on drafts that closed long ago. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, help="days after the end of a draft, instead of COMMENTER_DATA_DAYS")

    def handle(self, *args: Any, **options: Any) -> None:
        days = options["days"]
        if days is not None and not 0 <= days <= 36500:
            raise CommandError("--days must be between 0 and 36500.")
        self.stdout.write(self.style.SUCCESS(f"{forget_commenters(days=days)} comments name nobody any more."))
