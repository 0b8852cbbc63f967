"""``manage.py update_related_articles``: computes related articles after a bulk import."""

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from portal.core.search import sources
from portal.search import related


class Command(BaseCommand):
    help = (
        "Finds the neighbours of every public article anew. Needed once after an import that wrote in bulk, behind"
        " reindex; what is published afterwards finds its own. Safe to repeat and to cut short."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        todo = [(source, key) for source in sources if source.related_ids for key in source.related_ids()]
        for source, key in tqdm(todo, unit="", disable=options["verbosity"] < 1, file=self.stderr):
            related.update_related(source, key)
        if options["verbosity"] > 0:
            self.stdout.write(self.style.SUCCESS(f"{len(todo)} articles."))
