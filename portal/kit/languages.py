"""The two languages of the public pages: Vietnamese, in which everything is written, and English for the frame.

The address alone says which: ``/tin-tuc/`` and ``/en/tin-tuc/``. Neither a cookie nor a header is asked, so that a page
may be kept by anyone. What is stored is made in Vietnamese, addresses included (docs/adr/0024-english.md).
"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Self

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, Resolver404, ResolverMatch, URLPattern, URLResolver, resolve, reverse
from django.utils import translation

VIETNAMESE, ENGLISH = "vi", "en"
# What a reader is offered, each in its own language.
NAMES = {VIETNAMESE: "Tiếng Việt", ENGLISH: "English"}
_PREFIX = f"{ENGLISH}/"


def current() -> str:
    """The language of the page that is being made; Vietnamese for everything else."""
    return ENGLISH if translation.get_language() == ENGLISH else VIETNAMESE


def other() -> str:
    """The language that the page at hand is not in."""
    return VIETNAMESE if current() == ENGLISH else ENGLISH


def language_of(path: str) -> str:
    return ENGLISH if f"{path}/".startswith(f"/{_PREFIX}") else VIETNAMESE


def speaking(language: str) -> AbstractContextManager[None]:
    """Within it words, forms of dates and addresses are those of the language.

    What is stored or sent from a page that readers may see in English belongs into ``speaking(VIETNAMESE)``.
    """
    return translation.override(language)


class LanguageOfAddressMiddleware:
    """Answers below /en/ in English and everything else in Vietnamese, whatever the thread answered before.

    The framework's own middleware asks headers and a cookie and lets the answer vary with them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with speaking(language_of(request.path_info)):
            return self.get_response(request)


class _LanguagePrefix:
    """The part of an address that says its language: nothing, or ``en/`` while English is spoken."""

    def __init__(self) -> None:
        self.converters: dict[str, Any] = {}

    def __str__(self) -> str:
        return _PREFIX if current() == ENGLISH else ""

    @property
    def regex(self) -> re.Pattern[str]:
        return re.compile(str(self))

    def match(self, path: str) -> tuple[str, tuple[()], dict[str, Any]] | None:
        prefix = str(self)
        return (path.removeprefix(prefix), (), {}) if path.startswith(prefix) else None

    def check(self) -> list[Any]:
        return []

    def describe(self) -> str:
        return f"'{self}'"


def in_both_languages(*patterns: URLPattern | URLResolver) -> URLResolver:
    """Pages that have a twin below /en/. Whatever includes them must stand at the root: the prefix comes first.

    The framework's ``i18n_patterns`` takes whole applications; a wing's feeds and previews have no English twin.
    """
    return URLResolver(_LanguagePrefix(), list(patterns))


def match_at(path: str) -> ResolverMatch:
    """What answers at a path in its own language, whichever is spoken. Raises Resolver404."""
    with speaking(language_of(path)):
        return resolve(path)


def twin_of(match: ResolverMatch, language: str) -> str | None:
    """The path in a language of a page that was found; None for a page in Vietnamese only."""
    try:
        with speaking(language):
            found = reverse(match.view_name, kwargs=match.captured_kwargs)
    except NoReverseMatch:  # a view of the admin without a name
        return None
    return found if language_of(found) == language else None


def here(address: str) -> str:
    """An address that was stored, as the page at hand links to it: to the English twin from an English page."""
    path, mark, rest = address.partition("?")
    if current() == VIETNAMESE or not path.startswith("/"):
        return address
    try:
        twin = twin_of(match_at(path), ENGLISH)
    except Resolver404:
        return address
    return f"{twin}{mark}{rest}" if twin else address


class Wording(str):
    """Words and the language that they are in. Plain text counts as Vietnamese, like everything that is stored."""

    language: str

    def __new__(cls, text: str, language: str = VIETNAMESE) -> Self:
        made = super().__new__(cls, text)
        made.language = language
        return made


def spoken(text: str) -> Wording:
    """A text out of the catalogue, which is in the language of the page at hand; where others may stand beside it."""
    return Wording(text, current())


def wording(vietnamese: str, english: str) -> Wording:
    """The words for the page at hand; without an English wording the Vietnamese one, which then says so of itself."""
    if english and current() == ENGLISH:
        return Wording(english, ENGLISH)
    return Wording(vietnamese)
