"""``manage.py reindex``: the search index in line with everything public, while readers go on searching."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from portal.search import extracting
from portal.search.following import FILES
from portal.search.indexing import Rebuild
from portal.search.models import Entry


class Command(BaseCommand):
    help = "Brings the search index in line with everything public. Safe to repeat and to cut short."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anew",
            action="store_true",
            help="forget the index and make it again, in one transaction: takes what edits have left behind away;"
            " readers see the old index meanwhile, on SQLite nobody can save",
        )
        parser.add_argument("--if-empty", action="store_true", help="leave alone an index that holds anything already")
        parser.add_argument("--no-files", action="store_true", help="do not take words out of files not yet read")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and Entry.objects.exists():
            return
        if not options["no_files"]:
            self._read_files()
        rebuild = Rebuild()
        with tqdm(total=rebuild.total(), unit="", disable=options["verbosity"] < 1, file=self.stderr) as bar:
            rebuild.progress = bar.update
            written = rebuild.run(anew=options["anew"])
        if options["verbosity"] > 0:
            self.stdout.write(self.style.SUCCESS(f"{written} entries written; all others were right."))

    def _read_files(self) -> None:
        for model in FILES:
            for row in model._default_manager.order_by("pk").iterator():
                extracting.read_once(row.file)
