"""A text as one file: the words, the pictures and the style within, readable years later without a connection."""

import base64
import mimetypes
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from lxml import etree, html

from portal.kit.addresses import absolute, root_of
from portal.kit.pictures import stored_name
from portal.kit.styles import style_of

# Pictures beyond this are left at their addresses, so that a long gallery is no burden on server or phone.
MOST_PICTURE_BYTES = 8_000_000
STYLESHEET = "css/saved.css"


def answer(request: HttpRequest, template: str, context: dict[str, Any], *, path: str, name: str) -> HttpResponse:
    """The file for a browser to keep as ``name``.html.

    The template is a document of its own; it is given ``address``, where the text stands among our pages.
    """
    address = root_of(request) + path
    page = render_to_string(template, {**context, "address": address}, request)
    response = HttpResponse(one_file(page, address))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.html"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def one_file(page: str, address: str) -> str:
    """A whole document with its style and pictures within; every address in it is whole, seen from its own."""
    root = html.document_fromstring(page)
    _style(root)
    for link in root.iter("a"):
        link.set("href", absolute(link.get("href", ""), address))
    for player in root.xpath("//iframe"):
        player.drop_tree()
    _put_pictures_in(root, address)
    return html.tostring(root, encoding="unicode", doctype="<!doctype html>")


def _style(root: html.HtmlElement) -> None:
    style = html.Element("style")
    style.text = style_of(STYLESHEET).text
    root.head.append(style)


def _put_pictures_in(root: html.HtmlElement, address: str) -> None:
    """One width of each picture, as data; where its file cannot be read, its address."""
    left = MOST_PICTURE_BYTES
    etree.strip_tags(root, "picture", "source")
    for image in root.iter("img"):
        for name in ("srcset", "sizes", "loading", "decoding", "fetchpriority"):
            image.attrib.pop(name, None)
        source = image.get("src", "")
        content = _stored(source)
        if content and len(content) <= left:
            left -= len(content)
            kind = mimetypes.guess_type(source)[0] or "application/octet-stream"
            image.set("src", f"data:{kind};base64,{base64.b64encode(content).decode()}")
        else:
            image.set("src", absolute(source, address))


def _stored(source: str) -> bytes:
    """The public picture at an address of ours; nothing for any other address, or when it is not there."""
    if not source.startswith(settings.MEDIA_URL):
        return b""
    try:
        with default_storage.open(stored_name(source)) as file:
            return file.read()
    except (OSError, ValueError):
        return b""
