"""Renders rich text with library images to its public HTML, once, on save."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from lxml import html

from portal.core.content import image_processing, rich_text, rich_text_rendering

if TYPE_CHECKING:
    from portal.images.models import Image


def render_body(body: str) -> str:
    """Public HTML of a body that may be unsanitized. One query when it contains library images."""
    return rich_text_rendering.render_rich_text(rich_text.clean_html(body), _find_images)


def extract_images(body: str) -> list[tuple[str, str]]:
    """Images of a body in document order: path below MEDIA_ROOT and alt text."""
    if "<img" not in body:
        return []
    root = html.fragment_fromstring(body, create_parent="div")
    images = [(image.get("src", ""), image.get("alt", "")) for image in root.iter("img")]
    prefix = settings.MEDIA_URL
    return [(source.removeprefix(prefix), alt) for source, alt in images if source.startswith(prefix)]


def _find_images(urls: set[str]) -> Mapping[str, rich_text_rendering.ResponsiveImage]:
    prefix = settings.MEDIA_URL
    library = apps.get_model("images", "Image").objects
    found = library.with_file_names(url.removeprefix(prefix) for url in urls)
    return {prefix + image.file.name: responsive_image(image) for image in found}


def responsive_image(image: "Image") -> rich_text_rendering.ResponsiveImage:
    """The ``srcset`` widths of a stored image."""
    width, height = image.display_size
    return rich_text_rendering.ResponsiveImage(
        width=width,
        height=height,
        webp_srcset=image_processing.srcset(image.file, width, "webp", image.crop_box),
        fallback_srcset=image_processing.srcset(image.file, width, "plain", image.crop_box),
        fallback_url=image_processing.fallback_url(image.file, width, image.crop_box),
    )
