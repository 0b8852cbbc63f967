"""Offline copy: a text as one HTML file with its images and styles inlined."""

import base64
import mimetypes
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from lxml import etree, html

from portal.core.content.image_processing import storage_name_of_url
from portal.core.content.inline_css import inline_style
from portal.core.http.absolute_urls import absolute_url, base_url

# Images beyond this total keep their URLs, so that a long gallery does not overload server or phone.
MAX_INLINE_IMAGE_BYTES = 8_000_000
STYLESHEET = "css/offline-copy.css"


def offline_copy_response(
    request: HttpRequest, template: str, context: dict[str, Any], *, path: str, name: str
) -> HttpResponse:
    """A download response named ``name``.html.

    The template is a complete document; its context has the URL of the page on the site.
    """
    url = base_url(request) + path
    page = render_to_string(template, {**context, "url": url}, request)
    response = HttpResponse(inline_document(page, url))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.html"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def inline_document(page: str, url: str) -> str:
    """A complete document with styles and images inlined and all URLs absolute, resolved against ``url``."""
    root = html.document_fromstring(page)
    _inline_stylesheet(root)
    for link in root.iter("a"):
        link.set("href", absolute_url(link.get("href", ""), url))
    etree.strip_elements(root, "iframe", with_tail=False)
    _inline_images(root, url)
    return html.tostring(root, encoding="unicode", doctype="<!doctype html>")


def _inline_stylesheet(root: html.HtmlElement) -> None:
    style = html.Element("style")
    style.text = inline_style(STYLESHEET).text
    root.head.append(style)


def _inline_images(root: html.HtmlElement, url: str) -> None:
    """Inlines one rendition of each image as a data URL; an unreadable image keeps its URL."""
    left = MAX_INLINE_IMAGE_BYTES
    etree.strip_tags(root, "picture", "source")
    for image in root.iter("img"):
        for name in ("srcset", "sizes", "loading", "decoding", "fetchpriority"):
            image.attrib.pop(name, None)
        source = image.get("src", "")
        content = _read_media_file(source)
        if content and len(content) <= left:
            left -= len(content)
            kind = mimetypes.guess_type(source)[0] or "application/octet-stream"
            image.set("src", f"data:{kind};base64,{base64.b64encode(content).decode()}")
        else:
            image.set("src", absolute_url(source, url))


def _read_media_file(source: str) -> bytes:
    """The public media file at a URL of ours; empty for any other URL or a missing file."""
    if not source.startswith(settings.MEDIA_URL):
        return b""
    try:
        with default_storage.open(storage_name_of_url(source)) as file:
            return file.read()
    except (OSError, ValueError):
        return b""
