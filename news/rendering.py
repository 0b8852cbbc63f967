"""How an article's body is made ready for readers, once, when it is saved."""

from collections.abc import Mapping

from django.apps import apps
from django.conf import settings

from portal.kit import pictures, presentation, richtext


def render_body(body: str) -> str:
    """The page's HTML for a body that need not be clean yet. One query when it holds pictures of the library."""
    return presentation.present(richtext.clean_html(body), _library_pictures)


def _library_pictures(addresses: set[str]) -> Mapping[str, presentation.ResponsivePicture]:
    prefix = settings.MEDIA_URL
    library = apps.get_model("news", "Picture").objects
    found = library.of_addresses(address.removeprefix(prefix) for address in addresses)
    return {prefix + picture.file.name: responsive(picture.file, picture.width, picture.height) for picture in found}


def responsive(file: pictures.ImageFieldFile, width: int, height: int) -> presentation.ResponsivePicture:
    """The widths of a stored picture as a page offers them."""
    return presentation.ResponsivePicture(
        width=width,
        height=height,
        webp_set=pictures.source_set(file, width, "webp"),
        plain_set=pictures.source_set(file, width, "plain"),
        fallback=pictures.fallback_url(file, width),
    )
