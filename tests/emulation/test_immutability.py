"""The guards of sealed rows in the database: they outlive migrations, and let a whole database be emptied."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from emulation.models import Covenant, CovenantParty, CovenantSignature, DocumentVersion, TargetIndicator
from tests.emulation import test_constraints
from tests.emulation.year_factories import make_covenant, make_document, make_version, sign_by_all

GUARDED = [Covenant, CovenantParty, CovenantSignature, TargetIndicator, DocumentVersion]


@pytest.mark.django_db(transaction=True)
class TestGuards:
    @pytest.mark.parametrize("model", GUARDED)
    def test_a_new_column_keeps_every_guard(self, model: type[models.Model]) -> None:
        before = test_constraints.TestTriggersOutliveMigrations.triggers()
        sign_by_all(make_covenant())
        try:
            test_constraints.TestTriggersOutliveMigrations.add_column(model)
            assert test_constraints.TestTriggersOutliveMigrations.triggers() == before
            with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
                connection.cursor().execute("DELETE FROM emulation_covenantsignature")
        finally:
            call_command("flush", interactive=False, verbosity=0)
            with connection.schema_editor() as editor:
                editor.execute(f"ALTER TABLE {model._meta.db_table} DROP COLUMN later")

    def test_a_whole_database_can_be_emptied_and_stays_guarded(self) -> None:
        sign_by_all(make_covenant())
        make_version(make_document())
        before = test_constraints.TestTriggersOutliveMigrations.triggers()
        call_command("flush", interactive=False, verbosity=0)
        assert not Covenant.objects.exists()
        assert not DocumentVersion.objects.exists()
        assert test_constraints.TestTriggersOutliveMigrations.triggers() == before
