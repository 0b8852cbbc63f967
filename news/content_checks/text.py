"""Parsed text under check: blocks, images, links and headings with their locations."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree, html

from portal.core.content import rich_text
from portal.core.text import legacy_encodings, vietnamese

# Elements with text of their own; text in nested ones of these belongs to the innermost.
_BLOCK_TAGS = {"p", "h2", "h3", "h4", "li", "td", "th", "figcaption", "caption", "blockquote"}


@dataclass(frozen=True)
class ArticleText:
    """The fields of an article. None means that a field is not checked, "" or False that it is missing."""

    title: str | None = None
    summary: str | None = None
    body: str | None = None
    has_lead_image: bool | None = None
    lead_alt_text: str | None = None
    lead_image_url: str = ""
    has_author: bool | None = None
    published_at: dt.datetime | None = None


@dataclass(frozen=True)
class FieldLocation:
    """Location in the form: the field, and for the body the element name and its position (from 1)."""

    field: str
    element: str = ""
    number: int = 0


@dataclass
class TextBlock:
    """The text of one paragraph, cell, heading …; line breaks are preserved."""

    location: FieldLocation
    tag: str = ""
    raw: str = ""

    @property
    def lines(self) -> list[str]:
        return [line for part in self.raw.split("\n") if (line := " ".join(part.split()))]

    @property
    def text(self) -> str:
        return " ".join(self.raw.split())


@dataclass
class CheckedText:
    """The text as the checks read it. ``body`` is sanitized, as it would be stored."""

    text: ArticleText
    at: dt.datetime
    body: str = ""
    locations: dict[etree._Element, FieldLocation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.body = rich_text.clean_html(self.text.body or "")
        counted: Counter[str] = Counter()
        for element in self.root.iter():
            if isinstance(element.tag, str):
                counted[element.tag] += 1
                self.locations[element] = FieldLocation("body", element.tag, counted[element.tag])

    @cached_property
    def root(self) -> html.HtmlElement:
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
        return html.fromstring(f"<div>{self.body}</div>".encode(), parser=parser)

    def elements(self, *tags: str) -> Iterator[tuple[html.HtmlElement, FieldLocation]]:
        for element in self.root.iter(*tags):
            yield element, self.locations[element]

    @cached_property
    def blocks(self) -> list[TextBlock]:
        """The text blocks of the body in document order; nested text appears once."""
        holders: dict[etree._Element, TextBlock] = {}
        blocks = []
        loose = TextBlock(FieldLocation("body"))
        parts: dict[int, list[str]] = {}
        for event, element in etree.iterwalk(self.root, events=("start", "end")):
            parent = element.getparent()
            outer = holders.get(parent, loose) if parent is not None else loose
            if event == "start":
                holder = outer
                if element.tag in _BLOCK_TAGS:
                    holder = TextBlock(self.locations[element], element.tag)
                    blocks.append(holder)
                holders[element] = holder
                said = "\n" if element.tag == "br" else element.text or ""
                parts.setdefault(id(holder), []).append(said)
            else:
                parts.setdefault(id(outer), []).append(element.tail or "")
        for block in (loose, *blocks):
            block.raw = "".join(parts.get(id(block), []))
        return [loose, *blocks] if loose.text else blocks

    @cached_property
    def legacy_encoding(self) -> legacy_encodings.Encoding | None:
        """The legacy font encoding that some of the text is in."""
        return legacy_encodings.detect_encoding("\n".join(block.text for block in self.typed_blocks))

    @cached_property
    def typed_blocks(self) -> list[TextBlock]:
        """Title, summary and body: everything that was typed."""
        typed = {"title": self.text.title, "summary": self.text.summary}
        return [
            *(TextBlock(FieldLocation(name), "", vietnamese.nfc(said or "")) for name, said in typed.items()),
            *self.blocks,
        ]


def text_content(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())  # type: ignore[arg-type]  # lxml yields str here
