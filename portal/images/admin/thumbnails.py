"""Thumbnails for the admin's lists and forms."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.images.models import Image

_THUMBNAIL_WIDTH = 96


def thumbnail(image: Image | None) -> SafeString | str:
    """A thumbnail for lists; a dash without an image."""
    if image is None or not image.file:
        return "–"
    width, height = image.display_size
    return format_html(
        '<img class="image-thumbnail" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        image.file.plain_400,
        image.alt_text,
        _THUMBNAIL_WIDTH,
        round(_THUMBNAIL_WIDTH * height / width),
    )
