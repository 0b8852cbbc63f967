"""Django's ``flush``: it empties tables in no order, which the guards over single rows would refuse."""

from typing import Any

from django.core.management.commands import flush

from portal.kit.constraints import triggers_put_aside


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        with triggers_put_aside(options["database"]):
            super().handle(**options)
