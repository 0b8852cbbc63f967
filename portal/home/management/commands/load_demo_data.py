"""``manage.py load_demo_data``: fill an empty portal with realistic content for every page."""

from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.management.base import CommandError
from django.db import transaction
from django.db.models.fields.files import FieldFile

from emulation.demo_data import loader as emulation_demo
from news.demo_data import loader as news_demo
from portal.analytics.demo_data import loader as analytics_demo
from portal.audit.commands import OperatorCommand
from portal.consultations.demo_data import loader as consultations_demo
from portal.documents.demo_data import loader as library_demo
from portal.organisation.demo_data import loader as organisation_demo
from portal.pages import demo_data as site_demo
from portal.questions.demo_data import loader as questions_demo


class DemoLoader(Protocol):
    """Loads one app's demonstration content and returns a one-line summary; stored files are appended to ``stored``."""

    def __call__(self, *, force: bool, stored: list[FieldFile]) -> str: ...


@dataclass(frozen=True)
class DemoApp:
    """An app that has demonstration content."""

    has_content: Callable[[], bool]
    load: DemoLoader


DEMO_APPS = (
    DemoApp(news_demo.has_content, news_demo.load),
    DemoApp(emulation_demo.has_content, emulation_demo.load),
    DemoApp(organisation_demo.has_content, organisation_demo.load),
    DemoApp(library_demo.has_content, library_demo.load),
    DemoApp(consultations_demo.has_content, consultations_demo.load),
    DemoApp(questions_demo.has_content, questions_demo.load),
    DemoApp(analytics_demo.has_content, analytics_demo.load),
    DemoApp(site_demo.has_content, site_demo.load),
)
REAL_CONTENT_ERRORS = (
    news_demo.RealArticlesExist,
    emulation_demo.RealBlocsExist,
    organisation_demo.RealUnitsExist,
    library_demo.RealDocumentsExist,
    consultations_demo.RealConsultationsExist,
)


class Command(OperatorCommand):
    help = "Loads the demonstration content. Safe to repeat; refuses on a database that holds real articles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="load even beside real articles")
        parser.add_argument(
            "--if-empty", action="store_true", help="leave alone, without an error, what holds anything already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and any(app.has_content() for app in DEMO_APPS):
            return
        stored: list[FieldFile] = []
        try:
            with transaction.atomic():
                summaries = [app.load(force=options["force"], stored=stored) for app in DEMO_APPS]
        except BaseException as error:
            _delete_files(stored)
            if isinstance(error, REAL_CONTENT_ERRORS):
                raise CommandError(f"{error} (Use --force to load beside them.)") from error
            raise
        for summary in summaries:
            self.stdout.write(self.style.SUCCESS(summary))


def _delete_files(stored: list[FieldFile]) -> None:
    """Deletes stored files after a failed load; the database rolls back by itself."""
    for file in stored:
        file.delete(save=False)
