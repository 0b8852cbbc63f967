"""What pages say of themselves to machines, in the words of schema.org (JSON-LD): the parts that several rooms need."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.kit import identity, languages
from portal.kit.addresses import absolute

Thing = dict[str, Any]


class Stored(Protocol):
    """A row with a page."""

    def get_absolute_url(self) -> str: ...


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
    """The site as the page at hand leads into it: in the language of its frame."""
    return thing(
        "WebSite",
        name=identity.current().name,
        url=root + reverse("home"),
        inLanguage=languages.current(),
        publisher={"@id": f"{root}/#co-quan"},
    )


def one_address(stored: Stored, root: str) -> str:
    """Where a text that exists in Vietnamese only stands; its English page is a frame around it and names the same."""
    with languages.speaking(languages.VIETNAMESE):
        return absolute(stored.get_absolute_url(), root)


def breadcrumb(steps: Iterable[tuple[str, str]], root: str) -> Thing:
    """The way from the home page: each step's name and path."""
    way = [(_("Trang chủ"), reverse("home")), *steps]
    places = [
        thing("ListItem", position=position, name=name, item=root + path)
        for position, (name, path) in enumerate(way, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": places}
