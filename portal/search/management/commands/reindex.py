"""``manage.py reindex``: brings the search index in sync with all public content, without interrupting search."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from portal.search import text_extraction
from portal.search.index import IndexRebuild
from portal.search.models import IndexEntry
from portal.search.sources import file_models


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
        if options["if_empty"] and IndexEntry.objects.exists():
            return
        if not options["no_files"]:
            self._extract_file_texts()
        rebuild = IndexRebuild()
        with tqdm(total=rebuild.total(), unit="", disable=options["verbosity"] < 1, file=self.stderr) as bar:
            rebuild.progress = bar.update
            written = rebuild.run(from_scratch=options["anew"])
        if options["verbosity"] > 0:
            self.stdout.write(self.style.SUCCESS(f"{written} entries written; all others were right."))

    def _extract_file_texts(self) -> None:
        for model in file_models():
            row: Any
            for row in model._default_manager.order_by("pk").iterator():
                text_extraction.extract_text_once(row.file)
