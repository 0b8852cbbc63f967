"""Responsive image tag: several widths, WebP first, with width and height against layout shift."""

from typing import Any, Literal, Protocol

from django import template
from django.template.context import RequestContext
from imagefield.fields import ImageFieldFile

from portal.core.content.image_processing import CropBox, fallback_url, focus_classes, inline_srcset, srcset
from portal.core.http import csp

register = template.Library()


class StoredImage(Protocol):
    """A row with an image: its file, its crop and its alt text."""

    file: ImageFieldFile

    @property
    def crop_box(self) -> CropBox | None: ...

    @property
    def display_size(self) -> tuple[int, int]: ...

    @property
    def display_focal_point(self) -> tuple[int, int]: ...

    @property
    def alt_text(self) -> str: ...


@register.inclusion_tag("components/image.html", takes_context=True)
def responsive_image(
    context: RequestContext, stored: StoredImage, sizes: str, loading: Literal["lazy", "eager", "inline"] = "lazy"
) -> dict[str, Any]:
    """Renders an image; ``sizes`` is the HTML attribute.

    A ``lazy`` image is loaded when scrolled to. The first image of a page is ``eager``, or ``inline`` if it is the main
    content (docs/adr/0026-styles-in-the-page.md).
    """
    width, height = stored.display_size
    inline = inline_srcset(stored.file, width, stored.crop_box) if loading == "inline" else ""
    if inline:
        # An included component has no variable ``request``; the context itself has it.
        csp.allow_source(context.request, "img-src", "data:")
    return {
        "webp_srcset": srcset(stored.file, width, "webp", stored.crop_box),
        "fallback_srcset": srcset(stored.file, width, "plain", stored.crop_box),
        "fallback_url": fallback_url(stored.file, width, stored.crop_box),
        "width": width,
        "height": height,
        "focus_classes": focus_classes(stored.display_focal_point),
        "alt": stored.alt_text,
        "sizes": sizes,
        "inline_srcset": inline,
        "loading": loading,
    }
