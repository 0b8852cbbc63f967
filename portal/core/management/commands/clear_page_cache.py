"""``manage.py clear_page_cache``: invalidate all cached public pages in nginx and every process; safe at any time."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.core.http import cache_generation


class Command(BaseCommand):
    help = "Forgets every copy of a public page that was made until now, also those kept for an outage."

    def handle(self, *args: Any, **options: Any) -> None:
        cache_generation.invalidate_all()
        if options["verbosity"] > 0:
            self.stdout.write(self.style.SUCCESS("All copies are forgotten."))
