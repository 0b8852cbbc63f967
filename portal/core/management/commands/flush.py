"""Django's ``flush`` with triggers disabled: it empties tables in no order, which they would refuse."""

from typing import Any

from django.core.management.commands import flush

from portal.core.db.constraints import triggers_disabled


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        with triggers_disabled(options["database"]):
            super().handle(**options)
