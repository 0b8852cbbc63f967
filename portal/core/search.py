"""How an app makes its content searchable: it registers a SearchSource for each kind of object in its ``search.py``.

Visibility is always decided by the app that owns the object. Nothing private may be given: no drafts, no files that
are not public, no registrations.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import models
from django.utils.functional import Promise

from portal.core.registry import Registry
from portal.core.text import dates

# The day by which an object without a date is sorted.
UNDATED = dt.date(dates.FIRST_YEAR, 1, 1)
# How many related originals are stored for one.
MAX_RELATED = 5


class HtmlText(str):
    """Sanitized HTML whose text is to be indexed."""

    __slots__ = ()


class StoredFileText(str):
    """The storage name of a file; the text extracted from the file is indexed in its place."""

    __slots__ = ()


@dataclass(frozen=True)
class IndexDocument:
    """The searchable content of one original; ``lines`` is its text, apart from the title."""

    title: str
    lines: tuple[str, ...]
    url: str
    sort_at: dt.datetime
    is_dated: bool = True
    other_titles: tuple[str, ...] = ()
    category_id: int | None = None
    author_ids: tuple[int, ...] = ()
    visible_from: dt.datetime | None = None
    visible_to: dt.datetime | None = None


class SearchCategory(Protocol):
    """A category that results can be filtered by; one level of children."""

    pk: int
    slug: str
    name: str
    parent_id: int | None

    @property
    def shown_name(self) -> str: ...


AffectedIds = Callable[[Any], Iterable[int | None]]


@dataclass(frozen=True)
class SearchSource:
    """One kind of object.

    ``kind`` (at most 8 characters) stands in the index and never changes, ``slug`` in the URL of a search. A model in
    ``watched_models`` has a function: changed row to keys of the originals affected. ``file_models`` are models of
    files whose text is indexed, with their foreign key column of the original.
    """

    kind: str
    slug: str
    label: str | Promise
    originals: Callable[[], models.QuerySet[Any]]
    build_document: Callable[[Any], IndexDocument | None]
    watched_models: Mapping[type[models.Model], AffectedIds] = field(default_factory=dict)
    file_models: Mapping[type[models.Model], str] = field(default_factory=dict)
    # Of these keys, those that are public at a time, decided by the owning app.
    filter_public_ids: Callable[[list[int], dt.datetime], set[int]] | None = None
    # Readers look for it by name, so words of its names are completed and weigh more; not for texts such as articles.
    is_entity: bool = True
    # Stores the related originals that were found for one, with their similarity from 0 to 1.
    store_related: Callable[[int, Mapping[int, float]], None] | None = None
    # The keys of the originals that are to get related ones.
    related_ids: Callable[[], Iterable[int]] | None = None
    # The categories of ``category_id``, of both levels, in the editors' order.
    categories: Callable[[], Sequence[SearchCategory]] | None = None
    # The keys, at most so many, of the authors of ``author_ids`` with a name.
    match_author_ids: Callable[[str, int], tuple[int, ...]] | None = None


sources: Registry[SearchSource] = Registry("search")


def text_lines(*parts: str | None) -> tuple[str, ...]:
    """The parts that have text."""
    return tuple(filter(None, parts))


def names_and_texts(files: Iterable[Any]) -> Iterator[str]:
    """The names of stored files, rows with ``name`` and ``file``, each with its text."""
    for row in files:
        yield row.name
        yield StoredFileText(row.file.name or "")


def own_id(row: models.Model) -> Iterable[int]:
    return (row.pk,)


def ids_of(rows: models.QuerySet[Any]) -> list[int]:
    return list(rows.order_by().values_list("pk", flat=True))
