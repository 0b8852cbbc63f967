"""``manage.py loaddemo``: fill an empty portal with believable content, so that every page has something to show."""

from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models.fields.files import FieldFile

from emulation.demo import loading as emulation_demo
from news.demo import loading as news_demo
from portal.consultations.demo import loading as consultations_demo
from portal.library.demo import loading as library_demo
from portal.organisation.demo import loading as organisation_demo
from portal.questions.demo import loading as questions_demo
from portal.site import demo as site_demo
from portal.visits.demo import loading as visits_demo


class Loader(Protocol):
    """Adds one wing's demonstration content and says in a line what it added; files it stores go on ``stored``."""

    def __call__(self, *, force: bool, stored: list[FieldFile]) -> str: ...


@dataclass(frozen=True)
class Wing:
    """A part of the portal that brings demonstration content of its own."""

    has_content: Callable[[], bool]
    load: Loader


WINGS = (
    Wing(news_demo.has_content, news_demo.load),
    Wing(emulation_demo.has_content, emulation_demo.load),
    Wing(organisation_demo.has_content, organisation_demo.load),
    Wing(library_demo.has_content, library_demo.load),
    Wing(consultations_demo.has_content, consultations_demo.load),
    Wing(questions_demo.has_content, questions_demo.load),
    Wing(visits_demo.has_content, visits_demo.load),
    Wing(site_demo.has_content, site_demo.load),
)
REFUSALS = (
    news_demo.HoldsRealArticles,
    emulation_demo.HoldsRealBlocs,
    organisation_demo.HoldsRealUnits,
    library_demo.HoldsRealDocuments,
    consultations_demo.HoldsRealConsultations,
)


class Command(BaseCommand):
    help = "Loads the demonstration content. Safe to repeat; refuses on a database that holds real articles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="load even beside real articles")
        parser.add_argument(
            "--if-empty", action="store_true", help="leave alone, without an error, what holds anything already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and any(wing.has_content() for wing in WINGS):
            return
        stored: list[FieldFile] = []
        try:
            with transaction.atomic():
                summaries = [wing.load(force=options["force"], stored=stored) for wing in WINGS]
        except BaseException as error:
            _remove(stored)
            if isinstance(error, REFUSALS):
                raise CommandError(f"{error} (Use --force to load beside them.)") from error
            raise
        for summary in summaries:
            self.stdout.write(self.style.SUCCESS(summary))


def _remove(stored: list[FieldFile]) -> None:
    """The database forgets a failed load by itself; the files must be taken away."""
    for file in stored:
        file.delete(save=False)
