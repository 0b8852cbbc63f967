"""Pages of a long list, newest first, without counting it and without walking through it.

The first pages have numbers (``?trang=3``); from there on a page is "what is older than this row"
(``?truoc=…``), which an index answers at any depth. A total is never asked for.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, Self, TypeVar

from django.utils.translation import gettext as _

PAGE_SIZE = 20
# Numbered pages skip rows, at most this many pages of them; further back the reader goes by position or by date.
LAST_NUMBER = 50
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_CURSOR = re.compile(r"(-?[0-9]{1,16})-([0-9]{1,18})")  # microseconds (years 1653 to 2286) and key

Key = tuple[dt.datetime, int]


class Row(Protocol):
    @property
    def sort_position(self) -> Key: ...


class Ordered(Protocol):
    """A query set that knows its order; news and emulation each bring theirs."""

    def newest_first(self) -> Self: ...
    def before(self, key: Key) -> Self: ...
    def after(self, key: Key) -> Self: ...


RowT = TypeVar("RowT", bound=Row)


class NoSuchPage(ValueError):
    """The page asked for does not exist; the message is for the reader."""


@dataclass(frozen=True)
class Page:
    """The rows of one page, and the query strings that lead to its neighbours (None at an end)."""

    rows: list[Any]
    number: int | None
    newer: str | None
    older: str | None

    @property
    def is_first(self) -> bool:
        return self.newer is None


def page_of(rows: Any, query: Mapping[str, str], size: int = PAGE_SIZE) -> Page:
    """The page of an ``Ordered`` query set that ``?trang=``, ``?truoc=`` or ``?sau=`` asks for; one query.

    Raises NoSuchPage, with a Vietnamese message, for a page that is not there.
    """
    if "truoc" in query:
        return _older_than(rows, read_cursor(query["truoc"]), size)
    if "sau" in query:
        return _newer_than(rows, read_cursor(query["sau"]), size)
    return _numbered(rows, _read_number(query.get("trang", "1")), size)


def write_cursor(key: Key) -> str:
    moment, pk = key
    return f"{(moment - _EPOCH) // dt.timedelta(microseconds=1)}-{pk}"


def read_cursor(text: str) -> Key:
    """Raises NoSuchPage when it is none that ``write_cursor`` wrote."""
    if not (match := _CURSOR.fullmatch(text)):
        raise NoSuchPage(_("Không có trang này. Hãy trở lại trang đầu hoặc tìm theo ngày."))
    return _EPOCH + dt.timedelta(microseconds=int(match[1])), int(match[2])


def _read_number(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if number < 1:
        raise NoSuchPage(_("Số trang phải là một số từ 1 trở lên."))
    if number > LAST_NUMBER:
        raise NoSuchPage(_("Danh sách chỉ đánh số đến trang %d. Để xem tin cũ hơn, hãy tìm theo ngày.") % LAST_NUMBER)
    return number


def _numbered(rows: Any, number: int, size: int) -> Page:
    first = (number - 1) * size
    keys = rows.newest_first().values("pk")[first : first + size + 1]
    # The skipped rows are skipped in the index alone; only the page's own rows are read whole.
    found = list(rows.model.objects.filter(pk__in=keys).newest_first().for_list()) if number > 1 else None
    if found is None:
        found = list(rows.newest_first().for_list()[: size + 1])
    if number > 1 and not found:
        raise NoSuchPage(_("Danh sách không có nhiều trang đến thế."))
    newer = f"?trang={number - 1}" if number > 1 else None
    older = None
    if len(found) > size:
        last = found[size - 1].sort_position
        older = f"?trang={number + 1}" if number < LAST_NUMBER else f"?truoc={write_cursor(last)}"
    return Page(found[:size], number, newer, older)


def _older_than(rows: Any, key: Key, size: int) -> Page:
    found = list(rows.before(key).newest_first().for_list()[: size + 1])
    if not found:
        raise NoSuchPage(_("Không còn tin nào cũ hơn."))
    older = f"?truoc={write_cursor(found[size - 1].sort_position)}" if len(found) > size else None
    return Page(found[:size], None, f"?sau={write_cursor(found[0].sort_position)}", older)


def _newer_than(rows: Any, key: Key, size: int) -> Page:
    found = list(rows.after(key).newest_first().reverse().for_list()[: size + 1])
    if not found:
        raise NoSuchPage(_("Không còn tin nào mới hơn."))
    newer = f"?sau={write_cursor(found[size - 1].sort_position)}" if len(found) > size else None
    shown = found[:size][::-1]
    return Page(shown, None, newer, f"?truoc={write_cursor(shown[-1].sort_position)}")
