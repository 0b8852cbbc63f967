"""From what a reader typed and chose to what was found: the one way in for pages, suggestions and measurements."""

import datetime as dt
from dataclasses import dataclass, replace

from news.models import Author, Category
from portal.kit import vietnamese
from portal.search import finding
from portal.search.finding import Found
from portal.search.language import Query, read
from portal.search.planning import Narrowing

MOST_AUTHORS = 20


@dataclass(frozen=True)
class Choices:
    """What stands beside the search box."""

    kind: str = ""
    category: str = ""
    year: int | None = None
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class Asked:
    query: Query
    narrowing: Narrowing
    # Of both levels, in the editors' order.
    categories: list[Category]


def understand(typed: str, choices: Choices | None = None) -> Asked:
    """Two queries at most: the categories, and authors when one is named."""
    chosen = choices or Choices()
    query = read(typed, since=chosen.since, until=chosen.until)
    categories = list(Category.objects.in_order())
    ids = _categories_named(categories, chosen.category)
    if query.category:
        named = _categories_named(categories, query.category)
        ids = named if ids is None else tuple(set(ids) & set(named or ()))
    narrowing = Narrowing(kind=chosen.kind, category_ids=ids, author_ids=_authors_named(query.author), year=chosen.year)
    return Asked(query, narrowing, categories)


def search(typed: str, choices: Choices | None = None, at: dt.datetime | None = None) -> Found:
    asked = understand(typed, choices)
    return finding.find(asked.query, asked.narrowing, at)


def corrected(query: Query, words: tuple[str, ...]) -> Query:
    return replace(query, runs=(words,), phrases=())


def _categories_named(categories: list[Category], name: str) -> tuple[int, ...] | None:
    """The categories of a slug or a name, however it is written, with those below; None when none is named."""
    if not name:
        return None
    slug = vietnamese.slugify(name)
    named = {row.pk for row in categories if slug and slug in {row.slug, vietnamese.slugify(row.name)}}
    return tuple(sorted(row.pk for row in categories if row.pk in named or row.parent_id in named))


def _authors_named(name: str) -> tuple[int, ...] | None:
    if not name:
        return None
    found = Author.objects.matching(name.replace("-", " ")).order_by("pk")
    return tuple(found.values_list("pk", flat=True)[:MOST_AUTHORS])
