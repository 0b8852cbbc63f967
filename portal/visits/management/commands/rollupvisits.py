"""``manage.py rollupvisits``: keeps the table of articles' days small (docs/operations.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.visits.rolling import LEAST_MONTHS, roll_up


class Command(BaseCommand):
    help = "Puts the readings of articles together by months, of what is older than so many months."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--older-than-months", type=int, default=13, metavar="N", help=f"at least {LEAST_MONTHS}")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = roll_up(months=options["older_than_months"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} months rolled up.")
