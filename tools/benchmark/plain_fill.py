"""``python -m tools.benchmark.plain_fill COUNT``: creates and fills the plain app's tables with the portal's texts."""

import datetime as dt
import sys

from tools.benchmark import plain_app
from tools.benchmark.content import CATEGORIES, TextGenerator

from django.db import connection  # isort: skip  # plain_app sets Django up
from django.utils import timezone  # isort: skip

BODY_COUNT = 500


def fill(count: int) -> None:
    with connection.schema_editor() as editor:
        editor.create_model(plain_app.Category)
        editor.create_model(plain_app.Article)
    writer = TextGenerator()
    names = [below for names_below in CATEGORIES.values() for below in names_below]
    categories = plain_app.Category.objects.bulk_create(plain_app.Category(name=name) for name in names)
    bodies = [writer.body() for _ in range(BODY_COUNT)]
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
