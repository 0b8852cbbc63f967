"""What entries are found by, as each engine keeps it: no table of Django's kind."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FORWARDS = {
    "sqlite": [
        "CREATE VIRTUAL TABLE search_tokens USING fts5("
        "tokens, content='', detail='none', tokenize=\"ascii tokenchars '_'\")"
    ],
    "postgresql": [
        "ALTER TABLE search_entry ADD COLUMN tokens tsvector",
        # Tokens hardly shrink, so trying costs time only.
        "ALTER TABLE search_entry ALTER COLUMN tokens SET STORAGE EXTERNAL",
        "CREATE INDEX search_entry_tokens ON search_entry USING gin (tokens)",
    ],
}
BACKWARDS = {
    "sqlite": ["DROP TABLE search_tokens"],
    "postgresql": ["ALTER TABLE search_entry DROP COLUMN tokens"],
}


def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def backwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
