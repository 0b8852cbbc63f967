"""Absolute URLs, with scheme and host, for use outside our own pages."""

from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.http import HttpRequest
from lxml import etree, html

# Django's and the browsers' limit; longer URLs are treated as invalid.
MAX_URL_LENGTH = 2048
_URL_ATTRIBUTES = ("href", "src", "cite", "poster")


def base_url(request: HttpRequest) -> str:
    """The configured ``BASE_URL``, else the scheme and host of the request; no trailing slash."""
    return settings.BASE_URL or f"{request.scheme}://{request.get_host()}"


def split_url(url: str) -> SplitResult:
    """Like ``urlsplit``; an invalid URL (``https://[``) or one longer than ``MAX_URL_LENGTH`` yields empty parts.

    The length is checked first: ``urlsplit`` normalizes the host in time quadratic in its combining marks.
    """
    try:
        return urlsplit(url.strip()) if len(url) <= MAX_URL_LENGTH else SplitResult("", "", "", "", "")
    except ValueError:
        return SplitResult("", "", "", "", "")


def absolute_url(url: str, base: str) -> str:
    """Resolves the URL against ``base``, an absolute URL; an invalid URL is returned unchanged."""
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def make_urls_absolute(rendered: str, base: str) -> str:
    """Makes the URLs of links, images and ``srcset`` in a rendered body absolute.

    Attributes that only our own scripts and styles read are removed.
    """
    if not rendered:
        return ""
    root = html.fragment_fromstring(rendered, create_parent="div")
    for element in root.iter(etree.Element):
        for name in _URL_ATTRIBUTES:
            if name in element.attrib:
                element.set(name, absolute_url(element.get(name, ""), base))
        if "srcset" in element.attrib:
            element.set("srcset", _absolute_srcset(element.get("srcset", ""), base))
        for name in [name for name in element.attrib if name.startswith("data-") or name == "tabindex"]:
            del element.attrib[name]
    inner = etree.tostring(root, encoding="unicode", method="html")
    return inner.removeprefix("<div>").removesuffix("</div>")


def _absolute_srcset(source_set: str, base: str) -> str:
    """Makes the URLs of ``a.jpg 400w, b.jpg 800w`` absolute; our image file names hold no comma."""
    candidates = [part.strip().partition(" ") for part in source_set.split(",")]
    return ", ".join(f"{absolute_url(url, base)} {width}".strip() for url, _, width in candidates)
