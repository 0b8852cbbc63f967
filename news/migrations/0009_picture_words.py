import html
import re

from django.conf import settings
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

# What the editor's upload wrote as words before pictures could wait for them.
PLACEHOLDER = "Ảnh trong bài (%s)"
SOURCE = re.compile(r'<img[^>]*\ssrc="([^"]*)"')


def stem(picture: models.Model) -> str:
    return picture.file.name.rpartition("/")[2].rpartition(".")[0].replace("-", " ")


def say_what_waits(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Placeholders and file names are no words. Words on a decorative picture are kept: it describes something."""
    pictures = apps.get_model("news", "Picture").objects.using(schema_editor.connection.alias)
    names = Q()
    for ending in (".jpg", ".jpeg", ".png", ".webp"):
        names |= Q(alt__iendswith=ending)
    waiting = Q(is_decorative=False) & (Q(alt__startswith="Ảnh trong bài (", alt__endswith=")") | names)
    pictures.filter(waiting).update(alt="", awaits_words=True)
    pictures.filter(is_decorative=True).filter(names).update(alt="")
    pictures.filter(is_decorative=True).exclude(alt="").update(is_decorative=False)
    for picture in pictures.select_related("uploaded_by").iterator():
        # Folded by the field itself.
        found_by = [picture.alt, picture.caption, picture.credit, stem(picture)]
        found_by += [picture.uploaded_by.full_name or picture.uploaded_by.username] if picture.uploaded_by else []
        pictures.filter(pk=picture.pk).update(search_folded=" ".join(found_by))


def put_placeholders_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    pictures = apps.get_model("news", "Picture").objects.using(schema_editor.connection.alias)
    for picture in pictures.filter(awaits_words=True).iterator():
        words = PLACEHOLDER % stem(picture)
        pictures.filter(pk=picture.pk).update(
            alt=words, awaits_words=False, search_folded=" ".join([words, picture.caption, picture.credit, stem(picture)])
        )


def note_body_pictures(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    alias = schema_editor.connection.alias
    articles = apps.get_model("news", "Article").objects.using(alias)
    pictures = apps.get_model("news", "Picture").objects.using(alias)
    places = apps.get_model("news", "BodyPicture").objects.using(alias)
    for article in articles.filter(body__contains="<img").only("pk", "body").iterator():
        names = {html.unescape(source).removeprefix(settings.MEDIA_URL) for source in SOURCE.findall(article.body)}
        for picture in pictures.filter(file__in=names):
            places.get_or_create(article_id=article.pk, picture_id=picture.pk)


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0008_picture_library'),
    ]

    operations = [
        migrations.RunPython(say_what_waits, put_placeholders_back, elidable=True),
        migrations.RunPython(note_body_pictures, migrations.RunPython.noop, elidable=True),
    ]
