"""How an article's body is made ready for readers, once, when it is saved."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from lxml import html

from portal.kit import pictures, presentation, richtext

if TYPE_CHECKING:
    from news.models import Picture


def render_body(body: str) -> str:
    """The page's HTML for a body that need not be clean yet. One query when it holds pictures of the library."""
    return presentation.present(richtext.clean_html(body), _library_pictures)


def images_of(body: str) -> list[tuple[str, str]]:
    """The pictures of a body in their order: the name of the file below the media folder, and the words beside it."""
    if "<img" not in body:
        return []
    root = html.fragment_fromstring(body, create_parent="div")
    images = [(image.get("src", ""), image.get("alt", "")) for image in root.iter("img")]
    prefix = settings.MEDIA_URL
    return [(source.removeprefix(prefix), alt) for source, alt in images if source.startswith(prefix)]


def _library_pictures(addresses: set[str]) -> Mapping[str, presentation.ResponsivePicture]:
    prefix = settings.MEDIA_URL
    library = apps.get_model("news", "Picture").objects
    found = library.of_addresses(address.removeprefix(prefix) for address in addresses)
    return {prefix + picture.file.name: responsive(picture) for picture in found}


def responsive(picture: "Picture") -> presentation.ResponsivePicture:
    """The widths of a stored picture as a page offers them."""
    width, height = picture.shown_size
    return presentation.ResponsivePicture(
        width=width,
        height=height,
        webp_set=pictures.source_set(picture.file, width, "webp", picture.crop_box),
        plain_set=pictures.source_set(picture.file, width, "plain", picture.crop_box),
        fallback=pictures.fallback_url(picture.file, width, picture.crop_box),
    )
