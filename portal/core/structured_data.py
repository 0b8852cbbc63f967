"""Structured data (schema.org, JSON-LD): nodes shared by several apps."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core import site_identity
from portal.core.http.absolute_urls import absolute_url
from portal.core.text import languages

Node = dict[str, Any]


class HasAbsoluteUrl(Protocol):
    """A row with a page."""

    def get_absolute_url(self) -> str: ...


def graph(*nodes: Node) -> Node:
    """The nodes of a page as one document."""
    return {"@context": "https://schema.org", "@graph": list(nodes)}


def node(kind: str, **facts: Any) -> Node:
    """A node with its properties; empty ones are left out."""
    return {"@type": kind, **{name: value for name, value in facts.items() if value not in (None, "", [])}}


def publisher_node(root: str) -> Node:
    """The publisher: the agency."""
    site = site_identity.current_identity()
    return {
        "@id": f"{root}/#co-quan",
        **node(
            "GovernmentOrganization",
            name=site.publisher,
            url=f"{root}/",
            logo=f"{root}{site.emblem}" if site.emblem else "",
            address=site.address,
            telephone=site.phone,
            faxNumber=site.fax,
            email=site.email,
            parentOrganization=node("GovernmentOrganization", name=site.governing_body) if site.governing_body else "",
        ),
    }


def website_node(root: str) -> Node:
    """The website in the language of the current page."""
    return node(
        "WebSite",
        name=site_identity.current_identity().name,
        url=root + reverse("home"),
        inLanguage=languages.current_language(),
        publisher={"@id": f"{root}/#co-quan"},
    )


def canonical_url(row: HasAbsoluteUrl, root: str) -> str:
    """The URL of a Vietnamese text; its page below /en/ has the same canonical URL."""
    with languages.override(languages.VIETNAMESE):
        return absolute_url(row.get_absolute_url(), root)


def breadcrumb_node(steps: Iterable[tuple[str, str]], root: str) -> Node:
    """A BreadcrumbList from the home page; each step is a name and a path."""
    way = [(_("Trang chủ"), reverse("home")), *steps]
    places = [
        node("ListItem", position=position, name=name, item=root + path) for position, (name, path) in enumerate(way, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": places}
