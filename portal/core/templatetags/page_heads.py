"""Template tags for a page's head: canonical URL, alternates, structured data."""

import json
from typing import Any, NamedTuple

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString, mark_safe

from portal.core.http.absolute_urls import base_url
from portal.core.text import languages

register = template.Library()

# The kind of page (og:type) whose text exists in one language only.
UNTRANSLATED = "article"
# Query parameters that select another page; all others are tracking or display parameters.
_CANONICAL_PARAMETERS = ("q", "trang", "truoc", "sau", "nam")
# What could end the script element, and two line separators that are valid in JSON but not in old JavaScript.
_ESCAPED = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


class Alternate(NamedTuple):
    """A language version of a page; ``x-default`` is for all other languages."""

    language: str
    url: str


@register.simple_tag
def canonical_url(request: HttpRequest, kind: str = "website") -> str:
    """The canonical URL of the current page: its absolute URL with the canonical parameters only.

    An article, or any other untranslated text, has its canonical URL among the Vietnamese pages.
    """
    path = request.path
    if kind == UNTRANSLATED and languages.current_language() == languages.ENGLISH and request.resolver_match:
        path = languages.translated_url(request.resolver_match, languages.VIETNAMESE) or path
    return _absolute_url(request, path)


@register.simple_tag
def alternates(request: HttpRequest, kind: str) -> list[Alternate]:
    """The language versions of the current page; none if the English page shows the same untranslated text."""
    if kind == UNTRANSLATED or request.resolver_match is None:
        return []
    twin = languages.translated_url(request.resolver_match, languages.other_language())
    if twin is None:
        return []
    found = {languages.current_language(): request.path, languages.other_language(): twin}
    named = [(language, found[language]) for language in languages.LANGUAGE_NAMES]
    named.append(("x-default", found[languages.VIETNAMESE]))
    return [Alternate(language, _absolute_url(request, path)) for language, path in named]


def _absolute_url(request: HttpRequest, path: str) -> str:
    kept = QueryDict(mutable=True)
    for name in _CANONICAL_PARAMETERS:
        if (value := request.GET.get(name, "")) and (name, value) != ("trang", "1"):
            kept[name] = value
    query = f"?{kept.urlencode()}" if kept else ""
    return f"{base_url(request)}{path}{query}"


@register.simple_tag
def site_base_url(request: HttpRequest) -> str:
    return base_url(request)


@register.filter
def json_ld_script(data: dict[str, Any]) -> SafeString:
    """A ``script`` element of type ``application/ld+json``, which no browser runs."""
    written = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(written.translate(_ESCAPED))  # noqa: S308  # nothing that ends the element is left
