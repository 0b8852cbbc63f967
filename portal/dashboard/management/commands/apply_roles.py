"""``manage.py apply_roles``: update the groups to the roles of portal/roles.py; idempotent."""

from typing import Any

from portal.audit.commands import OperatorCommand
from portal.roles import apply_roles


class Command(OperatorCommand):
    help = "Creates the roles (groups) with their permissions, or brings them up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        names = apply_roles()
        if options["verbosity"] > 0:
            self.stdout.write(self.style.SUCCESS(f"Roles: {', '.join(names)}"))
