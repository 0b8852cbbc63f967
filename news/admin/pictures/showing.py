"""A picture as the editors' lists and forms show it."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from news.models import Picture

_THUMBNAIL_WIDTH = 96


def thumbnail(picture: Picture | None) -> SafeString | str:
    """A small picture for lists; a dash where there is none."""
    if picture is None or not picture.file:
        return "–"
    width, height = picture.shown_size
    return format_html(
        '<img class="picture-thumbnail" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        picture.file.plain_400,
        picture.text_alternative,
        _THUMBNAIL_WIDTH,
        round(_THUMBNAIL_WIDTH * height / width),
    )
