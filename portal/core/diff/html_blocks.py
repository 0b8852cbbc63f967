"""Splits a sanitised body losslessly into blocks, and parses it into lines for a word diff.

It expects the output of ``rich_text.clean_html``: well-nested tags, attributes as name="value", ``<`` escaped.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s[\w-]+="[^"]*")*)\s*/?>')
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_WHITESPACE = re.compile(r"\s+")
_VOID_TAGS = {"br", "hr", "img"}
_BLOCK_TAGS = {"p", "h2", "h3", "h4", "blockquote", "ul", "ol", "table", "figure", "hr"}
# Blocks that are merged inside when both sides changed them.
CONTAINER_TAGS = {"ul", "ol", "table", "thead", "tbody", "blockquote"}
TABLE_TAGS = {"table", "thead", "tbody"}
_CHILD_TAGS = {
    "ul": {"li"},
    "ol": {"li"},
    "table": {"caption", "thead", "tbody", "tr"},
    "thead": {"tr"},
    "tbody": {"tr"},
}

# Tags that begin a line, and tags that only contain lines.
_LINE_TAGS = {"p", "h2", "h3", "h4", "li", "blockquote", "caption", "figure", "tr", "hr"}
_FORMATTING_TAGS = ("em", "s", "strong", "sub", "sup", "u")
_PATH_LENGTH = 6  # of a line's ancestors; the innermost are enough
_CELL_TAGS = {"td", "th"}
CELL_BOUNDARY = " │ "
LINE_BREAK = " ↵\n"
HORIZONTAL_RULE = "―――"


class HtmlBlock(NamedTuple):
    """A block of a body. The sources of all blocks, concatenated, are the body."""

    tag: str  # empty for text outside of any block
    source: str

    @property
    def key(self) -> str:
        """The identity of a block; whitespace between blocks is ignored."""
        return self.source.strip()

    @property
    def wrapper_tags(self) -> tuple[str, str]:
        """The opening and the closing tag."""
        opening = TAG.match(self.source.lstrip())
        return (opening[0], f"</{self.tag}>") if opening else ("", "")

    @property
    def inner_html(self) -> str:
        opening, closing = self.wrapper_tags
        return self.key.removeprefix(opening).removesuffix(closing)


def split_blocks(source: str, within: str = "") -> list[HtmlBlock]:
    """The blocks of a body, or of the inside of a container block (``within`` is its tag)."""
    block_tags = _CHILD_TAGS.get(within, _BLOCK_TAGS)
    found: list[HtmlBlock] = []
    depth, start, tag = 0, 0, ""

    def close(end: int) -> None:
        piece = source[start:end]
        if not piece.strip() and found:
            found[-1] = HtmlBlock(found[-1].tag, found[-1].source + piece)
        elif piece:
            found.append(HtmlBlock(tag, piece))

    for match in TAG.finditer(source):
        is_closing, name = bool(match[1]), match[2]
        if depth == 0 and not is_closing and name in block_tags:
            close(match.start())
            start, tag = match.start(), name
        if name not in _VOID_TAGS:
            depth += -1 if is_closing else 1
        if depth == 0 and tag and name == tag:
            close(match.end())
            start, tag = match.end(), ""
    close(len(source))
    return found


@dataclass(frozen=True)
class DiffImage:
    """An image in a diff."""

    url: str
    alt_text: str = ""


class TextRun(NamedTuple):
    """Text with uniform formatting, or an image."""

    text: str
    marks: tuple[str, ...] = ()
    link: str = ""
    image: DiffImage | None = None


@dataclass(frozen=True)
class DiffLine:
    """A unit of the line diff: a paragraph, heading, list item, table row or figure."""

    kind: str
    path: tuple[str, ...]  # the opening tags of its ancestors
    attributes: tuple[str, ...]  # its own, and those of its cells
    runs: tuple[TextRun, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass
class _LineParser:
    """Parses a body from left to right; ``stack`` holds the open tags, innermost last.

    Counts of open tags are kept beside the stack, so that deep nesting costs no more than shallow.
    """

    stack: list[tuple[str, str]] = field(default_factory=list)
    open_tags: Counter[str] = field(default_factory=Counter)
    line_tags: list[str] = field(default_factory=lambda: ["p"])
    containers: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=lambda: [""])
    runs: list[TextRun] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)

    def is_within(self, *tags: str) -> bool:
        return any(self.open_tags[tag] for tag in tags)

    def read(self, source: str) -> Iterator[DiffLine]:
        end = 0
        for match in TAG.finditer(source):
            self.add_text(source[end : match.start()])
            end = match.end()
            if match[1]:
                yield from self.close(match[2])
            else:
                yield from self.open(match[2], match[3].strip(), match[0])
        self.add_text(source[end:])
        yield from self.flush()

    def open(self, name: str, attributes: str, opening: str) -> Iterator[DiffLine]:
        if name == "img":
            given = {key: html.unescape(value) for key, value in _ATTRIBUTE.findall(attributes)}
            image = DiffImage(given.get("src", ""), given.get("alt", ""))
            self.runs.append(TextRun("", (), self.links[-1], image))
        elif name == "br":
            self.runs.append(TextRun(LINE_BREAK))
        elif name == "hr":
            yield from self.flush()
            yield DiffLine("hr", self.path(), (), (TextRun(HORIZONTAL_RULE),))
        else:
            if self.is_line_boundary(name):
                yield from self.flush()
            if self.starts_line(name):
                self.attributes = [attributes] if attributes else []
            elif name in _CELL_TAGS:
                self.open_cell(opening)
            self.push(name, opening)

    def open_cell(self, opening: str) -> None:
        if any(part in _CELL_TAGS for part in self.cell_attribute_prefixes()):
            self.runs.append(TextRun(CELL_BOUNDARY))
        self.attributes.append(opening)

    def cell_attribute_prefixes(self) -> list[str]:
        return [part[1:3] for part in self.attributes if part.startswith("<t")]

    def close(self, name: str) -> Iterator[DiffLine]:
        if self.is_line_boundary(name):
            yield from self.flush()
        while self.open_tags[name] and self.pop() != name:
            pass

    def push(self, name: str, opening: str) -> None:
        self.stack.append((name, opening))
        self.open_tags[name] += 1
        if name in _LINE_TAGS:
            self.line_tags.append(name)
        if name in CONTAINER_TAGS:
            self.containers.append(opening)
        if name == "a":
            found = [html.unescape(value) for key, value in _ATTRIBUTE.findall(opening) if key == "href"]
            self.links.append(found[0] if found else "")

    def pop(self) -> str:
        name, _opening = self.stack.pop()
        self.open_tags[name] -= 1
        for tags, pile in ((_LINE_TAGS, self.line_tags), (CONTAINER_TAGS, self.containers), ({"a"}, self.links)):
            if name in tags:
                pile.pop()
        return name

    def starts_line(self, name: str) -> bool:
        """Whether the tag begins a line: a table row always does, other tags not inside a row or a figure."""
        if name == "tr":
            return True
        return name in _LINE_TAGS and not self.is_within("tr") and (name == "figure" or not self.is_within("figure"))

    def is_line_boundary(self, name: str) -> bool:
        return self.starts_line(name) or (name in CONTAINER_TAGS and not self.is_within("tr"))

    def add_text(self, text: str) -> None:
        if not text:
            return
        words = _WHITESPACE.sub(" ", html.unescape(text))
        between_cells = bool(self.stack) and self.stack[-1][0] == "tr"
        if words != " " or (self.runs and not between_cells):
            marks = tuple(mark for mark in _FORMATTING_TAGS if self.open_tags[mark])
            self.runs.append(TextRun(words, marks, self.links[-1]))

    def flush(self) -> Iterator[DiffLine]:
        """Yields the line that ends here, unless it is empty."""
        if any(run.text.strip() or run.image for run in self.runs):
            self.runs[0] = self.runs[0]._replace(text=self.runs[0].text.lstrip())
            self.runs[-1] = self.runs[-1]._replace(text=self.runs[-1].text.rstrip())
            yield DiffLine(self.line_tags[-1], self.path(), tuple(self.attributes), tuple(self.runs))
        self.runs, self.attributes = [], []

    def path(self) -> tuple[str, ...]:
        return tuple(self.containers[-_PATH_LENGTH:])


def parse_lines(source: str) -> Iterator[DiffLine]:
    """The lines of a body or of a block, in reading order, parsed lazily."""
    return _LineParser().read(source)
