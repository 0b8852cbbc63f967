"""Addresses of pages: which are free, and which the address map knows.

Pages stand behind all rooms in the address map, so they can never take a room's place. ``is_taken`` refuses an
address that a room would answer instead.
"""

import re
from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.core.validators import RegexValidator
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, register_converter
from django.utils.translation import gettext_lazy as _

from portal.kit import languages
from portal.site import keeping

MAX_LENGTH = 300
LIFETIME_SECONDS = 2
# Below the address of a page: the page as one file. No page below another is called so.
SAVED = "luu"
_SLUGS = r"[-a-zA-Z0-9_]+(?:/[-a-zA-Z0-9_]+)*"
PLAIN = re.compile(_SLUGS)
is_plain = RegexValidator(rf"\A{PLAIN.pattern}\Z", _("Địa chỉ chỉ gồm chữ không dấu, số và gạch nối."))
# Where English pages stand, and whatever else a language may need.
_LANGUAGES = {"en", "vi"}
_ROOM_OF_NAMES = re.compile(r"([-a-zA-Z0-9_]+)/(?:<|\(|\?P)")


class PagePath:
    """The path of a page that exists; any other is no match, so that the map answers it as ever."""

    regex = _SLUGS
    language = "vi"

    def to_python(self, value: str) -> str:
        if (self.language, value) not in known():
            raise ValueError
        return value

    def to_url(self, value: str) -> str:
        return value


class EnglishPagePath(PagePath):
    language = "en"


def register() -> None:
    """Makes both known to the address map; from ``AppConfig.ready``."""
    register_converter(PagePath, "page")
    register_converter(EnglishPagePath, "english_page")


def known() -> set[tuple[str, str]]:
    """Language and path of every page, public or not. One query, or none for two seconds."""
    return keeping.kept(keeping.PATHS, _read, fallback=set(), lifetime_seconds=LIFETIME_SECONDS)


def _read() -> set[tuple[str, str]]:
    from portal.site.models import Page  # its table is there only after this module

    return set(Page.objects.values_list("language", "path"))


def is_taken(path: str, language: str) -> bool:
    """Whether another part of the portal answers at a page's address, or would one day."""
    first = path.partition("/")[0]
    if path.endswith(f"/{SAVED}"):
        return True
    if language != "vi":
        return _answers(f"{language}/{path}/")
    return first in _reserved() or _answers(f"{path}/") or _answers(path)


def _answers(path: str) -> bool:
    try:
        match = languages.match_at(f"/{path}")
    except Resolver404:
        return False
    return match.view_name not in {"site:page", "site:page-en"}


@cache
def _reserved() -> set[str]:
    """First parts below which a room names its things (/chuyen-muc/<slug>/): no page may begin with one."""
    files = {address.strip("/") for address in (settings.STATIC_URL, settings.MEDIA_URL)}
    found = (_ROOM_OF_NAMES.match(route) for route in _routes(get_resolver(), ""))
    return files | _LANGUAGES | {match[1] for match in found if match}


def _routes(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route
