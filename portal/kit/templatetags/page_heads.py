"""What stands in the head of a page for those that link to it: its one address, and what it says to machines."""

import json
from typing import Any, NamedTuple

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString, mark_safe

from portal.kit import languages
from portal.kit.addresses import root_of

register = template.Library()

# The kind of page (og:type) whose text exists in one language only.
UNTRANSLATED = "article"
# What makes another page of an address; everything else behind the question mark is somebody's own mark.
_MEANING = ("q", "trang", "truoc", "sau", "nam")
# Beside what could end the element, the two line ends that JSON takes and old JavaScript does not.
_ESCAPED = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


class Alternate(NamedTuple):
    """A page in one of its languages; ``x-default`` is for readers of any other."""

    language: str
    address: str


@register.simple_tag
def canonical_address(request: HttpRequest, kind: str = "website") -> str:
    """The one address of the page at hand: the whole path with the parameters that matter, and no others.

    An article, or any other text that has not been translated, has its one address among the Vietnamese pages.
    """
    path = request.path
    if kind == UNTRANSLATED and languages.current() == languages.ENGLISH and request.resolver_match:
        path = languages.twin_of(request.resolver_match, languages.VIETNAMESE) or path
    return _address(request, path)


@register.simple_tag
def alternates(request: HttpRequest, kind: str) -> list[Alternate]:
    """The page at hand in each of its languages; none where the English one is only a frame around the same text."""
    if kind == UNTRANSLATED or request.resolver_match is None:
        return []
    twin = languages.twin_of(request.resolver_match, languages.other())
    if twin is None:
        return []
    found = {languages.current(): request.path, languages.other(): twin}
    named = [(language, found[language]) for language in languages.NAMES]
    named.append(("x-default", found[languages.VIETNAMESE]))
    return [Alternate(language, _address(request, path)) for language, path in named]


def _address(request: HttpRequest, path: str) -> str:
    kept = QueryDict(mutable=True)
    for name in _MEANING:
        if (value := request.GET.get(name, "")) and (name, value) != ("trang", "1"):
            kept[name] = value
    query = f"?{kept.urlencode()}" if kept else ""
    return f"{root_of(request)}{path}{query}"


@register.simple_tag
def site_root(request: HttpRequest) -> str:
    return root_of(request)


@register.filter
def as_linked_data(data: dict[str, Any]) -> SafeString:
    """JSON that stands inside a ``script`` element of type ``application/ld+json``, which no browser runs."""
    written = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(written.translate(_ESCAPED))  # noqa: S308  # nothing that ends the element is left in it
