"""``python -m tools.benchmark.fill COUNT``: fills the news of the database in DATABASE_URL.

Some 34 articles a day, so that the measured pages are similar at any size and only the archive grows.
"""

import datetime as dt
import functools
import itertools
import os
import sys
from collections.abc import Iterable, Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402  # readable only once Django is set up
from django.utils import timezone  # noqa: E402

from news.bylines import Contribution  # noqa: E402
from news.models import Article, Author, Byline, Category  # noqa: E402
from portal.core.content import rich_text  # noqa: E402
from portal.core.text import dates, vietnamese  # noqa: E402
from portal.images.body_html import render_body  # noqa: E402
from portal.images.models import Image  # noqa: E402
from tools.benchmark.content import CATEGORIES, TextGenerator  # noqa: E402

BATCH_SIZE = 1_000
INTERVAL = dt.timedelta(days=8 * 365) / 100_000
BODY_COUNT = 500
# The share of the news in each top category; the largest fills a page in the small database too.
WEIGHTS = (34, 18, 12, 10, 8, 8, 6, 4)
FEATURED_EVERY = 15


def fill(count: int) -> None:
    # Every write sanitises the body; the same few hundred bodies repeat here.
    rich_text.clean_html = functools.lru_cache(maxsize=None)(rich_text.clean_html)
    with transaction.atomic():
        authors = _create_authors()
        rows = _generate_articles(count, _create_categories(), _create_images())
        while batch := list(itertools.islice(rows, BATCH_SIZE)):
            Byline.objects.bulk_create(_generate_bylines(Article.objects.bulk_create(batch), authors))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # autovacuum would do this within a minute of such a change
            cursor.execute("VACUUM ANALYZE")


def _generate_articles(count: int, leaves: list[Category], images: list[Image]) -> Iterator[Article]:
    """``count`` articles, oldest first, with every column that ``save`` would derive."""
    writer = TextGenerator()
    draw = writer.random.choice
    texts = [(body, render_body(body)) for body in (writer.body() for _ in range(BODY_COUNT))]
    weights = [WEIGHTS[leaf.parent.position if leaf.parent else 0] for leaf in leaves]
    newest = timezone.now() - dt.timedelta(minutes=5)
    for number in range(count):
        timestamp = newest - (count - 1 - number) * INTERVAL
        category = writer.random.choices(leaves, weights)[0]
        title = writer.title()
        body, rendered = draw(texts)
        yield Article(
            title=title,
            slug=f"{vietnamese.slugify(title, max_length=100)}-{number}",
            summary=writer.summary(),
            body=body,
            body_rendered=rendered,
            lead_image=draw(images),
            category=category,
            section_id=category.parent_id or category.pk,
            status=Article.Status.PUBLISHED,
            published_at=timestamp,
            published_on=dates.local_date(timestamp),
            is_featured=number % FEATURED_EVERY == 0,
        )


def _generate_bylines(articles: Iterable[Article], authors: list[Author]) -> Iterator[Byline]:
    """Authors take turns; every third article has another author's images. The last author has almost no articles."""
    *busy, rare = authors
    for number, article in enumerate(articles):
        timestamp = article.published_at
        yield Byline(article=article, author=busy[number % len(busy)], published_at=timestamp)
        if number % 3 == 0:
            other = rare if number % BATCH_SIZE == 0 else busy[(number + 1) % len(busy)]
            sample_images = Contribution.IMAGES
            yield Byline(article=article, author=other, contribution=sample_images, position=1, published_at=timestamp)


def _create_categories() -> list[Category]:
    leaves = []
    for position, (name, names_below) in enumerate(CATEGORIES.items()):
        top = Category.objects.create(name=name, position=position)
        leaves += [
            Category.objects.create(name=below, slug=vietnamese.slugify(f"{name} {below}"), parent=top, position=place)
            for place, below in enumerate(names_below)
        ]
    return leaves


def _create_authors() -> list[Author]:
    return [Author.objects.create(display_name=f"Phòng Biên tập {number}") for number in range(1, 9)]


def _create_images() -> list[Image]:
    """Rows without files: pages contain their URLs, and the benchmark does not request them."""
    return Image.objects.bulk_create(
        Image(file=f"anh/{number:016x}/anh.jpg", width=1600, height=1000, alt="Núi đá vôi trong sương sớm")
        for number in range(40)
    )


if __name__ == "__main__":
    fill(int(sys.argv[1]))
