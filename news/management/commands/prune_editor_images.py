"""``manage.py prune_editor_images``: run daily by cron or a systemd timer (docs/operations.md)."""

import datetime as dt
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from portal.audit.commands import OperatorCommand
from portal.images.services import prune_editor_images


class Command(OperatorCommand):
    help = "Removes pictures that were pasted into an editor days ago and stand nowhere: their text was never saved."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--older-than-days", type=int, default=7, help="At least 1; the default is 7.")

    def handle(self, *args: Any, older_than_days: int, **options: Any) -> None:
        if not 1 <= older_than_days <= 3650:
            raise CommandError("--older-than-days must be between 1 and 3650.")
        removed = prune_editor_images(before=timezone.now() - dt.timedelta(days=older_than_days), by=None)
        self.stdout.write(f"{removed} pictures removed.")
