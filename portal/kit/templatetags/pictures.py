"""A stored picture as a page shows it: several widths, WebP first, its room kept while it loads."""

from typing import Any, Protocol

from django import template
from imagefield.fields import ImageFieldFile

from portal.kit.pictures import Box, fallback_url, focus_class, source_set

register = template.Library()


class StoredPicture(Protocol):
    """A row with a picture: its file, the part of it that is shown, and the words that stand in for it."""

    file: ImageFieldFile

    @property
    def crop_box(self) -> Box | None: ...

    @property
    def shown_size(self) -> tuple[int, int]: ...

    @property
    def shown_focus(self) -> tuple[int, int]: ...

    @property
    def text_alternative(self) -> str: ...


@register.inclusion_tag("components/picture.html")
def picture(stored: StoredPicture, sizes: str, eager: bool = False) -> dict[str, Any]:
    """``sizes`` is the attribute of the same name. ``eager`` is for the one picture that a page opens with."""
    width, height = stored.shown_size
    return {
        "webp_set": source_set(stored.file, width, "webp", stored.crop_box),
        "plain_set": source_set(stored.file, width, "plain", stored.crop_box),
        "fallback": fallback_url(stored.file, width, stored.crop_box),
        "width": width,
        "height": height,
        "focus": focus_class(stored.shown_focus),
        "alt": stored.text_alternative,
        "sizes": sizes,
        "eager": eager,
    }
