"""Parses and runs a search: the entry point for pages, suggestions and benchmarks."""

import datetime as dt
from dataclasses import dataclass, replace

from portal.core.search import SearchCategory, sources
from portal.core.text import vietnamese
from portal.search import retrieval
from portal.search.query_parser import Query, parse_query
from portal.search.query_plan import Filters
from portal.search.retrieval import SearchResults

MAX_AUTHORS = 20


@dataclass(frozen=True)
class FilterParams:
    """The filters beside the search box."""

    kind: str = ""
    category: str = ""
    year: int | None = None
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class ParsedQuery:
    query: Query
    filters: Filters
    # Of both levels, in the editors' order.
    categories: list[SearchCategory]


def parse(typed: str, params: FilterParams | None = None) -> ParsedQuery:
    """Parses the input. At most two queries: the categories, and authors when one is named."""
    params_or_default = params or FilterParams()
    query = parse_query(typed, since=params_or_default.since, until=params_or_default.until)
    categories = [category for source in sources if source.categories for category in source.categories()]
    ids = _category_ids(categories, params_or_default.category)
    if query.category:
        named = _category_ids(categories, query.category)
        ids = named if ids is None else tuple(set(ids) & set(named or ()))
    filters = Filters(
        kind=params_or_default.kind, category_ids=ids, author_ids=_author_ids(query.author), year=params_or_default.year
    )
    return ParsedQuery(query, filters, categories)


def search(typed: str, params: FilterParams | None = None, at: dt.datetime | None = None) -> SearchResults:
    parsed = parse(typed, params)
    return retrieval.run_query(parsed.query, parsed.filters, at)


def corrected(query: Query, words: tuple[str, ...]) -> Query:
    return replace(query, word_sequences=(words,), phrases=())


def _category_ids(categories: list[SearchCategory], name: str) -> tuple[int, ...] | None:
    """Keys of the category with a slug or name, in any spelling, with its children; None without a category."""
    if not name:
        return None
    slug = vietnamese.slugify(name)
    named = {row.pk for row in categories if slug and slug in {row.slug, vietnamese.slugify(row.name)}}
    return tuple(sorted(row.pk for row in categories if row.pk in named or row.parent_id in named))


def _author_ids(name: str) -> tuple[int, ...] | None:
    if not name:
        return None
    named = name.replace("-", " ")
    return tuple(
        key for source in sources if source.match_author_ids for key in source.match_author_ids(named, MAX_AUTHORS)
    )
