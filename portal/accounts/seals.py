"""What the database itself refuses to do to the trail, whoever asks (ADR 0015, 0017)."""

import re
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from portal.accounts.querysets import TRAIL_STAYS
from portal.kit.constraints import Refuse

# Six months: what agencies are asked to keep at least. Younger entries cannot be removed by anything that speaks to
# the database through the portal. The database counts days, and no six months have fewer.
LEAST_MONTHS = 6
LEAST_DAYS = 181


_DAYS_AGO = re.compile(r"DAYS_AGO\((\d+)\)")


class KeptForAWhile(Refuse):
    """``Refuse`` whose ``when`` may say ``DAYS_AGO(181)``, which the two databases write differently."""

    def sqlite_condition(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        return _DAYS_AGO.sub(r"datetime('now', '-\1 days')", self.when)

    def create_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return super().create_sql(model, schema_editor)
        when = _DAYS_AGO.sub(r"now() - interval '\1 days'", self.when)
        return Refuse(name=self.name, events=self.events, when=when).create_sql(model, schema_editor)


def trail_stays() -> list[Refuse]:
    return [
        Refuse(name="audit_entry_stays_on_update", events=["update"], when="TRUE", violation_error_message=TRAIL_STAYS),
        KeptForAWhile(
            name="audit_entry_stays_on_delete",
            events=["delete"],
            when=f"OLD.at > DAYS_AGO({LEAST_DAYS})",
            violation_error_message=TRAIL_STAYS,
        ),
    ]
