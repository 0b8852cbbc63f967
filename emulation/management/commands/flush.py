"""``manage.py flush``, which empties the whole database: the one deletion that no guard refuses.

On SQLite it deletes row by row, so triggers that keep sealed covenants and document versions would stop it; they
stand aside meanwhile, in the same transaction. On PostgreSQL it truncates, which fires none of them.
"""

from typing import Any

from django.core.management.commands.flush import Command as FlushCommand
from django.db import connections, transaction


class Command(FlushCommand):
    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        if connection.vendor != "sqlite":
            super().handle(**options)
            return
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _text in triggers:
                cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
            super().handle(**options)
            for _name, text in triggers:
                cursor.execute(text)
