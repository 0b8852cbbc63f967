"""Addresses as they must read outside our own pages: whole, with scheme and host."""

from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from lxml import etree, html

_LINKING = ("href", "src", "cite", "poster")


def root_of(request: HttpRequest) -> str:
    """The site's public address where it is set, else the scheme and host of the request; no slash behind."""
    return settings.PUBLIC_ADDRESS or f"{request.scheme}://{request.get_host()}"


def absolute(address: str, base: str) -> str:
    """The address seen from ``base``, a whole address; one that no browser could follow stays as it is."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def absolute_html(rendered: str, base: str) -> str:
    """A rendered body whose links, pictures and widths of pictures lead home from anywhere.

    What only our own pages' scripts and styles read is left out.
    """
    if not rendered:
        return ""
    root = html.fragment_fromstring(rendered, create_parent="div")
    for element in root.iter(etree.Element):
        for name in _LINKING:
            if name in element.attrib:
                element.set(name, absolute(element.get(name, ""), base))
        if "srcset" in element.attrib:
            element.set("srcset", _absolute_set(element.get("srcset", ""), base))
        for name in [name for name in element.attrib if name.startswith("data-") or name == "tabindex"]:
            del element.attrib[name]
    inner = etree.tostring(root, encoding="unicode", method="html")
    return inner.removeprefix("<div>").removesuffix("</div>")


def _absolute_set(source_set: str, base: str) -> str:
    """``a.jpg 400w, b.jpg 800w`` with whole addresses; our own names of pictures hold no comma."""
    candidates = [part.strip().partition(" ") for part in source_set.split(",")]
    return ", ".join(f"{absolute(address, base)} {width}".strip() for address, _, width in candidates)
