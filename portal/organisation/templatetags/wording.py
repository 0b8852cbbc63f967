"""Words of another language than the page's, marked as such for screen readers and search engines."""

from django import template
from django.utils.html import format_html

from portal.organisation.wording import Words

register = template.Library()


@register.filter
def in_its_language(words: Words) -> str:
    return format_html('<span lang="{}">{}</span>', words.lang, words.text) if words.lang else words.text
