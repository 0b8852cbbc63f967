"""``python -m bench.plain_fill COUNT``: makes and fills the plain app's tables with the texts the portal is given."""

import datetime as dt
import sys

from bench import plain_app
from bench.content import CATEGORIES, Writer

from django.db import connection  # isort: skip  # plain_app sets Django up
from django.utils import timezone  # isort: skip

BODIES = 500


def fill(count: int) -> None:
    with connection.schema_editor() as editor:
        editor.create_model(plain_app.Category)
        editor.create_model(plain_app.Article)
    writer = Writer()
    names = [below for names_below in CATEGORIES.values() for below in names_below]
    categories = plain_app.Category.objects.bulk_create(plain_app.Category(name=name) for name in names)
    bodies = [writer.body() for _ in range(BODIES)]
    plain_app.Article.objects.bulk_create(
        plain_app.Article(
            title=writer.title(),
            summary=writer.summary(),
            body=writer.random.choice(bodies),
            published_at=timezone.now() - dt.timedelta(minutes=42 * number),
            category=writer.random.choice(categories),
        )
        for number in range(count)
    )


if __name__ == "__main__":
    fill(int(sys.argv[1]))
