"""Parses documents without a browser: URLs, ids, structured data."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

# The URLs of a ``srcset``; a data URL contains a comma.
CANDIDATE = re.compile(r"([^\s,]\S*[^\s,])(?:\s+[\d.]+[wx])?\s*(?:,|$)")


@dataclass
class Document(HTMLParser):
    """One HTML document, parsed once."""

    address: str
    text: str
    links: list[str] = field(default_factory=list)  # targets of links
    parts: list[str] = field(default_factory=list)  # URLs of subresources
    feeds: list[str] = field(default_factory=list)
    icons: list[str] = field(default_factory=list)
    identifiers: set[str] = field(default_factory=set)
    linked_data: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._in_data = False
        self.feed(self.text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.identifiers.update(filter(None, (given.get("id"), given.get("name") if tag == "a" else None)))
        if tag in {"a", "area"} and "href" in given:
            self.links.append(urljoin(self.address, given["href"]))
        elif tag == "link" and "href" in given:
            self._take_link(given)
        elif tag == "script" and given.get("type") == "application/ld+json":
            self.linked_data.append("")
            self._in_data = True
        self.parts += [urljoin(self.address, source) for source in _sources(given)]

    def handle_endtag(self, tag: str) -> None:
        self._in_data = self._in_data and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.linked_data[-1] += data

    def _take_link(self, given: dict[str, str]) -> None:
        address, relations = urljoin(self.address, given["href"]), given.get("rel", "").split()
        if "alternate" in relations and given.get("type", "").endswith(("rss+xml", "atom+xml")):
            self.feeds.append(address)
        elif "icon" in relations:
            self.icons.append(address)
        if not {"canonical", "preconnect", "dns-prefetch"} & set(relations):
            self.parts.append(address)


def _sources(given: dict[str, str]) -> Iterable[str]:
    if given.get("src"):
        yield given["src"]
    yield from CANDIDATE.findall(given.get("srcset", ""))


def without_fragment(address: str) -> str:
    return urldefrag(address).url
