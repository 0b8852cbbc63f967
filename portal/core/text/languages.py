"""Languages of the public pages: Vietnamese, and English for the interface only.

The URL alone determines the language: ``/tin-tuc/`` and ``/en/tin-tuc/``. No cookie or header is read, so that pages
are cacheable by anyone. What is stored is rendered in Vietnamese, URLs included (docs/adr/0024-english.md).
"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Self

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, Resolver404, ResolverMatch, URLPattern, URLResolver, resolve, reverse
from django.utils import translation
from django.utils.functional import Promise

VIETNAMESE, ENGLISH = "vi", "en"
# Names in the language switch, each in its own language.
LANGUAGE_NAMES = {VIETNAMESE: "Tiếng Việt", ENGLISH: "English"}
_PREFIX = f"{ENGLISH}/"


def current_language() -> str:
    """The language of the current page; Vietnamese outside of requests."""
    return ENGLISH if translation.get_language() == ENGLISH else VIETNAMESE


def other_language() -> str:
    """The language that the current page is not in."""
    return VIETNAMESE if current_language() == ENGLISH else ENGLISH


def language_of_path(path: str) -> str:
    return ENGLISH if f"{path}/".startswith(f"/{_PREFIX}") else VIETNAMESE


def override(language: str) -> AbstractContextManager[None]:
    """Activates a language for translations, formats and URLs.

    What is stored or sent from a page that exists in English too belongs into ``override(VIETNAMESE)``.
    """
    return translation.override(language)


class URLLanguageMiddleware:
    """Activates English below /en/ and Vietnamese elsewhere, whatever the thread had active.

    Django's LocaleMiddleware reads headers and a cookie and varies the response by them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with override(language_of_path(request.path_info)):
            return self.get_response(request)


class _LanguagePrefixPattern:
    """The language prefix of a URL: empty, or ``en/`` while English is active."""

    def __init__(self) -> None:
        self.converters: dict[str, Any] = {}

    def __str__(self) -> str:
        return _PREFIX if current_language() == ENGLISH else ""

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


def i18n_urls(*patterns: URLPattern | URLResolver) -> URLResolver:
    """URL patterns that also exist below /en/; must be included at the root, as the prefix comes first.

    Django's ``i18n_patterns`` takes whole apps; feeds and previews have no English version.
    """
    return URLResolver(_LanguagePrefixPattern(), list(patterns))  # type: ignore[arg-type]  # Django takes any such


def resolve_path(path: str) -> ResolverMatch:
    """Resolves a path in its own language, whichever is active. Raises Resolver404."""
    with override(language_of_path(path)):
        return resolve(path)


def translated_url(match: ResolverMatch, language: str) -> str | None:
    """The path of a resolved page in a language; None for a page in Vietnamese only."""
    try:
        with override(language):
            found = reverse(match.view_name, kwargs=getattr(match, "captured_kwargs", {}))
    except NoReverseMatch:  # an admin view without a name
        return None
    return found if language_of_path(found) == language else None


def localized_url(url: str) -> str:
    """A stored URL as a link on the current page: on an English page to the English version."""
    path, mark, rest = url.partition("?")
    if current_language() == VIETNAMESE or not path.startswith("/"):
        return url
    try:
        twin = translated_url(resolve_path(path), ENGLISH)
    except Resolver404:
        return url
    return f"{twin}{mark}{rest}" if twin else url


class TranslatedStr(str):
    """A text with its language. A plain str counts as Vietnamese, like everything stored."""

    language: str

    def __new__(cls, text: str, language: str = VIETNAMESE) -> Self:
        made = super().__new__(cls, text)
        made.language = language
        return made


def in_current_language(text: str | Promise) -> TranslatedStr:
    """Marks a translated text as being in the current language; for use where others may be mixed in."""
    return TranslatedStr(str(text), current_language())


def pick_translation(vietnamese: str, english: str) -> TranslatedStr:
    """The text in the current language; without an English text the Vietnamese one, marked as such."""
    if english and current_language() == ENGLISH:
        return TranslatedStr(english, ENGLISH)
    return TranslatedStr(vietnamese)
