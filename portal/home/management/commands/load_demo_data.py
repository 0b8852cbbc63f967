"""``manage.py load_demo_data``: fill an empty portal with realistic content for every page."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.db.models.fields.files import FieldFile

from portal.audit.commands import OperatorCommand
from portal.core.demo_data import RealContentExists, demo_apps


class Command(OperatorCommand):
    help = "Loads the demonstration content. Safe to repeat; refuses on a database that holds real articles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="load even beside real articles")
        parser.add_argument(
            "--if-empty", action="store_true", help="leave alone, without an error, what holds anything already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and any(app.has_content() for app in demo_apps):
            return
        stored: list[FieldFile] = []
        try:
            with transaction.atomic():
                summaries = [app.load(force=options["force"], stored=stored) for app in demo_apps]
        except BaseException as error:
            _delete_files(stored)
            if isinstance(error, RealContentExists):
                raise CommandError(f"{error} (Use --force to load beside them.)") from error
            raise
        for summary in summaries:
            self.stdout.write(self.style.SUCCESS(summary))


def _delete_files(stored: list[FieldFile]) -> None:
    """Deletes stored files after a failed load; the database rolls back by itself."""
    for file in stored:
        file.delete(save=False)
