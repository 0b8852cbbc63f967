"""A stored picture as a page shows it: several widths, WebP first, its room kept while it loads."""

from typing import Any, Literal, Protocol

from django import template
from django.template.context import Context
from imagefield.fields import ImageFieldFile

from portal.kit import policy
from portal.kit.pictures import Box, fallback_url, focus_class, source_set, source_within

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


@register.inclusion_tag("components/picture.html", takes_context=True)
def picture(
    context: Context, stored: StoredPicture, sizes: str, arrives: Literal["later", "first", "within"] = "later"
) -> dict[str, Any]:
    """``sizes`` is the attribute of the same name.

    A picture arrives ``later``, when it is scrolled to. The one that a page opens with arrives ``first``, or ``within``
    the page where it is the page (docs/adr/0026-styles-in-the-page.md).
    """
    width, height = stored.shown_size
    within = source_within(stored.file, width, stored.crop_box) if arrives == "within" else ""
    if within:
        # An included component has no variable of this name; the context itself knows.
        policy.allow(context.request, "img-src", "data:")
    return {
        "webp_set": source_set(stored.file, width, "webp", stored.crop_box),
        "plain_set": source_set(stored.file, width, "plain", stored.crop_box),
        "fallback": fallback_url(stored.file, width, stored.crop_box),
        "width": width,
        "height": height,
        "focus": focus_class(stored.shown_focus),
        "alt": stored.text_alternative,
        "sizes": sizes,
        "within": within,
        "arrives": arrives,
    }
