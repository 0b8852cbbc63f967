"""The language of a page, of words on it, and the way to the same page in the other language."""

from typing import Any, NamedTuple

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.kit import languages

register = template.Library()
register.simple_tag(languages.current, name="page_language")


class Switch(NamedTuple):
    """A link to the page in the other language."""

    language: str
    name: str
    address: str


@register.simple_tag
def lang_of(words: Any = "") -> SafeString | str:
    """The attribute ``lang`` for an element whose words are not in the language of the page; else nothing.

    What is stored is Vietnamese, unless it is a ``Wording`` that knows better; without words, stored words are meant.
    """
    language = getattr(words, "language", languages.VIETNAMESE)
    return "" if language == languages.current() else format_html(' lang="{}"', language)


@register.simple_tag
def hreflang_of(address: str) -> SafeString | str:
    """The attribute ``hreflang`` for a link that leads out of the language of the page; else nothing."""
    language = languages.language_of(address)
    return "" if language == languages.current() else format_html(' hreflang="{}"', language)


@register.simple_tag
def words(text: Any) -> Any:
    """Stored words amid others: as they are, or in an element that says their language where the page has another."""
    lang = lang_of(text)
    return format_html("<span{}>{}</span>", lang, text) if lang and text else text


@register.simple_tag
def language_switch(request: HttpRequest) -> Switch | None:
    """Where the page stands in the other language; from an address without a page to the home page there. None for a
    page in Vietnamese only."""
    other = languages.other()
    if request.resolver_match is None:
        with languages.speaking(other):
            return Switch(other, languages.NAMES[other], reverse("home"))
    path = languages.twin_of(request.resolver_match, other)
    if path is None:
        return None
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return Switch(other, languages.NAMES[other], f"{path}{query}")
