"""Parts of answers that several resources give, and a page of a list."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Schema

from portal.api.parameters import KeyRows, NewestRows
from portal.kit import paging
from portal.kit.addresses import root_of

T = TypeVar("T")


class Reference(Schema):
    """Another thing, by its name and its page."""

    name: str
    slug: str
    url: str


class PageOf(Schema, Generic[T]):
    """A page of a list. ``next`` is the address of the page after it, null on the last one."""

    items: list[T]
    next: str | None


def page_by_key(request: HttpRequest, rows: QuerySet, asked: KeyRows, give: Callable[[Any], T]) -> dict[str, Any]:
    """A page in the order of keys; one query."""
    found = list(rows.order_by("pk").filter(pk__gt=int(asked.cursor))[: asked.limit + 1])
    return _page(request, found, asked.limit, give, lambda row: str(row.pk))


def page_of_newest(request: HttpRequest, rows: Any, asked: NewestRows, give: Callable[[Any], T]) -> dict[str, Any]:
    """A page of an ``Ordered`` query set, newest first; one query."""
    if asked.cursor:
        rows = rows.before(paging.read_cursor(asked.cursor))
    found = list(rows.newest_first()[: asked.limit + 1])
    return _page(request, found, asked.limit, give, lambda row: paging.write_cursor(row.sort_position))


def _page(
    request: HttpRequest, found: list[Any], limit: int, give: Callable[[Any], T], cursor_of: Callable[[Any], str]
) -> dict[str, Any]:
    following = None
    if len(found) > limit:
        query = request.GET.copy()
        query["cursor"] = cursor_of(found[limit - 1])
        following = f"{root_of(request)}{request.path}?{query.urlencode()}"
    return {"items": [give(row) for row in found[:limit]], "next": following}


class Period(Schema):
    """From a day on, up to the day before ``valid_to`` (null: until today)."""

    valid_from: dt.date
    valid_to: dt.date | None
