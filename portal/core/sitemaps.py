"""Sitemaps (sitemaps.org), partitioned by primary key so that every part costs the same.

An app registers its sections and landing pages in its ``sitemaps.py``.

Django's own use COUNT and offsets; at 100,000 articles the last part would cost most. Here a part is a range of primary
keys: it is read by index, and a URL never moves to another part.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from django.db.models import QuerySet, Subquery
from django.utils.encoding import iri_to_uri

from portal.core.registry import Registry
from portal.core.text import dates

# The protocol allows 50,000 URLs and 50 MB; a smaller part is rendered quickly.
PART_SIZE = 5_000
# The maximum number of columns in a row, with some reserve.
_PARTS_PER_QUERY = 400
CONTENT_TYPE = "application/xml; charset=utf-8"
_XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True)
class SitemapEntry:
    """A page's path and its last change; None if unknown, for a wrong date is worse than none."""

    path: str
    changed_at: dt.datetime | dt.date | None = None


@dataclass(frozen=True)
class SitemapSection:
    """All pages of a kind: the name in its sitemap's URL, the query set, and the page of a row."""

    name: str
    rows: Callable[[], QuerySet]
    entry: Callable[[Any], SitemapEntry]

    def parts(self) -> list[int]:
        """The numbers of the non-empty parts; two queries for every two million keys."""
        rows = self.rows().order_by("pk")
        last = rows.reverse().values_list("pk", flat=True).first()
        if last is None:
            return []
        numbers = range(last // PART_SIZE + 1)
        groups = [numbers[first : first + _PARTS_PER_QUERY] for first in range(0, len(numbers), _PARTS_PER_QUERY)]
        return [number for group in groups for number in _non_empty_parts(rows, group, last)]

    def entries(self, part: int) -> list[SitemapEntry]:
        """The pages of one part; one query."""
        return [self.entry(row) for row in _rows_of_part(self.rows().order_by("pk"), part)]


@dataclass(frozen=True)
class StaticSitemapSection:
    """A section of pages without database rows."""

    name: str
    paths: Callable[[], Iterable[str]]

    def parts(self) -> list[int]:
        return [0]

    def entries(self, part: int) -> list[SitemapEntry]:
        return [SitemapEntry(path) for path in self.paths()] if part == 0 else []


sections: Registry[SitemapSection | StaticSitemapSection] = Registry("sitemaps")
# URL names of pages without rows, such as lists, in both languages.
landing_pages: Registry[str] = Registry("sitemaps")


def _non_empty_parts(rows: QuerySet, numbers: Iterable[int], last: int) -> list[int]:
    """Which of these parts are not empty. The last row only serves as the query's base row."""
    firsts = {f"part_{n}": Subquery(_rows_of_part(rows, n).values("pk")[:1]) for n in numbers}
    found = rows.filter(pk=last).values(**firsts).first() or {}
    return [int(name.removeprefix("part_")) for name, first in found.items() if first is not None]


def _rows_of_part(rows: QuerySet, part: int) -> QuerySet:
    return rows.filter(pk__gte=part * PART_SIZE, pk__lt=(part + 1) * PART_SIZE)


def render_sitemap_index(urls: Iterable[str]) -> str:
    """The sitemap index. Without lastmod, as every part would have to be read to know it."""
    rows = "".join(f"<sitemap>{_location(address)}</sitemap>\n" for address in urls)
    return f'{_XML_DECLARATION}<sitemapindex xmlns="{_NAMESPACE}">\n{rows}</sitemapindex>\n'


def render_sitemap(entries: Iterable[SitemapEntry], root: str) -> str:
    rows = "".join(f"<url>{_location(root + entry.path)}{_lastmod(entry.changed_at)}</url>\n" for entry in entries)
    return f'{_XML_DECLARATION}<urlset xmlns="{_NAMESPACE}">\n{rows}</urlset>\n'


def _location(address: str) -> str:
    return f"<loc>{escape(iri_to_uri(address))}</loc>"


def _lastmod(changed_at: dt.datetime | dt.date | None) -> str:
    return f"<lastmod>{dates.w3c_datetime(changed_at)}</lastmod>" if changed_at else ""
