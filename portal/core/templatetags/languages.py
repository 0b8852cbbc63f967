"""Template tags for the language of a page, of text on it, and for the language switch."""

from typing import Any, NamedTuple

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.core.text import languages

register = template.Library()
register.simple_tag(languages.current_language, name="page_language")


class LanguageSwitch(NamedTuple):
    """A link to the page in the other language."""

    language: str
    name: str
    url: str


@register.simple_tag
def lang_attr(text: Any = "") -> SafeString | str:
    """The ``lang`` attribute for an element whose text is not in the language of the page; else empty.

    Stored text is Vietnamese, unless it is a ``TranslatedStr`` with another language; without ``text``, stored text is
    meant.
    """
    language = getattr(text, "language", languages.VIETNAMESE)
    return "" if language == languages.current_language() else format_html(' lang="{}"', language)


@register.simple_tag
def hreflang_attr(address: str) -> SafeString | str:
    """The ``hreflang`` attribute for a link to a page in the other language; else empty."""
    language = languages.language_of_path(address)
    return "" if language == languages.current_language() else format_html(' hreflang="{}"', language)


@register.simple_tag
def lang_span(text: Any) -> Any:
    """Stored text within other text: unchanged, or in a span with ``lang`` if the page has another language."""
    lang = lang_attr(text)
    return format_html("<span{}>{}</span>", lang, text) if lang and text else text


@register.simple_tag
def language_switch(request: HttpRequest) -> LanguageSwitch | None:
    """The link to the page in the other language; to its home page from a URL without a page.

    None for a page in Vietnamese only.
    """
    other = languages.other_language()
    if request.resolver_match is None:
        with languages.override(other):
            return LanguageSwitch(other, languages.LANGUAGE_NAMES[other], reverse("home"))
    path = languages.translated_url(request.resolver_match, other)
    if path is None:
        return None
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return LanguageSwitch(other, languages.LANGUAGE_NAMES[other], f"{path}{query}")
