"""From cleaned rich text to what a page shows: pictures in several widths, videos, tables that scroll.

The result is stored beside the text when it is saved, so that reading costs nothing.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from lxml import etree, html

_YOUTUBE = re.compile(
    r"https?://(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com/(?:watch\?(?:[^#]*&)?v=|embed/|shorts/)|youtu\.be/)([\w-]{11})"
)
_VIMEO = re.compile(r"https?://(?:www\.)?(?:player\.)?vimeo\.com/(?:video/)?(\d{6,12})")


@dataclass(frozen=True)
class ResponsivePicture:
    """What the page needs to show a stored picture at any width."""

    width: int
    height: int
    webp_set: str
    plain_set: str
    fallback: str


@dataclass(frozen=True)
class Video:
    """A film on another host, known by its address; the page shows a link until the reader asks to play it."""

    host: str
    address: str
    player: str


PictureFinder = Callable[[set[str]], Mapping[str, ResponsivePicture]]

BODY_SIZES = "(min-width: 48rem) 46rem, 100vw"


def video_at(address: str) -> Video | None:
    """The video that an address names, if it is one of YouTube or Vimeo."""
    address = address.strip()
    if match := _YOUTUBE.match(address):
        key = match[1]
        return Video(
            "YouTube", f"https://www.youtube.com/watch?v={key}", f"https://www.youtube-nocookie.com/embed/{key}"
        )
    if match := _VIMEO.match(address):
        key = match[1]
        return Video("Vimeo", f"https://vimeo.com/{key}", f"https://player.vimeo.com/video/{key}?dnt=1")
    return None


def present(cleaned: str, find_pictures: PictureFinder) -> str:
    """The HTML of a page's body, from cleaned HTML. Deterministic; adds nothing that a reader did not write."""
    if not cleaned:
        return ""
    root = html.fragment_fromstring(cleaned, create_parent="div")
    _show_videos(root)
    _show_pictures(root, find_pictures)
    _let_tables_scroll(root)
    # A source has no end in HTML; the library does not know that.
    inner = etree.tostring(root, encoding="unicode", method="html").replace("</source>", "")
    return inner.removeprefix("<div>").removesuffix("</div>")


def _show_videos(root: html.HtmlElement) -> None:
    """A paragraph that holds nothing but the address of a video becomes the video."""
    for paragraph in root.findall(".//p"):
        link = paragraph[0] if len(paragraph) == 1 and paragraph[0].tag == "a" else None
        text = paragraph.text_content().strip()
        alone = link is not None and text == link.text_content().strip()
        video = (
            video_at(link.get("href", ""))
            if alone and link is not None
            else video_at(text)
            if " " not in text
            else None
        )
        if video is None:
            continue
        figure = html.Element("figure", {"class": "video", "data-portal-video": video.player})
        anchor = etree.SubElement(figure, "a", {"href": video.address, "rel": "noopener noreferrer"})
        anchor.text = _("Xem video trên %(host)s") % {"host": video.host}
        if alone and link is not None and text and not video_at(text):
            etree.SubElement(figure, "figcaption").text = text
        figure.tail = paragraph.tail
        paragraph.getparent().replace(paragraph, figure)


def _show_pictures(root: html.HtmlElement, find_pictures: PictureFinder) -> None:
    images = root.findall(".//img")
    found = find_pictures({image.get("src", "") for image in images}) if images else {}
    for image in images:
        image.set("loading", "lazy")
        image.set("decoding", "async")
        if (picture := found.get(image.get("src", ""))) is None:
            continue
        image.set("src", picture.fallback)
        image.set("width", str(picture.width))
        image.set("height", str(picture.height))
        image.set("srcset", picture.plain_set)
        image.set("sizes", BODY_SIZES)
        wrapper = html.Element("picture")
        etree.SubElement(wrapper, "source", {"type": "image/webp", "srcset": picture.webp_set, "sizes": BODY_SIZES})
        wrapper.tail, image.tail = image.tail, None
        image.getparent().replace(image, wrapper)
        wrapper.append(image)


def _let_tables_scroll(root: html.HtmlElement) -> None:
    for table in root.findall(".//table"):
        caption = table.findtext("caption") or ""
        region = html.Element(
            "div",
            {"class": "table-scroll", "role": "region", "tabindex": "0", "aria-label": caption.strip() or _("Bảng")},
        )
        region.tail, table.tail = table.tail, None
        table.getparent().replace(table, region)
        region.append(table)
