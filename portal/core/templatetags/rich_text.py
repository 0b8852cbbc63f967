"""The only template tags that mark HTML as safe."""

from typing import Any

from django import template
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.core.content.rich_text import RichTextField, clean_html

register = template.Library()


@register.filter
def rendered_richtext(html: str) -> SafeString:
    """Marks HTML safe that ``rich_text_rendering.render_rich_text`` made and that was stored; for no other HTML."""
    return mark_safe(html)  # noqa: S308  # sanitised by nh3 before it was stored


@register.filter
def readonly_contents(field: Any) -> Any:
    """The value of a read-only admin field: rich text rendered, a file by its name."""
    row, name = field.form.instance, field.field["field"]
    try:
        column = row._meta.get_field(name) if isinstance(name, str) else None
    except FieldDoesNotExist:
        column = None
    if isinstance(column, models.FileField) and (file := getattr(row, name)):
        return format_html('<a href="{}">{}</a>', file.url, file.name.rpartition("/")[2])
    if not isinstance(column, RichTextField):
        return field.contents()
    written = getattr(row, name)
    if not written:
        return field.empty_value_display
    rendered = getattr(row, f"{name}_rendered", "")
    return mark_safe(f'<div class="richtext">{rendered or clean_html(written)}</div>')  # noqa: S308  # both are clean
