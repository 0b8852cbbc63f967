"""``manage.py applyroles``: make the groups what portal/roles.py says; safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.roles import apply_roles


class Command(BaseCommand):
    help = "Creates the roles (groups) with their permissions, or brings them up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        names = apply_roles()
        if options["verbosity"] > 0:
            self.stdout.write(self.style.SUCCESS(f"Roles: {', '.join(names)}"))
