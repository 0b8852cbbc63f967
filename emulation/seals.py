"""What stays as it was written: a covenant once all have signed, and every version of a document.

The databases hold these themselves, as triggers; models, acts and forms say the same to people beforehand.
"""

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils.translation import gettext_lazy as _

from portal.kit.constraints import Refuse

COVENANT_IS_SEALED = _("Bản giao ước đã đủ chữ ký và được khoá. Muốn đính chính, hãy lập bản mới thay thế.")
COVENANT_IS_INCOMPLETE = _("Chỉ khoá được bản giao ước khi mọi bên, và chỉ các bên, đã ký.")
VERSION_STAYS = _("Phiên bản đã lưu không sửa, không xoá được. Hãy thêm một phiên bản mới.")

# Nobody is party to it, a party has not signed, or somebody signed who is no party.
_INCOMPLETE_COVENANT = """
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

_IN_A_SEALED_COVENANT = "EXISTS (SELECT 1 FROM emulation_covenant c WHERE c.id IN ({keys}) AND c.sealed_at IS NOT NULL)"


def covenant_is_sealed() -> list[Refuse]:
    """A sealed covenant neither changes nor goes; it is sealed only when complete, and never born sealed."""
    return [
        Refuse(
            name="covenant_is_sealed_when_complete",
            events=["insert", "update"],
            when=f"NEW.sealed_at IS NOT NULL AND {_INCOMPLETE_COVENANT}",
            violation_error_message=COVENANT_IS_INCOMPLETE,
        ),
        *(
            Refuse(
                name=f"sealed_covenant_stays_on_{event}",
                events=[event],
                when="OLD.sealed_at IS NOT NULL",
                violation_error_message=COVENANT_IS_SEALED,
            )
            for event in ("update", "delete")
        ),
    ]


class SealedWithCovenant(Refuse):
    """Nothing is added to a sealed covenant, changed in it or taken from it.

    On PostgreSQL the check holds the covenant's row, so that whoever is sealing it and whoever is adding to it at
    the same moment wait for each other; SQLite has one writer at a time anyway. OFFSET 0 keeps the planner from
    looking for the seal before it holds the row, when a seal about to be set is not to be seen yet.
    """

    def create_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return super().create_sql(model, schema_editor)
        waiting = self.when.replace(
            "FROM emulation_covenant c WHERE c.id", "FROM (SELECT * FROM emulation_covenant WHERE id"
        )
        waiting = waiting.replace(" AND c.sealed_at", " OFFSET 0 FOR SHARE) c WHERE c.sealed_at")
        return Refuse(name=self.name, events=self.events, when=waiting).create_sql(model, schema_editor)


def sealed_with_covenant(part: str) -> list[SealedWithCovenant]:
    """For a table whose rows belong to a covenant; ``part`` begins the constraints' names."""
    rows = {"insert": "NEW.covenant_id", "update": "OLD.covenant_id, NEW.covenant_id", "delete": "OLD.covenant_id"}
    return [
        SealedWithCovenant(
            name=f"{part}_is_sealed_on_{event}",
            events=[event],
            when=_IN_A_SEALED_COVENANT.format(keys=keys),
            violation_error_message=COVENANT_IS_SEALED,
        )
        for event, keys in rows.items()
    ]


def version_stays() -> Refuse:
    return Refuse(
        name="document_version_stays",
        events=["update", "delete"],
        when="TRUE",
        violation_error_message=VERSION_STAYS,
    )
