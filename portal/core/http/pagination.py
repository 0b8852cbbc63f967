"""Pagination of long lists, newest first, without COUNT and without large offsets.

The first pages are numbered (``?trang=3``); later ones use keyset pagination ("older than this row", ``?truoc=…``),
which an index serves at any depth. No total is computed.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, Self, TypeVar

from django.utils.translation import gettext as _

from portal.core.db.querysets import SortKey
from portal.core.http.errors import NotFoundWithMessage
from portal.core.text.numbers import parse_int

PAGE_SIZE = 20
# Numbered pages use an offset, of at most this many pages; beyond, readers page by cursor or by date.
MAX_PAGE_NUMBER = 50
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_CURSOR = re.compile(r"(-?[0-9]{1,16})-([0-9]{1,18})")  # microseconds (years 1653 to 2286) and key


class HasSortPosition(Protocol):
    @property
    def sort_position(self) -> SortKey: ...


class OrderedQuerySet(Protocol):
    """A query set with a defined order; implemented by news and emulation."""

    def newest_first(self) -> Self: ...
    def before(self, key: SortKey) -> Self: ...
    def after(self, key: SortKey) -> Self: ...


RowT = TypeVar("RowT", bound=HasSortPosition)


class InvalidPage(ValueError):
    """The requested page does not exist; the message is for the reader."""


@dataclass(frozen=True)
class Page:
    """The rows of one page and the query strings of the adjacent pages (None at an end)."""

    rows: list[Any]
    number: int | None
    newer: str | None
    older: str | None

    @property
    def is_first(self) -> bool:
        return self.newer is None


def paginate(rows: Any, query: Mapping[str, str], size: int = PAGE_SIZE) -> Page:
    """The page of an ``OrderedQuerySet`` selected by ``?trang=``, ``?truoc=`` or ``?sau=``; one query.

    Raises InvalidPage, with a Vietnamese message, if there is no such page.
    """
    if "truoc" in query:
        return _page_before(rows, decode_cursor(query["truoc"]), size)
    if "sau" in query:
        return _page_after(rows, decode_cursor(query["sau"]), size)
    return _numbered_page(rows, _parse_page_number(query.get("trang", "1")), size)


def paginate_or_404(rows: Any, query: Mapping[str, str], kept_query: str = "") -> Page:
    """The same, or a 404 with the message. ``kept_query`` is appended to the links: ``linh-vuc=dat-dai&q=nha``."""
    try:
        page = paginate(rows, query)
    except InvalidPage as error:
        raise NotFoundWithMessage(str(error)) from error
    suffix = f"&{kept_query}" if kept_query else ""
    return replace(page, newer=page.newer and page.newer + suffix, older=page.older and page.older + suffix)


def encode_cursor(key: SortKey) -> str:
    timestamp, pk = key
    return f"{(timestamp - _EPOCH) // dt.timedelta(microseconds=1)}-{pk}"


def decode_cursor(text: str) -> SortKey:
    """Raises InvalidPage for anything that ``encode_cursor`` did not write."""
    if not (match := _CURSOR.fullmatch(text)):
        raise InvalidPage(_("Không có trang này. Hãy trở lại trang đầu hoặc tìm theo ngày."))
    return _EPOCH + dt.timedelta(microseconds=int(match[1])), int(match[2])


def _parse_page_number(text: str) -> int:
    number = parse_int(text, minimum=1, maximum=10**9)
    if number is None:
        raise InvalidPage(_("Số trang phải là một số từ 1 trở lên."))
    if number > MAX_PAGE_NUMBER:
        raise InvalidPage(
            _("Danh sách chỉ đánh số đến trang %d. Để xem tin cũ hơn, hãy tìm theo ngày.") % MAX_PAGE_NUMBER
        )
    return number


def _numbered_page(rows: Any, number: int, size: int) -> Page:
    first = (number - 1) * size
    keys = rows.newest_first().values("pk")[first : first + size + 1]
    # The offset scans the index only; full rows are read for this page alone.
    found = list(rows.model.objects.filter(pk__in=keys).newest_first().for_list()) if number > 1 else None
    if found is None:
        found = list(rows.newest_first().for_list()[: size + 1])
    if number > 1 and not found:
        raise InvalidPage(_("Danh sách không có nhiều trang đến thế."))
    newer = f"?trang={number - 1}" if number > 1 else None
    older = None
    if len(found) > size:
        last = found[size - 1].sort_position
        older = f"?trang={number + 1}" if number < MAX_PAGE_NUMBER else f"?truoc={encode_cursor(last)}"
    return Page(found[:size], number, newer, older)


def _page_before(rows: Any, key: SortKey, size: int) -> Page:
    found = list(rows.before(key).newest_first().for_list()[: size + 1])
    if not found:
        raise InvalidPage(_("Không còn tin nào cũ hơn."))
    older = f"?truoc={encode_cursor(found[size - 1].sort_position)}" if len(found) > size else None
    return Page(found[:size], None, f"?sau={encode_cursor(found[0].sort_position)}", older)


def _page_after(rows: Any, key: SortKey, size: int) -> Page:
    found = list(rows.after(key).newest_first().reverse().for_list()[: size + 1])
    if not found:
        raise InvalidPage(_("Không còn tin nào mới hơn."))
    newer = f"?sau={encode_cursor(found[size - 1].sort_position)}" if len(found) > size else None
    shown = found[:size][::-1]
    return Page(shown, None, newer, f"?truoc={encode_cursor(shown[-1].sort_position)}")
