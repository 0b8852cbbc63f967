from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# The token index of each engine; not a table of the ORM.
CREATE_TOKENS = {
    "sqlite": [
        "CREATE VIRTUAL TABLE search_tokens USING fts5("
        "tokens, content='', detail='none', tokenize=\"ascii tokenchars '_'\")"
    ],
    "postgresql": [
        "ALTER TABLE search_indexentry ADD COLUMN tokens tsvector",
        # Tokens hardly compress, so trying would only cost time.
        "ALTER TABLE search_indexentry ALTER COLUMN tokens SET STORAGE EXTERNAL",
        "CREATE INDEX search_indexentry_tokens ON search_indexentry USING gin (tokens)",
    ],
}
DROP_TOKENS = {
    "sqlite": ["DROP TABLE search_tokens"],
    "postgresql": ["ALTER TABLE search_indexentry DROP COLUMN tokens"],
}


def create_tokens(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in CREATE_TOKENS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop_tokens(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in DROP_TOKENS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='FileText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True)),
                ('text', models.TextField(blank=True)),
                ('problem', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'verbose_name': 'chữ trong tệp',
                'verbose_name_plural': 'chữ trong tệp',
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=90, unique=True)),
                ('display_form', models.CharField(max_length=90)),
                ('title_count', models.PositiveIntegerField()),
                ('is_bigram', models.BooleanField()),
            ],
            options={
                'verbose_name': 'từ của chỉ mục',
                'verbose_name_plural': 'từ của chỉ mục',
            },
        ),
        migrations.CreateModel(
            name='IndexEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=8)),
                ('source_id', models.BigIntegerField()),
                ('category_id', models.BigIntegerField(null=True)),
                ('year', models.PositiveSmallIntegerField(null=True)),
                ('sort_at', models.DateTimeField()),
                ('visible_from', models.DateTimeField(null=True)),
                ('visible_to', models.DateTimeField(null=True)),
                ('digest', models.BigIntegerField()),
                ('is_dated', models.BooleanField()),
                ('url', models.CharField(max_length=500)),
                ('title', models.TextField()),
                ('text', models.TextField()),
            ],
            options={
                'verbose_name': 'mục tìm kiếm',
                'verbose_name_plural': 'chỉ mục tìm kiếm',
                'indexes': [models.Index(fields=['sort_at', 'id'], name='search_indexentry_by_sort_at'), models.Index(condition=models.Q(('visible_to__isnull', False)), fields=['visible_to'], name='search_indexentry_by_end')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'source_id'), name='search_indexentry_once_per_original')],
            },
        ),
        migrations.RunPython(create_tokens, drop_tokens),
    ]
