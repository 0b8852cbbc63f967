"""``{% inline_css 'css/site.css' %}``: inlines stylesheets, each allowed by its hash in the CSP."""

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.core.content import inline_css as style_sources
from portal.core.http import csp

register = template.Library()


@register.simple_tag(takes_context=True)
def inline_css(context: Context, *names: str) -> SafeString:
    """Raises StylesheetNotFound."""
    made = style_sources.inline_style(*names)
    csp.allow_source(context["request"], "style-src", made.csp_source)
    return format_html("<style>{}</style>", mark_safe(made.text))  # noqa: S308  # our own file
