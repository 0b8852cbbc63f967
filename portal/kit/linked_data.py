"""What pages say of themselves to machines, in the words of schema.org (JSON-LD): the parts that several rooms need."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from portal.kit import identity

Thing = dict[str, Any]


def graph(*things: Thing) -> Thing:
    """The things of a page as one document."""
    return {"@context": "https://schema.org", "@graph": list(things)}


def thing(kind: str, **facts: Any) -> Thing:
    """A thing with the facts that are known of it; what is empty is not said."""
    return {"@type": kind, **{name: value for name, value in facts.items() if value not in (None, "", [])}}


def publisher(root: str) -> Thing:
    """The agency whose site this is."""
    site = identity.current()
    return {
        "@id": f"{root}/#co-quan",
        **thing(
            "GovernmentOrganization",
            name=site.publisher,
            url=f"{root}/",
            logo=f"{root}{site.emblem}" if site.emblem else "",
            address=site.address,
            telephone=site.phone,
            faxNumber=site.fax,
            email=site.email,
            parentOrganization=thing("GovernmentOrganization", name=site.governing_body) if site.governing_body else "",
        ),
    }


def website(root: str) -> Thing:
    return thing(
        "WebSite", name=identity.current().name, url=f"{root}/", inLanguage="vi", publisher={"@id": f"{root}/#co-quan"}
    )


def breadcrumb(steps: Iterable[tuple[str, str]], root: str) -> Thing:
    """The way from the home page: each step's name and path."""
    way = [(_("Trang chủ"), "/"), *steps]
    places = [
        thing("ListItem", position=position, name=name, item=root + path)
        for position, (name, path) in enumerate(way, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": places}
