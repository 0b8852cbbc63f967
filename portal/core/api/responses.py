"""Response schemas shared by several resources, and pagination."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from ninja import Schema

from portal.core.api.parameters import IdPageParams, NewestFirstPageParams
from portal.core.db.periods import Period
from portal.core.http import pagination
from portal.core.http.absolute_urls import base_url
from portal.core.text import dates

T = TypeVar("T")


class ReferenceSchema(Schema):
    """A reference to another object: its name and URL."""

    name: str
    slug: str
    url: str


class PaginatedSchema(Schema, Generic[T]):
    """A page of a list. ``next`` is the URL of the next page, null on the last one."""

    items: list[T]
    next: str | None


def paginate_by_id(
    request: HttpRequest, rows: QuerySet, params: IdPageParams, serialize: Callable[[Any], T]
) -> dict[str, Any]:
    """A page in primary key order; one query."""
    page_rows = list(rows.order_by("pk").filter(pk__gt=int(params.cursor))[: params.limit + 1])
    return _build_page(request, page_rows, params.limit, serialize, lambda row: str(row.pk))


def paginate_newest_first(
    request: HttpRequest, rows: Any, params: NewestFirstPageParams, serialize: Callable[[Any], T]
) -> dict[str, Any]:
    """A page of an ``OrderedQuerySet``, newest first; one query."""
    if params.cursor:
        rows = rows.before(pagination.decode_cursor(params.cursor))
    page_rows = list(rows.newest_first()[: params.limit + 1])
    return _build_page(
        request, page_rows, params.limit, serialize, lambda row: pagination.encode_cursor(row.sort_position)
    )


def _build_page(
    request: HttpRequest, rows: list[Any], limit: int, serialize: Callable[[Any], T], get_cursor: Callable[[Any], str]
) -> dict[str, Any]:
    next_url = None
    if len(rows) > limit:
        query = request.GET.copy()
        query["cursor"] = get_cursor(rows[limit - 1])
        next_url = f"{base_url(request)}{request.path}?{query.urlencode()}"
    return {"items": [serialize(row) for row in rows[:limit]], "next": next_url}


class PeriodSchema(Schema):
    """A period from ``valid_from`` to the day before ``valid_to`` (null: still valid)."""

    valid_from: dt.date
    valid_to: dt.date | None


def local_today() -> dt.date:
    return dates.local_date(timezone.now())


def serialize_period(row: Period) -> dict[str, dt.date | None]:
    return {"valid_from": row.valid_from, "valid_to": row.valid_to}
