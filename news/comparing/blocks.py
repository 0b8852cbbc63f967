"""A cleaned body cut into blocks without losing a character, and into lines that can be compared by words.

It reads what ``richtext.clean_html`` writes: well-nested tags, attributes as name="value", ``<`` escaped in text.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s[\w-]+="[^"]*")*)\s*/?>')
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_BLANKS = re.compile(r"\s+")
_VOID = {"br", "hr", "img"}
_BLOCK_TAGS = {"p", "h2", "h3", "h4", "blockquote", "ul", "ol", "table", "figure", "hr"}
# Blocks that are merged inside when both sides changed them.
CONTAINERS = {"ul", "ol", "table", "thead", "tbody", "blockquote"}
TABULAR = {"table", "thead", "tbody"}
_PARTS_OF = {
    "ul": {"li"},
    "ol": {"li"},
    "table": {"caption", "thead", "tbody", "tr"},
    "thead": {"tr"},
    "tbody": {"tr"},
}

# Where a line of its own begins, and what only stands around lines.
_LINE_TAGS = {"p", "h2", "h3", "h4", "li", "blockquote", "caption", "figure", "tr", "hr"}
_MARKS = ("em", "s", "strong", "sub", "sup", "u")
_PATH_LENGTH = 6  # of what a line stands in, the innermost say enough
_CELLS = {"td", "th"}
CELL_BOUNDARY = " │ "
LINE_BREAK = " ↵\n"
RULE = "―――"


class Block(NamedTuple):
    """A piece of a body. The sources of all blocks, put together, are the body."""

    tag: str  # empty for text that stands in no block
    source: str

    @property
    def key(self) -> str:
        """What makes two blocks the same; blanks between blocks mean nothing."""
        return self.source.strip()

    @property
    def shell(self) -> tuple[str, str]:
        """The opening and the closing tag."""
        opening = TAG.match(self.source.lstrip())
        return (opening[0], f"</{self.tag}>") if opening else ("", "")

    @property
    def inside(self) -> str:
        opening, closing = self.shell
        return self.key.removeprefix(opening).removesuffix(closing)


def cut(source: str, within: str = "") -> list[Block]:
    """The blocks of a body, or of the inside of a container block (``within`` is its tag)."""
    block_tags = _PARTS_OF.get(within, _BLOCK_TAGS)
    found: list[Block] = []
    depth, start, tag = 0, 0, ""

    def close(end: int) -> None:
        piece = source[start:end]
        if not piece.strip() and found:
            found[-1] = Block(found[-1].tag, found[-1].source + piece)
        elif piece:
            found.append(Block(tag, piece))

    for match in TAG.finditer(source):
        is_closing, name = bool(match[1]), match[2]
        if depth == 0 and not is_closing and name in block_tags:
            close(match.start())
            start, tag = match.start(), name
        if name not in _VOID:
            depth += -1 if is_closing else 1
        if depth == 0 and tag and name == tag:
            close(match.end())
            start, tag = match.end(), ""
    close(len(source))
    return found


@dataclass(frozen=True)
class Shown:
    """A picture as a comparison shows it."""

    address: str
    words: str = ""


class Run(NamedTuple):
    """Text that looks the same from its first to its last letter, or a picture."""

    text: str
    marks: tuple[str, ...] = ()
    link: str = ""
    picture: Shown | None = None


@dataclass(frozen=True)
class Line:
    """What is compared with one line of the other body: a paragraph, a heading, a list item, a table row, a figure."""

    kind: str
    path: tuple[str, ...]  # the opening tags of what it stands in
    attributes: tuple[str, ...]  # its own, and those of its cells
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass
class _Reader:
    """Reads a body from left to right; ``stack`` holds the open tags, innermost last.

    What is asked of the stack at every tag is counted beside it, so that deep nesting costs no more than shallow.
    """

    stack: list[tuple[str, str]] = field(default_factory=list)
    open_tags: Counter[str] = field(default_factory=Counter)
    line_tags: list[str] = field(default_factory=lambda: ["p"])
    containers: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=lambda: [""])
    runs: list[Run] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)

    def is_within(self, *tags: str) -> bool:
        return any(self.open_tags[tag] for tag in tags)

    def read(self, source: str) -> Iterator[Line]:
        end = 0
        for match in TAG.finditer(source):
            self.say(source[end : match.start()])
            end = match.end()
            if match[1]:
                yield from self.close(match[2])
            else:
                yield from self.open(match[2], match[3].strip(), match[0])
        self.say(source[end:])
        yield from self.flush()

    def open(self, name: str, attributes: str, opening: str) -> Iterator[Line]:
        if name == "img":
            given = {key: html.unescape(value) for key, value in _ATTRIBUTE.findall(attributes)}
            picture = Shown(given.get("src", ""), given.get("alt", ""))
            self.runs.append(Run("", (), self.links[-1], picture))
        elif name == "br":
            self.runs.append(Run(LINE_BREAK))
        elif name == "hr":
            yield from self.flush()
            yield Line("hr", self.path(), (), (Run(RULE),))
        else:
            if self.bounds_line(name):
                yield from self.flush()
            if self.begins_line(name):
                self.attributes = [attributes] if attributes else []
            elif name in _CELLS:
                self.open_cell(opening)
            self.push(name, opening)

    def open_cell(self, opening: str) -> None:
        if any(part in _CELLS for part in self.attributes_of_cells()):
            self.runs.append(Run(CELL_BOUNDARY))
        self.attributes.append(opening)

    def attributes_of_cells(self) -> list[str]:
        return [part[1:3] for part in self.attributes if part.startswith("<t")]

    def close(self, name: str) -> Iterator[Line]:
        if self.bounds_line(name):
            yield from self.flush()
        while self.open_tags[name] and self.pop() != name:
            pass

    def push(self, name: str, opening: str) -> None:
        self.stack.append((name, opening))
        self.open_tags[name] += 1
        if name in _LINE_TAGS:
            self.line_tags.append(name)
        if name in CONTAINERS:
            self.containers.append(opening)
        if name == "a":
            found = [html.unescape(value) for key, value in _ATTRIBUTE.findall(opening) if key == "href"]
            self.links.append(found[0] if found else "")

    def pop(self) -> str:
        name, _opening = self.stack.pop()
        self.open_tags[name] -= 1
        for tags, pile in ((_LINE_TAGS, self.line_tags), (CONTAINERS, self.containers), ({"a"}, self.links)):
            if name in tags:
                pile.pop()
        return name

    def begins_line(self, name: str) -> bool:
        """In a table row everything is part of the row, in a figure everything but a table is part of the figure."""
        if name == "tr":
            return True
        return name in _LINE_TAGS and not self.is_within("tr") and (name == "figure" or not self.is_within("figure"))

    def bounds_line(self, name: str) -> bool:
        return self.begins_line(name) or (name in CONTAINERS and not self.is_within("tr"))

    def say(self, text: str) -> None:
        if not text:
            return
        words = _BLANKS.sub(" ", html.unescape(text))
        between_cells = bool(self.stack) and self.stack[-1][0] == "tr"
        if words != " " or (self.runs and not between_cells):
            marks = tuple(mark for mark in _MARKS if self.open_tags[mark])
            self.runs.append(Run(words, marks, self.links[-1]))

    def flush(self) -> Iterator[Line]:
        """The line that ends here, unless there is nothing in it."""
        if any(run.text.strip() or run.picture for run in self.runs):
            self.runs[0] = self.runs[0]._replace(text=self.runs[0].text.lstrip())
            self.runs[-1] = self.runs[-1]._replace(text=self.runs[-1].text.rstrip())
            yield Line(self.line_tags[-1], self.path(), tuple(self.attributes), tuple(self.runs))
        self.runs, self.attributes = [], []

    def path(self) -> tuple[str, ...]:
        return tuple(self.containers[-_PATH_LENGTH:])


def lines(source: str) -> Iterator[Line]:
    """The lines of a body or of a block, in reading order, read as they are asked for."""
    return _Reader().read(source)
