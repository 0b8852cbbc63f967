"""URL path converters and reserved paths of static pages.

The pages' URL pattern comes last in the URLconf, so another section's URL always wins. ``is_reserved`` rejects a path
that another section would handle.
"""

import re
from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.core.validators import RegexValidator
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, register_converter
from django.utils.translation import gettext_lazy as _

from portal.core.text import languages
from portal.pages import cached_reads

MAX_LENGTH = 300
LIFETIME_SECONDS = 2
# Last segment of the offline copy's URL. No child page may have this slug.
OFFLINE_COPY_SLUG = "luu"
_SLUGS = r"[-a-zA-Z0-9_]+(?:/[-a-zA-Z0-9_]+)*"
PATH_PATTERN = re.compile(_SLUGS)
validate_path = RegexValidator(rf"\A{PATH_PATTERN.pattern}\Z", _("Địa chỉ chỉ gồm chữ không dấu, số và gạch nối."))
# Prefix of English pages, and any other language prefix that may be needed.
_LANGUAGE_PREFIXES = {"en", "vi"}
_SECTION_ROUTE = re.compile(r"([-a-zA-Z0-9_]+)/(?:<|\(|\?P)")


class PagePathConverter:
    """Matches only the path of an existing page, so that other URLs resolve as usual."""

    regex = _SLUGS
    language = "vi"

    def to_python(self, value: str) -> str:
        if (self.language, value) not in known_paths():
            raise ValueError
        return value

    def to_url(self, value: str) -> str:
        return value


class EnglishPagePathConverter(PagePathConverter):
    language = "en"


def register_path_converters() -> None:
    """Registers both URL path converters; called by ``AppConfig.ready``."""
    register_converter(PagePathConverter, "page")
    register_converter(EnglishPagePathConverter, "english_page")


def known_paths() -> set[tuple[str, str]]:
    """Language and path of every page, public or not. One query, or none for two seconds.

    Raises the database error when nothing is cached: a wrong 404 must be prevented.
    """
    return cached_reads.cached_or_stale(cached_reads.PATHS_KEY, _load_paths, lifetime_seconds=LIFETIME_SECONDS)


def _load_paths() -> set[tuple[str, str]]:
    from portal.pages.models import Page  # imported late: its table exists only after this module

    return set(Page.objects.values_list("language", "path"))


def is_reserved(path: str, language: str) -> bool:
    """Whether another part of the portal handles the path, or may do so later."""
    first = path.partition("/")[0]
    if path.endswith(f"/{OFFLINE_COPY_SLUG}"):
        return True
    if language != "vi":
        return _path_resolves(f"{language}/{path}/")
    return first in _reserved_prefixes() or _path_resolves(f"{path}/") or _path_resolves(path)


def _path_resolves(path: str) -> bool:
    try:
        match = languages.resolve_path(f"/{path}")
    except Resolver404:
        return False
    return match.view_name not in {"pages:page-detail", "pages:page-detail-en"}


@cache
def _reserved_prefixes() -> set[str]:
    """First segments of parameterized URLs of other sections (/chuyen-muc/<slug>/), which no page may use."""
    files = {address.strip("/") for address in (settings.STATIC_URL, settings.MEDIA_URL)}
    found = (_SECTION_ROUTE.match(route) for route in _iter_routes(get_resolver(), ""))
    return files | _LANGUAGE_PREFIXES | {match[1] for match in found if match}


def _iter_routes(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from _iter_routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route
