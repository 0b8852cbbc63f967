"""Renders sanitised rich text for pages: responsive images, videos, scrollable tables.

The result is stored beside the text on save, so that page views need no rendering.
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
class ResponsiveImage:
    """What the page needs to show a stored image at any width."""

    width: int
    height: int
    webp_srcset: str
    fallback_srcset: str
    fallback_url: str


@dataclass(frozen=True)
class Video:
    """A video on another host, identified by its URL; the page shows a link until the reader plays it."""

    host: str
    url: str
    player: str


ImageFinder = Callable[[set[str]], Mapping[str, ResponsiveImage]]

BODY_IMAGE_SIZES = "(min-width: 48rem) 46rem, 100vw"


def video_from_url(url: str) -> Video | None:
    """The video of a YouTube or Vimeo URL, else None."""
    url = url.strip()
    if match := _YOUTUBE.match(url):
        key = match[1]
        return Video(
            "YouTube", f"https://www.youtube.com/watch?v={key}", f"https://www.youtube-nocookie.com/embed/{key}"
        )
    if match := _VIMEO.match(url):
        key = match[1]
        return Video("Vimeo", f"https://vimeo.com/{key}", f"https://player.vimeo.com/video/{key}?dnt=1")
    return None


def render_rich_text(cleaned: str, find_images: ImageFinder) -> str:
    """The HTML of a page's body, from sanitised HTML. Deterministic; adds no text of its own."""
    if not cleaned:
        return ""
    root = html.fragment_fromstring(cleaned, create_parent="div")
    _embed_videos(root)
    _make_images_responsive(root, find_images)
    _wrap_tables(root)
    # A source element has no end tag in HTML; lxml writes one.
    inner = etree.tostring(root, encoding="unicode", method="html").replace("</source>", "")
    return inner.removeprefix("<div>").removesuffix("</div>")


def _embed_videos(root: html.HtmlElement) -> None:
    """Replaces a paragraph that holds only a video URL by the video."""
    for paragraph in root.findall(".//p"):
        link = paragraph[0] if len(paragraph) == 1 and paragraph[0].tag == "a" else None
        text = paragraph.text_content().strip()
        alone = link is not None and text == link.text_content().strip()
        video = (
            video_from_url(link.get("href", ""))
            if alone and link is not None
            else video_from_url(text)
            if " " not in text
            else None
        )
        if video is None:
            continue
        figure = html.Element("figure", {"class": "video", "data-portal-video": video.player})
        anchor = etree.SubElement(figure, "a", {"href": video.url, "rel": "noopener noreferrer"})
        anchor.text = _("Xem video trên %(host)s") % {"host": video.host}
        if alone and link is not None and text and not video_from_url(text):
            etree.SubElement(figure, "figcaption").text = text
        figure.tail = paragraph.tail
        paragraph.getparent().replace(paragraph, figure)


def _make_images_responsive(root: html.HtmlElement, find_images: ImageFinder) -> None:
    images = root.findall(".//img")
    found = find_images({image.get("src", "") for image in images}) if images else {}
    for image in images:
        image.set("loading", "lazy")
        image.set("decoding", "async")
        if (stored := found.get(image.get("src", ""))) is None:
            continue
        image.set("src", stored.fallback_url)
        image.set("width", str(stored.width))
        image.set("height", str(stored.height))
        image.set("srcset", stored.fallback_srcset)
        image.set("sizes", BODY_IMAGE_SIZES)
        wrapper = html.Element("picture")
        etree.SubElement(
            wrapper, "source", {"type": "image/webp", "srcset": stored.webp_srcset, "sizes": BODY_IMAGE_SIZES}
        )
        wrapper.tail, image.tail = image.tail, None
        image.getparent().replace(image, wrapper)
        wrapper.append(image)


def _wrap_tables(root: html.HtmlElement) -> None:
    for table in root.findall(".//table"):
        caption = table.findtext("caption") or ""
        region = html.Element(
            "div",
            {"class": "table-scroll", "role": "region", "tabindex": "0", "aria-label": caption.strip() or _("Bảng")},
        )
        region.tail, table.tail = table.tail, None
        table.getparent().replace(table, region)
        region.append(table)
