"""A stored picture as a page shows it: several widths, WebP first, its room kept while it loads."""

from typing import Any, Protocol

from django import template
from imagefield.fields import ImageFieldFile

from portal.kit.pictures import fallback_url, source_set

register = template.Library()


class StoredPicture(Protocol):
    """A row with a picture: its file, its size and the words that stand in for it."""

    file: ImageFieldFile
    width: int
    height: int

    @property
    def text_alternative(self) -> str: ...


@register.inclusion_tag("components/picture.html")
def picture(stored: StoredPicture, sizes: str, eager: bool = False) -> dict[str, Any]:
    """``sizes`` is the attribute of the same name. ``eager`` is for the one picture that a page opens with."""
    return {
        "webp_set": source_set(stored.file, stored.width, "webp"),
        "plain_set": source_set(stored.file, stored.width, "plain"),
        "fallback": fallback_url(stored.file, stored.width),
        "width": stored.width,
        "height": stored.height,
        "alt": stored.text_alternative,
        "sizes": sizes,
        "eager": eager,
    }
