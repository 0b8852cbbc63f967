"""A text under check, read once: its blocks, pictures, links and headings, each with its place."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree, html

from portal.kit import legacy_encodings, richtext, vietnamese

# What holds words of its own; words inside one of these that lies deeper belong to the deeper one.
_BLOCKS = {"p", "h2", "h3", "h4", "li", "td", "th", "figcaption", "caption", "blockquote"}


@dataclass(frozen=True)
class ArticleText:
    """What is known of an article. None says that a thing is not asked about, "" or False that it is missing."""

    title: str | None = None
    summary: str | None = None
    body: str | None = None
    has_lead_picture: bool | None = None
    lead_alt: str | None = None
    lead_address: str = ""
    has_author: bool | None = None
    published_at: dt.datetime | None = None


@dataclass(frozen=True)
class Place:
    """Where in the form a thing stands: the field, and in the body the how-manieth element of its kind (from 1)."""

    field: str
    element: str = ""
    number: int = 0


@dataclass
class Block:
    """The words of one paragraph, cell, heading …; line breaks in it are kept."""

    place: Place
    tag: str = ""
    raw: str = ""

    @property
    def lines(self) -> list[str]:
        return [line for part in self.raw.split("\n") if (line := " ".join(part.split()))]

    @property
    def words(self) -> str:
        return " ".join(self.raw.split())


@dataclass
class Page:
    """The text as the checks read it. ``body`` is what would be stored: cleaned."""

    text: ArticleText
    at: dt.datetime
    body: str = ""
    places: dict[etree._Element, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.body = richtext.clean_html(self.text.body or "")
        counted: Counter[str] = Counter()
        for element in self.root.iter():
            if isinstance(element.tag, str):
                counted[element.tag] += 1
                self.places[element] = Place("body", element.tag, counted[element.tag])

    @cached_property
    def root(self) -> html.HtmlElement:
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
        return html.fromstring(f"<div>{self.body}</div>".encode(), parser=parser)

    def elements(self, *tags: str) -> Iterator[tuple[html.HtmlElement, Place]]:
        for element in self.root.iter(*tags):
            yield element, self.places[element]

    @cached_property
    def blocks(self) -> list[Block]:
        """The body's words in reading order; each word once, whatever lies in what."""
        holders: dict[etree._Element, Block] = {}
        blocks = []
        loose = Block(Place("body"))
        parts: dict[int, list[str]] = {}
        for event, element in etree.iterwalk(self.root, events=("start", "end")):
            parent = element.getparent()
            outer = holders.get(parent, loose) if parent is not None else loose
            if event == "start":
                holder = outer
                if element.tag in _BLOCKS:
                    holder = Block(self.places[element], element.tag)
                    blocks.append(holder)
                holders[element] = holder
                said = "\n" if element.tag == "br" else element.text or ""
                parts.setdefault(id(holder), []).append(said)
            else:
                parts.setdefault(id(outer), []).append(element.tail or "")
        for block in (loose, *blocks):
            block.raw = "".join(parts.get(id(block), []))
        return [loose, *blocks] if loose.words else blocks

    @cached_property
    def legacy_encoding(self) -> legacy_encodings.Encoding | None:
        """The encoding of an old font that some of the words are in."""
        return legacy_encodings.detect_encoding("\n".join(block.words for block in self.written))

    @cached_property
    def written(self) -> list[Block]:
        """Title, summary and body: everything that a person typed."""
        typed = {"title": self.text.title, "summary": self.text.summary}
        return [*(Block(Place(name), "", vietnamese.nfc(said or "")) for name, said in typed.items()), *self.blocks]


def words_of(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())
