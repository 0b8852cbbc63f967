"""``{% style 'css/site.css' %}``: stylesheets within the page, each let through by its digest."""

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.kit import policy, styles

register = template.Library()


@register.simple_tag(takes_context=True)
def style(context: Context, *names: str) -> SafeString:
    """Raises NoSuchStylesheet."""
    made = styles.style_of(*names)
    policy.allow(context["request"], "style-src", made.source)
    return format_html("<style>{}</style>", mark_safe(made.text))  # noqa: S308  # our own file
