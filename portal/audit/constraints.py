"""Database constraints that keep the audit log append-only (ADR 0015, 0017)."""

import re
from typing import Any

from portal.audit.querysets import AUDIT_LOG_IS_APPEND_ONLY
from portal.core.db.constraints import ForbidWhen

# The retention period that agencies are required to keep at least. Younger entries cannot be deleted by anything that
# reaches the database through the portal. The database counts days, and no six months have fewer.
MIN_RETENTION_MONTHS = 6
MIN_RETENTION_DAYS = 181


_DAYS_AGO = re.compile(r"DAYS_AGO\((\d+)\)")


class ForbidWhenRecent(ForbidWhen):
    """``ForbidWhen`` whose ``when`` may contain ``DAYS_AGO(181)``, which differs between the two databases."""

    def sqlite_condition(self, model: Any, schema_editor: Any) -> str:
        return _DAYS_AGO.sub(r"datetime('now', '-\1 days')", self.when)

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return super().create_sql(model, schema_editor)
        when = _DAYS_AGO.sub(r"now() - interval '\1 days'", self.when)
        return ForbidWhen(name=self.name, events=self.events, when=when).create_sql(model, schema_editor)


def audit_log_constraints() -> list[ForbidWhen]:
    return [
        ForbidWhen(
            name="audit_entry_forbid_update",
            events=["update"],
            when="TRUE",
            violation_error_message=AUDIT_LOG_IS_APPEND_ONLY,
        ),
        ForbidWhenRecent(
            name="audit_entry_forbid_recent_delete",
            events=["delete"],
            when=f"OLD.occurred_at > DAYS_AGO({MIN_RETENTION_DAYS})",
            violation_error_message=AUDIT_LOG_IS_APPEND_ONLY,
        ),
    ]
