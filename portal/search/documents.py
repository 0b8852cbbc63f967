"""Builds index entries: plain text without markup, digest and tokens.

Needs neither database nor settings, so that worker processes can run it while this one reads and writes.
"""

import hashlib
import html
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from portal.core.search import HtmlText, IndexDocument
from portal.search import tokens as search_tokens

# Increase when the tokenizer changes, so that ``reindex`` rewrites every entry.
INDEX_VERSION = 4
# Per entry, including its files: a book of 80 pages.
MAX_TEXT_LENGTH = 200_000
_BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|tr|td|th|div|blockquote|figcaption)>|<br ?/?>")
_TAG = re.compile(r"<[^>]*>")
# Any whitespace other than a single space, and a quick test for its presence.
_SPACE = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
_SPACES = ("  ", "\xa0", "\t", "\r")


class BuildInput(NamedTuple):
    """A document, its metadata tokens, and the digest stored in the index."""

    document: IndexDocument
    metadata_tokens: frozenset[str]
    is_sampled: bool = False
    known_digest: int | None = None


class BuiltEntry(NamedTuple):
    """The computed part of an entry; ``tokens`` are separated by spaces."""

    text: str
    digest: int
    tokens: str


def build_entries(inputs: Mapping[int, BuildInput]) -> dict[int, BuiltEntry]:
    """Builds, by key, the entries whose digest differs from the stored one."""
    texts = {key: plain_text_of(order.document.lines) for key, order in inputs.items()}
    digests = {key: _digest(order.document, texts[key]) for key, order in inputs.items()}
    changed = [key for key, order in inputs.items() if order.known_digest != digests[key]]
    lines = search_tokens.token_strings(_token_source(inputs[key], texts[key]) for key in changed)
    return {key: BuiltEntry(texts[key], digests[key], line) for key, line in zip(changed, lines, strict=True)}


def plain_text_of(lines: Iterable[str]) -> str:
    plain = (_strip_html(line) if isinstance(line, HtmlText) else line for line in lines)
    return "\n".join(filter(None, plain))[:MAX_TEXT_LENGTH]


def _strip_html(rich: str) -> str:
    """The text of sanitized HTML, one line per paragraph."""
    bare = html.unescape(_TAG.sub("", _BLOCK_END.sub("\n", rich.replace("\n", " "))))
    if any(space in bare for space in _SPACES):  # most texts have none
        bare = _SPACE.sub(" ", bare)
    return "\n".join(filter(None, map(str.strip, bare.split("\n"))))


def _token_source(order: BuildInput, text: str) -> search_tokens.TokenSource:
    return search_tokens.TokenSource(
        order.document.title, text, order.document.other_titles, order.metadata_tokens, order.is_sampled
    )


def _digest(document: IndexDocument, text: str) -> int:
    facts = {**vars(document), "lines": text}
    made = hashlib.blake2b("\0".join(map(str, (INDEX_VERSION, *facts.values()))).encode(), digest_size=8)
    return int.from_bytes(made.digest(), signed=True)
