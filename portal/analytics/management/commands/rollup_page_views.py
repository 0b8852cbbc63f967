"""``manage.py rollup_page_views``: rolls old daily article counts up into months (docs/operations.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.analytics.rollup import MIN_MONTHS, roll_up_article_views


class Command(BaseCommand):
    help = "Puts the readings of articles together by months, of what is older than so many months."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--older-than-months", type=int, default=13, metavar="N", help=f"at least {MIN_MONTHS}")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = roll_up_article_views(months=options["older_than_months"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} months rolled up.")
