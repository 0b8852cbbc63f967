"""What becomes of an original: its text without markup, its digest, its tokens.

Pure and without the framework, so that other processors can do it while this one reads and writes.
"""

import datetime as dt
import hashlib
import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from portal.search import words

# Raised when the same original is to be made into other tokens, so that ``reindex`` writes everything again.
VERSION = 3
# Of one entry, its files included: a book of 80 pages.
MOST_TEXT = 200_000
_BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|tr|td|th|div|blockquote|figcaption)>|<br ?/?>")
_TAG = re.compile(r"<[^>]*>")
# Whatever parts words otherwise than by one blank, and what tells that there may be some.
_SPACE = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
_SPACES = ("  ", "\xa0", "\t", "\r")


class Rich(str):
    """Cleaned HTML, of which the words are wanted."""

    __slots__ = ()


@dataclass(frozen=True)
class Draft:
    """What is to be found of one original; ``lines`` is its text, beside the title, part by part."""

    title: str
    lines: tuple[str, ...]
    address: str
    moment: dt.datetime
    is_dated: bool = True
    other_titles: tuple[str, ...] = ()
    category_id: int | None = None
    author_ids: tuple[int, ...] = ()
    visible_from: dt.datetime | None = None
    visible_to: dt.datetime | None = None


class Order(NamedTuple):
    """A draft, the tokens that tell what it is, and the digest that the index holds of it."""

    draft: Draft
    facts: frozenset[str]
    is_sampled: bool = False
    known: int | None = None


class Made(NamedTuple):
    """What an entry has beyond its draft; ``tokens`` are separated by blanks."""

    text: str
    digest: int
    tokens: str


def make(orders: Mapping[int, Order]) -> dict[int, Made]:
    """Those of the drafts, by key, that the index does not hold just so."""
    texts = {key: text_of(order.draft.lines) for key, order in orders.items()}
    digests = {key: _digest(order.draft, texts[key]) for key, order in orders.items()}
    changed = [key for key, order in orders.items() if order.known != digests[key]]
    lines = words.lines(_material(orders[key], texts[key]) for key in changed)
    return {key: Made(texts[key], digests[key], line) for key, line in zip(changed, lines, strict=True)}


def text_of(lines: Iterable[str]) -> str:
    plain = (_plain_text(line) if isinstance(line, Rich) else line for line in lines)
    return "\n".join(filter(None, plain))[:MOST_TEXT]


def _plain_text(rich: str) -> str:
    """The words of cleaned HTML, a line for each paragraph."""
    bare = html.unescape(_TAG.sub("", _BLOCK_END.sub("\n", rich.replace("\n", " "))))
    if any(space in bare for space in _SPACES):  # in most texts none is
        bare = _SPACE.sub(" ", bare)
    return "\n".join(filter(None, map(str.strip, bare.split("\n"))))


def _material(order: Order, text: str) -> words.Material:
    return words.Material(order.draft.title, text, order.draft.other_titles, order.facts, order.is_sampled)


def _digest(draft: Draft, text: str) -> int:
    facts = {**vars(draft), "lines": text}
    made = hashlib.blake2b("\0".join(map(str, (VERSION, *facts.values()))).encode(), digest_size=8)
    return int.from_bytes(made.digest(), signed=True)
