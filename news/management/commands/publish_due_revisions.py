"""``manage.py publish_due_revisions``: publishes scheduled revisions that are due (docs/operations.md)."""

from typing import Any

from django.core.management.base import BaseCommand

from news import due_revisions, services


class Command(BaseCommand):
    help = "Publishes the scheduled revisions of live articles whose time has come. Requests do so as well."

    def handle(self, *args: Any, **options: Any) -> None:
        published_count = services.publish_due_revisions()
        if published_count:
            due_revisions.clear_cache()
            self.stdout.write(f"{published_count} revisions published.")
