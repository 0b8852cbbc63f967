"""Whether our own addresses in a text lead anywhere: the one part of the checks that asks the database."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http.request import validate_host
from django.urls import Resolver404, ResolverMatch

from news.models import Article, Attachment, Author, Category, OldAddress
from portal.kit import languages

# A text links to fewer of our pages than this; what comes behind is not looked at.
MAX_LOOKED_UP = 500


def broken_links(addresses: Collection[str]) -> set[str]:
    """Of a text's addresses, those on this site that a reader would not find. At most six queries."""
    broken: set[str] = set()
    by_page: dict[str, dict[str, ResolverMatch]] = {}
    own = [(address, path) for address in addresses if (path := _own_path(address)) is not None]
    for address, path in own[:MAX_LOOKED_UP]:
        match = _page_at(path)
        if match is None or "admin" in match.namespaces:
            broken.add(address)
        else:
            by_page.setdefault(match.view_name, {})[address] = match
    return broken.union(
        _without_article(by_page.get("news:article", {})),
        _without_row(by_page.get("news:category", {}), "slug", Category.objects.values_list("slug", flat=True)),
        _without_row(by_page.get("news:author", {}), "slug", Author.objects.values_list("slug", flat=True)),
        _without_row(by_page.get("news:attachment", {}), "pk", Attachment.objects.values_list("pk", flat=True)),
        (address for address, match in by_page.get("media", {}).items() if not _is_stored(match.kwargs["path"])),
    )


def _own_path(address: str) -> str | None:
    """The path of an address on this site; None for other sites, mail, places within the page and files that we ship.

    An address without scheme and slash ("www.caobang.gov.vn") leads into this site, where nothing stands under it.
    """
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in {"", "http", "https"} or not (parts.path or parts.netloc):
        return None
    # "*" would make every host ours.
    if host and not validate_host(host, [name for name in settings.ALLOWED_HOSTS if name != "*"]):
        return None
    path = unquote(parts.path) or "/"
    return None if path.startswith(settings.STATIC_URL) else path


def _page_at(path: str) -> ResolverMatch | None:
    try:
        return languages.match_at(path)
    except (Resolver404, ValueError):
        return None


def _without_article(matches: dict[str, ResolverMatch]) -> Iterable[str]:
    wanted = {address: key for address, match in matches.items() if (key := _day_and_slug(match)) is not None}
    if not wanted:
        return matches
    days, slugs = {day for day, _slug in wanted.values()}, {slug for _day, slug in wanted.values()}
    public = Article.objects.published().filter(published_on__in=days, slug__in=slugs)
    moved = OldAddress.objects.filter(published_on__in=days, slug__in=slugs, article__in=Article.objects.published())
    found = {key for rows in (public, moved) for key in rows.order_by().values_list("published_on", "slug")}
    return [address for address in matches if wanted.get(address) not in found]


def _day_and_slug(match: ResolverMatch) -> tuple[dt.date, str] | None:
    try:
        return dt.date(*(match.kwargs[part] for part in ("year", "month", "day"))), match.kwargs["slug"]
    except ValueError:
        return None


def _without_row(matches: dict[str, ResolverMatch], name: str, keys: QuerySet[Any]) -> Iterable[str]:
    if not matches:
        return []
    present = set(keys.filter(**{f"{name}__in": {match.kwargs[name] for match in matches.values()}}))
    return [address for address, match in matches.items() if match.kwargs[name] not in present]


def _is_stored(path: str) -> bool:
    try:
        return default_storage.exists(path)
    except (SuspiciousOperation, OSError, ValueError):
        return False
