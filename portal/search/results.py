"""A page of search results for the template: highlighted hits, facets and pagination."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from portal.core.search import SearchCategory, sources
from portal.core.text import dates
from portal.core.text.languages import in_current_language, localized_url
from portal.core.text.numbers import parse_int
from portal.search import retrieval, suggestions
from portal.search.highlights import Highlighter, TextFragment, excerpt, highlight
from portal.search.query import FilterParams, ParsedQuery, parse
from portal.search.retrieval import MAX_COUNTED, ResultCount, SearchResults
from portal.search.sources import sources_by_kind

PAGE_SIZE = 10
# With fewer results than this a correction is suggested.
FEW_RESULTS = 3


class ResultsPageNotFound(Exception):
    """The page number is out of range; the message is for the user."""


@dataclass(frozen=True)
class Hit:
    url: str
    title: list[TextFragment]
    excerpt: list[TextFragment]
    kind: str
    category: str
    dated_at: dt.datetime | None


@dataclass(frozen=True)
class FacetChoice:
    """A facet value. The URL of the selected one removes the filter."""

    label: str
    count: str
    url: str
    is_selected: bool = False


@dataclass(frozen=True)
class Facet:
    title: str
    choices: list[FacetChoice]


@dataclass(frozen=True)
class ResultsPage:
    hits: list[Hit]
    total: str
    facets: list[Facet]
    number: int
    previous_url: str
    next_url: str
    is_partial: bool
    is_last_listed_page: bool
    warnings: tuple[str, ...]
    suggested_query: str
    suggested_query_url: str


def build_results_page(parameters: QueryDict, at: dt.datetime | None = None) -> ResultsPage:
    """Builds the requested page. Raises ResultsPageNotFound. About fifteen queries for any search."""
    params = parse_filter_params(parameters)
    parsed = parse(parameters.get("q", ""), params)
    number = _parse_page_number(parameters.get("trang", ""))
    first = (number - 1) * PAGE_SIZE
    found = retrieval.run_query(parsed.query, parsed.filters, at, first=first + PAGE_SIZE)
    if number > 1 and first >= len(found.keys):
        raise ResultsPageNotFound(_("Kết quả không có nhiều trang đến thế."))
    is_last = not found.has_more_after(first + PAGE_SIZE)
    meant = _suggested_query(parsed, found, at)
    return ResultsPage(
        hits=_hits(parsed, found.keys[first : first + PAGE_SIZE], at),
        total=format_count(found.total),
        facets=_facets(parsed, params, found, parameters),
        number=number,
        previous_url=_url(parameters, trang=number - 1 if number > 2 else None) if number > 1 else "",
        next_url="" if is_last else _url(parameters, trang=number + 1),
        is_partial=found.is_partial,
        is_last_listed_page=is_last and found.is_truncated,
        warnings=parsed.query.warnings,
        suggested_query=meant,
        suggested_query_url=_url(parameters, q=meant, trang=None) if meant else "",
    )


def parse_filter_params(parameters: QueryDict) -> FilterParams:
    """Parses the filters of the URL; invalid values are ignored."""
    return FilterParams(
        kind=_kind_of(parameters.get("loai", "")),
        category=parameters.get("chuyen-muc", "")[:120],
        year=parse_int(parameters.get("nam"), minimum=dates.FIRST_YEAR, maximum=dates.LAST_YEAR),
        since=parameters.get("tu", "")[:40],
        until=parameters.get("den", "")[:40],
    )


def _kind_of(slug: str) -> str:
    return next((source.kind for source in sources if source.slug == slug), "")


def format_count(count: ResultCount) -> str:
    """A formatted result count."""
    if count.exceeds_limit:
        return _("hơn %s") % number_format(MAX_COUNTED)
    number = number_format(count.number)
    return _("khoảng %s") % number if count.is_estimate else number


def _parse_page_number(typed: str) -> int:
    if not typed:
        return 1
    if (number := parse_int(typed, minimum=1, maximum=99_999)) is None:
        raise ResultsPageNotFound(_("Số trang phải là một số từ 1 trở lên."))
    return number


def _hits(parsed: ParsedQuery, keys: list[int], at: dt.datetime | None) -> list[Hit]:
    highlighter = Highlighter(parsed.query)
    categories = {category.pk: category.shown_name for category in parsed.categories}
    return [
        Hit(
            url=localized_url(entry.url),
            title=highlight(entry.title, highlighter),
            excerpt=excerpt(entry.text, highlighter),
            kind=str(sources_by_kind()[entry.kind].label),
            category=categories.get(entry.category_id or 0, ""),
            dated_at=entry.sort_at if entry.is_dated else None,
        )
        for entry in retrieval.fetch_public_entries(keys, at)
    ]


def _suggested_query(parsed: ParsedQuery, found: SearchResults, at: dt.datetime | None) -> str:
    """A corrected query, when the original finds almost nothing and the correction finds more."""
    if not parsed.query.words or (found.total.number >= FEW_RESULTS and not found.is_partial):
        return ""
    meant = suggestions.correct_query(parsed.query)
    if not meant:
        return ""
    better = retrieval.count(parse(meant).query, parsed.filters, at)
    return meant if better.number > (0 if found.is_partial else found.total.number) else ""


def _facets(parsed: ParsedQuery, params: FilterParams, found: SearchResults, parameters: QueryDict) -> list[Facet]:
    by_kind = sources_by_kind()
    by_slug = {category.slug: category for category in parsed.categories}
    chosen_category = by_slug.get(params.category)
    kinds = _facet_choices_for("loai", by_kind[params.kind].slug if params.kind else "", parameters)
    categories = _facet_choices_for("chuyen-muc", params.category, parameters)
    years = _facet_choices_for("nam", str(params.year or ""), parameters)
    facets = [
        Facet(
            _("Loại"),
            kinds(
                (by_kind[kind].slug, in_current_language(by_kind[kind].label), count)
                for kind, count in found.kinds.items()
            ),
        ),
        Facet(
            _("Chuyên mục"),
            [_selected_choice(chosen_category.shown_name, "chuyen-muc", parameters)]
            if chosen_category
            else categories(_category_counts(parsed.categories, found)),
        ),
        Facet(
            _("Năm"),
            years(
                (str(year), in_current_language(str(year)), found.years[year])
                for year in sorted(found.years, reverse=True)
            ),
        ),
    ]
    return [facet for facet in facets if len(facet.choices) > 1 or any(one.is_selected for one in facet.choices)]


def _facet_choices_for(
    name: str, value: str, parameters: QueryDict
) -> Callable[[Iterable[tuple[str, str, ResultCount]]], list[FacetChoice]]:
    """The choices of one parameter from (value, label, count)."""

    def choices(rows: Iterable[tuple[str, str, ResultCount]]) -> list[FacetChoice]:
        return [
            _selected_choice(label, name, parameters, format_count(count))
            if one == value
            else FacetChoice(label, format_count(count), _url(parameters, trang=None, **{name: one}))
            for one, label, count in rows
        ]

    return choices


def _selected_choice(label: str, name: str, parameters: QueryDict, count: str = "") -> FacetChoice:
    return FacetChoice(label, count, _url(parameters, trang=None, **{name: None}), is_selected=True)


def _category_counts(categories: list[SearchCategory], found: SearchResults) -> list[tuple[str, str, ResultCount]]:
    """Counts of the top-level categories, including their children."""
    numbers: dict[int, int] = {}
    is_about = False
    for category in categories:
        if (count := found.categories.get(category.pk)) is not None:
            top = category.parent_id or category.pk
            numbers[top] = numbers.get(top, 0) + count.number
            is_about = is_about or count.is_estimate
    return [
        (category.slug, category.shown_name, ResultCount(numbers[category.pk], is_about))
        for category in categories
        if category.pk in numbers
    ]


def _url(parameters: QueryDict, **changes: Any) -> str:
    """The URL of the same search with some parameters changed; None removes one."""
    changed = {**parameters.dict(), **changes}
    return f"?{urlencode({name: value for name, value in changed.items() if value is not None})}"
