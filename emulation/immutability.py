"""Immutability of sealed covenants and of document versions, as database triggers.

Models, services and forms check the same rules first, to show a message.
"""

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils.translation import gettext_lazy as _

from portal.core.db.constraints import ForbidWhen

COVENANT_SEALED_MESSAGE = _("Bản giao ước đã đủ chữ ký và được khoá. Muốn đính chính, hãy lập bản mới thay thế.")
COVENANT_INCOMPLETE_MESSAGE = _("Chỉ khoá được bản giao ước khi mọi bên, và chỉ các bên, đã ký.")
VERSION_IMMUTABLE_MESSAGE = _("Phiên bản đã lưu không sửa, không xoá được. Hãy thêm một phiên bản mới.")

# There is no party, a party has not signed, or a signer is not a party.
_COVENANT_INCOMPLETE_SQL = """
    (NOT EXISTS (SELECT 1 FROM emulation_covenantparty p WHERE p.covenant_id = NEW.id)
    OR EXISTS (
        SELECT 1 FROM emulation_covenantparty p
        WHERE p.covenant_id = NEW.id AND NOT EXISTS (
            SELECT 1 FROM emulation_covenantsignature s
            WHERE s.covenant_id = p.covenant_id AND s.agency_id = p.agency_id))
    OR EXISTS (
        SELECT 1 FROM emulation_covenantsignature s
        WHERE s.covenant_id = NEW.id AND NOT EXISTS (
            SELECT 1 FROM emulation_covenantparty p
            WHERE p.covenant_id = s.covenant_id AND p.agency_id = s.agency_id)))
"""

_COVENANT_SEALED_SQL = "EXISTS (SELECT 1 FROM emulation_covenant c WHERE c.id IN ({keys}) AND c.sealed_at IS NOT NULL)"


def sealed_covenant_constraints() -> list[models.BaseConstraint]:
    """A sealed covenant cannot be changed or deleted; only a complete one can be sealed, and never on creation."""
    return [
        ForbidWhen(
            name="covenant_is_sealed_when_complete",
            events=["insert", "update"],
            when=f"NEW.sealed_at IS NOT NULL AND {_COVENANT_INCOMPLETE_SQL}",
            violation_error_message=COVENANT_INCOMPLETE_MESSAGE,
        ),
        *(
            ForbidWhen(
                name=f"sealed_covenant_immutable_on_{event}",
                events=[event],
                when="OLD.sealed_at IS NOT NULL",
                violation_error_message=COVENANT_SEALED_MESSAGE,
            )
            for event in ("update", "delete")
        ),
    ]


class ForbidWhenCovenantSealed(ForbidWhen):
    """Forbids inserting, changing or deleting rows of a sealed covenant.

    On PostgreSQL the check locks the covenant's row, so that concurrent sealing and editing are serialized; SQLite has
    one writer at a time anyway. OFFSET 0 keeps the planner from reading the seal before it locks the row, when a
    concurrent seal is not visible yet.
    """

    def create_sql(  # type: ignore[override]  # Django always passes both
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return super().create_sql(model, schema_editor)
        locking_condition = self.when.replace(
            "FROM emulation_covenant c WHERE c.id", "FROM (SELECT * FROM emulation_covenant WHERE id"
        )
        locking_condition = locking_condition.replace(" AND c.sealed_at", " OFFSET 0 FOR SHARE) c WHERE c.sealed_at")
        return ForbidWhen(name=self.name, events=self.events, when=locking_condition).create_sql(model, schema_editor)


def sealed_with_covenant_constraints(prefix: str) -> list[models.BaseConstraint]:
    """Constraints of a table whose rows belong to a covenant; ``prefix`` begins their names."""
    key_columns = {
        "insert": "NEW.covenant_id",
        "update": "OLD.covenant_id, NEW.covenant_id",
        "delete": "OLD.covenant_id",
    }
    return [
        ForbidWhenCovenantSealed(
            name=f"{prefix}_is_sealed_on_{event}",
            events=[event],
            when=_COVENANT_SEALED_SQL.format(keys=keys),
            violation_error_message=COVENANT_SEALED_MESSAGE,
        )
        for event, keys in key_columns.items()
    ]


def document_version_is_immutable() -> ForbidWhen:
    return ForbidWhen(
        name="document_version_immutable",
        events=["update", "delete"],
        when="TRUE",
        violation_error_message=VERSION_IMMUTABLE_MESSAGE,
    )
