"""Every article's author becomes its first by-line, and back."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery

BATCH = 2_000


def sign(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Article = apps.get_model("news", "Article")
    Byline = apps.get_model("news", "Byline")
    signed = Article.objects.using(schema_editor.connection.alias).filter(author__isnull=False).order_by("pk")
    rows = signed.values_list("pk", "author_id", "published_at")
    batch = []
    for article, author, moment in rows.iterator(chunk_size=BATCH):
        batch.append(Byline(article_id=article, author_id=author, contribution="text", published_at=moment))
        if len(batch) == BATCH:
            Byline.objects.using(schema_editor.connection.alias).bulk_create(batch)
            batch = []
    Byline.objects.using(schema_editor.connection.alias).bulk_create(batch)


def unsign(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """One author was all that an article could have: the first stays, the others are lost."""
    Article = apps.get_model("news", "Article")
    Byline = apps.get_model("news", "Byline")
    alias = schema_editor.connection.alias
    first = Byline.objects.using(alias).filter(article=OuterRef("pk")).order_by("position", "pk").values("author")[:1]
    Article.objects.using(alias).update(author=Subquery(first))
    Byline.objects.using(alias).all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ("news", "0004_byline"),
    ]

    operations = [
        migrations.RunPython(sign, unsign),
    ]
