"""Finds broken internal links; the only part of the checks that queries the database."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http.request import validate_host
from django.urls import Resolver404, ResolverMatch

from news.models import Article, Attachment, Author, Category, PreviousUrl
from portal.core.http.absolute_urls import split_url
from portal.core.text import languages

# Links checked per text; further ones are ignored.
MAX_CHECKED_LINKS = 500


def find_broken_links(urls: Collection[str]) -> set[str]:
    """The internal URLs in a text that return 404. At most six queries."""
    broken: set[str] = set()
    by_page: dict[str, dict[str, ResolverMatch]] = {}
    site_links = [(address, path) for address in urls if (path := _site_path(address)) is not None]
    for address, path in site_links[:MAX_CHECKED_LINKS]:
        match = _resolve_path(path)
        if match is None or "admin" in match.namespaces:
            broken.add(address)
        else:
            by_page.setdefault(match.view_name, {})[address] = match
    return broken.union(
        _missing_articles(by_page.get("news:article-detail", {})),
        _missing_rows(by_page.get("news:category-detail", {}), "slug", Category.objects.values_list("slug", flat=True)),
        _missing_rows(by_page.get("news:author-detail", {}), "slug", Author.objects.values_list("slug", flat=True)),
        _missing_rows(
            by_page.get("news:attachment-download", {}), "pk", Attachment.objects.values_list("pk", flat=True)
        ),
        (address for address, match in by_page.get("media", {}).items() if not _file_exists(match.kwargs["path"])),
    )


def _named_hosts() -> list[str]:
    """``ALLOWED_HOSTS`` without "*", which would make every host internal."""
    return [host for host in settings.ALLOWED_HOSTS if host != "*"]


def _site_path(url: str) -> str | None:
    """The path of a URL on this site; None for other hosts, mailto, fragments and static files.

    A URL without scheme and leading slash ("www.caobang.gov.vn") is relative to this site, where it is a 404.
    """
    try:
        parts = split_url(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in {"", "http", "https"} or not (parts.path or parts.netloc):
        return None
    if host and not validate_host(host, _named_hosts()):
        return None
    path = unquote(parts.path) or "/"
    return None if path.startswith(settings.STATIC_URL) else path


def _resolve_path(path: str) -> ResolverMatch | None:
    try:
        return languages.resolve_path(path)
    except (Resolver404, ValueError):
        return None


def _missing_articles(matches: dict[str, ResolverMatch]) -> Iterable[str]:
    wanted = {address: key for address, match in matches.items() if (key := _date_and_slug(match)) is not None}
    if not wanted:
        return matches
    days, slugs = {day for day, _slug in wanted.values()}, {slug for _day, slug in wanted.values()}
    public = Article.objects.published().filter(published_on__in=days, slug__in=slugs)
    moved = PreviousUrl.objects.filter(published_on__in=days, slug__in=slugs, article__in=Article.objects.published())
    found = {key for rows in (public, moved) for key in rows.order_by().values_list("published_on", "slug")}
    return [address for address in matches if wanted.get(address) not in found]


def _date_and_slug(match: ResolverMatch) -> tuple[dt.date, str] | None:
    try:
        return dt.date(*(match.kwargs[part] for part in ("year", "month", "day"))), match.kwargs["slug"]
    except ValueError:
        return None


def _missing_rows(matches: dict[str, ResolverMatch], name: str, keys: QuerySet[Any]) -> Iterable[str]:
    if not matches:
        return []
    present = set(keys.filter(**{f"{name}__in": {match.kwargs[name] for match in matches.values()}}))
    return [address for address, match in matches.items() if match.kwargs[name] not in present]


def _file_exists(path: str) -> bool:
    try:
        return default_storage.exists(path)
    except (SuspiciousOperation, OSError, ValueError):
        return False
