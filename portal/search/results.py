"""One page of results as the template shows it: hits with marked words, the ways to narrow, the pages."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from news.models import Category
from portal.kit import dates
from portal.kit.languages import here, spoken
from portal.search import finding, suggesting
from portal.search.asking import Asked, Choices, understand
from portal.search.finding import COUNTED, Count, Found
from portal.search.marking import Marker, Piece, excerpt, marked
from portal.search.models import Entry

PAGE_SIZE = 10
# With fewer than this a slip is thought of.
FEW = 3

KIND_SLUGS = {
    "tin-bai": Entry.Kind.ARTICLE,
    "thu-vien-van-ban": Entry.Kind.LIBRARY,
    "lay-y-kien": Entry.Kind.CONSULTATION,
    "van-ban": Entry.Kind.DOCUMENT,
    "giao-uoc": Entry.Kind.COVENANT,
    "nam-thi-dua": Entry.Kind.YEAR,
    "khoi-thi-dua": Entry.Kind.BLOC,
    "co-quan": Entry.Kind.AGENCY,
    "nguoi-phu-trach": Entry.Kind.PERSON,
    "tac-gia": Entry.Kind.AUTHOR,
    "don-vi": Entry.Kind.UNIT,
    "can-bo": Entry.Kind.OFFICIAL,
    "hoi-dap": Entry.Kind.QUESTION,
    "trang-thong-tin": Entry.Kind.PAGE,
}
_SLUG_OF_KIND = {kind.value: slug for slug, kind in KIND_SLUGS.items()}


class NoSuchPage(Exception):
    """The list does not go so far; the message is for the reader."""


@dataclass(frozen=True)
class Hit:
    address: str
    title: list[Piece]
    excerpt: list[Piece]
    kind: str
    category: str
    day: dt.datetime | None


@dataclass(frozen=True)
class Choice:
    """A way to narrow, or the one that is chosen: its address then takes the narrowing away."""

    label: str
    count: str
    address: str
    is_chosen: bool = False


@dataclass(frozen=True)
class Facet:
    title: str
    choices: list[Choice]


@dataclass(frozen=True)
class Results:
    hits: list[Hit]
    total: str
    facets: list[Facet]
    number: int
    previous: str
    following: str
    is_partial: bool
    is_last_of_many: bool
    complaints: tuple[str, ...]
    meant: str
    meant_address: str


def results(parameters: QueryDict, at: dt.datetime | None = None) -> Results:
    """The page that an address asks for. Raises NoSuchPage. Some fifteen queries, whatever is looked for."""
    choices = chosen(parameters)
    asked = understand(parameters.get("q", ""), choices)
    number = _number(parameters.get("trang", ""))
    first = (number - 1) * PAGE_SIZE
    found = finding.find(asked.query, asked.narrowing, at, first=first + PAGE_SIZE)
    if number > 1 and first >= len(found.keys):
        raise NoSuchPage(_("Kết quả không có nhiều trang đến thế."))
    is_last = not found.reaches_beyond(first + PAGE_SIZE)
    meant = _meant(asked, found, at)
    return Results(
        hits=_hits(asked, found.keys[first : first + PAGE_SIZE], at),
        total=written(found.total),
        facets=_facets(asked, choices, found, parameters),
        number=number,
        previous=_address(parameters, trang=number - 1 if number > 2 else None) if number > 1 else "",
        following="" if is_last else _address(parameters, trang=number + 1),
        is_partial=found.is_partial,
        is_last_of_many=is_last and found.is_cut,
        complaints=asked.query.complaints,
        meant=meant,
        meant_address=_address(parameters, q=meant, trang=None) if meant else "",
    )


def chosen(parameters: QueryDict) -> Choices:
    """What the address narrows by; what cannot be read narrows nothing."""
    typed = parameters.get("nam", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else 0
    return Choices(
        kind=KIND_SLUGS.get(parameters.get("loai", ""), ""),
        category=parameters.get("chuyen-muc", "")[:120],
        year=year if dates.FIRST_YEAR <= year <= dates.LAST_YEAR else None,
        since=parameters.get("tu", "")[:40],
        until=parameters.get("den", "")[:40],
    )


def written(count: Count) -> str:
    """A number as readers are told it."""
    if count.is_over:
        return _("hơn %s") % number_format(COUNTED)
    number = number_format(count.number)
    return _("khoảng %s") % number if count.is_about else number


def _number(typed: str) -> int:
    if not typed:
        return 1
    if not (typed.isascii() and typed.isdigit() and len(typed) < 6 and int(typed) > 0):
        raise NoSuchPage(_("Số trang phải là một số từ 1 trở lên."))
    return int(typed)


def _hits(asked: Asked, keys: list[int], at: dt.datetime | None) -> list[Hit]:
    marker = Marker(asked.query)
    categories = {category.pk: category.shown_name for category in asked.categories}
    return [
        Hit(
            address=here(entry.address),
            title=marked(entry.title, marker),
            excerpt=excerpt(entry.text, marker),
            kind=str(Entry.Kind(entry.kind).label),
            category=categories.get(entry.category_id, ""),
            day=entry.moment if entry.is_dated else None,
        )
        for entry in finding.entries_of(keys, at)
    ]


def _meant(asked: Asked, found: Found, at: dt.datetime | None) -> str:
    """A better way to write the query, when it finds next to nothing and the other finds more."""
    if not asked.query.words or (found.total.number >= FEW and not found.is_partial):
        return ""
    meant = suggesting.correction(asked.query)
    if not meant:
        return ""
    better = finding.count(understand(meant).query, asked.narrowing, at)
    return meant if better.number > (0 if found.is_partial else found.total.number) else ""


def _facets(asked: Asked, choices: Choices, found: Found, parameters: QueryDict) -> list[Facet]:
    by_slug = {category.slug: category for category in asked.categories}
    chosen_category = by_slug.get(choices.category)
    kinds = _facet("loai", _SLUG_OF_KIND.get(choices.kind, ""), parameters)
    categories = _facet("chuyen-muc", choices.category, parameters)
    years = _facet("nam", str(choices.year or ""), parameters)
    facets = [
        Facet(
            _("Loại"),
            kinds((_SLUG_OF_KIND[kind], spoken(Entry.Kind(kind).label), count) for kind, count in found.kinds.items()),
        ),
        Facet(
            _("Chuyên mục"),
            [_chosen_choice(chosen_category.shown_name, "chuyen-muc", parameters)]
            if chosen_category
            else categories(_by_category(asked.categories, found)),
        ),
        Facet(
            _("Năm"),
            years((str(year), spoken(str(year)), found.years[year]) for year in sorted(found.years, reverse=True)),
        ),
    ]
    return [facet for facet in facets if len(facet.choices) > 1 or any(one.is_chosen for one in facet.choices)]


def _facet(name: str, value: str, parameters: QueryDict) -> Callable[[Iterable[tuple[str, str, Count]]], list[Choice]]:
    """Makes the choices of one parameter out of (value, label, count)."""

    def choices(rows: Iterable[tuple[str, str, Count]]) -> list[Choice]:
        return [
            _chosen_choice(label, name, parameters, written(count))
            if one == value
            else Choice(label, written(count), _address(parameters, trang=None, **{name: one}))
            for one, label, count in rows
        ]

    return choices


def _chosen_choice(label: str, name: str, parameters: QueryDict, count: str = "") -> Choice:
    return Choice(label, count, _address(parameters, trang=None, **{name: None}), is_chosen=True)


def _by_category(categories: list[Category], found: Found) -> list[tuple[str, str, Count]]:
    """The top categories, each with what lies below it."""
    numbers: dict[int, int] = {}
    is_about = False
    for category in categories:
        if (count := found.categories.get(category.pk)) is not None:
            top = category.parent_id or category.pk
            numbers[top] = numbers.get(top, 0) + count.number
            is_about = is_about or count.is_about
    return [
        (category.slug, category.shown_name, Count(numbers[category.pk], is_about))
        for category in categories
        if category.pk in numbers
    ]


def _address(parameters: QueryDict, **changes: Any) -> str:
    """The same search with some parameters changed; None takes one away."""
    changed = {**parameters.dict(), **changes}
    return f"?{urlencode({name: value for name, value in changed.items() if value is not None})}"
