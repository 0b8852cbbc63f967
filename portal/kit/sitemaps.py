"""Lists of addresses for search engines (sitemaps.org), cut by keys so that every part costs the same.

The framework's own sitemaps count the rows and skip through them; at 100,000 articles the last part would cost most.
Here a part is a range of keys: it is read by the key's index, and an address stays in its part for good.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from django.db.models import QuerySet, Subquery
from django.utils.encoding import iri_to_uri

from portal.kit import dates

# The protocol allows 50,000 addresses and 50 MB; a smaller part is rendered within a breath.
PART_SIZE = 5_000
# A database gives so many columns in one row, and not many more.
_ASKED_AT_ONCE = 400
CONTENT_TYPE = "application/xml; charset=utf-8"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True)
class Entry:
    """A page (its path) and when it last changed; None where that is not known, for a guess is worse than nothing."""

    path: str
    changed_at: dt.datetime | dt.date | None = None


@dataclass(frozen=True)
class Section:
    """All pages of a kind: what its addresses are called, the rows behind them, and the page of a row."""

    name: str
    rows: Callable[[], QuerySet]
    entry: Callable[[Any], Entry]

    def parts(self) -> list[int]:
        """The numbers of the parts that hold something; two queries for every two million keys."""
        rows = self.rows().order_by("pk")
        last = rows.reverse().values_list("pk", flat=True).first()
        if last is None:
            return []
        numbers = range(last // PART_SIZE + 1)
        groups = [numbers[first : first + _ASKED_AT_ONCE] for first in range(0, len(numbers), _ASKED_AT_ONCE)]
        return [number for group in groups for number in _filled(rows, group, last)]

    def entries(self, part: int) -> list[Entry]:
        """The pages of one part; one query."""
        return [self.entry(row) for row in _within(self.rows().order_by("pk"), part)]


@dataclass(frozen=True)
class Pages:
    """A section of pages that no rows stand behind."""

    name: str
    paths: Callable[[], Iterable[str]]

    def parts(self) -> list[int]:
        return [0]

    def entries(self, part: int) -> list[Entry]:
        return [Entry(path) for path in self.paths()] if part == 0 else []


def _filled(rows: QuerySet, numbers: Iterable[int], last: int) -> list[int]:
    """Which of these parts hold something. The last row only lends the query a place to stand on."""
    firsts = {f"part_{n}": Subquery(_within(rows, n).values("pk")[:1]) for n in numbers}
    found = rows.filter(pk=last).values(**firsts).first() or {}
    return [int(name.removeprefix("part_")) for name, first in found.items() if first is not None]


def _within(rows: QuerySet, part: int) -> QuerySet:
    return rows.filter(pk__gte=part * PART_SIZE, pk__lt=(part + 1) * PART_SIZE)


def index_document(addresses: Iterable[str]) -> str:
    """The sitemap of sitemaps. It names no moments, as every part would have to be read to know its last change."""
    rows = "".join(f"<sitemap>{_location(address)}</sitemap>\n" for address in addresses)
    return f'{_HEAD}<sitemapindex xmlns="{_NAMESPACE}">\n{rows}</sitemapindex>\n'


def part_document(entries: Iterable[Entry], root: str) -> str:
    rows = "".join(f"<url>{_location(root + entry.path)}{_moment(entry.changed_at)}</url>\n" for entry in entries)
    return f'{_HEAD}<urlset xmlns="{_NAMESPACE}">\n{rows}</urlset>\n'


def _location(address: str) -> str:
    return f"<loc>{escape(iri_to_uri(address))}</loc>"


def _moment(changed_at: dt.datetime | dt.date | None) -> str:
    return f"<lastmod>{dates.w3c_moment(changed_at)}</lastmod>" if changed_at else ""
