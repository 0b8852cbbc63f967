"""``python -m bench.fill COUNT``: fills the news of the database in DATABASE_URL.

Some 34 articles a day, so that the pages measured look alike whatever the size and only the archive behind them grows.
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

from bench.content import CATEGORIES, Writer  # noqa: E402
from news.bylines import Contribution  # noqa: E402
from news.models import Article, Author, Byline, Category, Picture  # noqa: E402
from news.rendering import render_body  # noqa: E402
from portal.kit import dates, richtext, vietnamese  # noqa: E402

BATCH = 1_000
BETWEEN = dt.timedelta(days=8 * 365) / 100_000
BODIES = 500
# How much of the news each top category carries; the largest fills a page in the small database too.
WEIGHTS = (34, 18, 12, 10, 8, 8, 6, 4)
FEATURED_EVERY = 15


def fill(count: int) -> None:
    # A body is cleaned on every way into the database; here the same few hundred come again and again.
    richtext.clean_html = functools.lru_cache(maxsize=None)(richtext.clean_html)
    with transaction.atomic():
        authors = _authors()
        rows = _articles(count, _leaves(), _pictures())
        while batch := list(itertools.islice(rows, BATCH)):
            Byline.objects.bulk_create(_bylines(Article.objects.bulk_create(batch), authors))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # what autovacuum does within a minute of such a change
            cursor.execute("VACUUM ANALYZE")


def _articles(count: int, leaves: list[Category], pictures: list[Picture]) -> Iterator[Article]:
    """``count`` articles from the oldest to the newest, with every column that ``save`` would derive."""
    writer = Writer()
    draw = writer.random.choice
    texts = [(body, render_body(body)) for body in (writer.body() for _ in range(BODIES))]
    weights = [WEIGHTS[leaf.parent.position] for leaf in leaves]
    newest = timezone.now() - dt.timedelta(minutes=5)
    for number in range(count):
        moment = newest - (count - 1 - number) * BETWEEN
        category = writer.random.choices(leaves, weights)[0]
        title = writer.title()
        body, rendered = draw(texts)
        yield Article(
            title=title,
            slug=f"{vietnamese.slugify(title, max_length=100)}-{number}",
            summary=writer.summary(),
            body=body,
            body_rendered=rendered,
            lead_picture=draw(pictures),
            category=category,
            section_id=category.parent_id,
            status=Article.Status.PUBLISHED,
            published_at=moment,
            published_on=dates.local_day(moment),
            is_featured=number % FEATURED_EVERY == 0,
        )


def _bylines(articles: Iterable[Article], authors: list[Author]) -> Iterator[Byline]:
    """Everybody signs in turn; the pictures of every third article are another's. The last signs next to nothing."""
    *busy, rare = authors
    for number, article in enumerate(articles):
        moment = article.published_at
        yield Byline(article=article, author=busy[number % len(busy)], published_at=moment)
        if number % 3 == 0:
            other = rare if number % BATCH == 0 else busy[(number + 1) % len(busy)]
            pictures = Contribution.PICTURES
            yield Byline(article=article, author=other, contribution=pictures, position=1, published_at=moment)


def _leaves() -> list[Category]:
    leaves = []
    for position, (name, names_below) in enumerate(CATEGORIES.items()):
        top = Category.objects.create(name=name, position=position)
        leaves += [
            Category.objects.create(name=below, slug=vietnamese.slugify(f"{name} {below}"), parent=top, position=place)
            for place, below in enumerate(names_below)
        ]
    return leaves


def _authors() -> list[Author]:
    return [Author.objects.create(display_name=f"Phòng Biên tập {number}") for number in range(1, 9)]


def _pictures() -> list[Picture]:
    """Rows without files: a page shows addresses, and nobody here fetches them."""
    return Picture.objects.bulk_create(
        Picture(file=f"anh/{number:016x}/anh.jpg", width=1600, height=1000, alt="Núi đá vôi trong sương sớm")
        for number in range(40)
    )


if __name__ == "__main__":
    fill(int(sys.argv[1]))
