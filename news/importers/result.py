"""Result types and errors of the importers."""

import datetime as dt
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Protocol

from portal.core.limited_process import UnreadableFile

__all__ = ["ImageSource", "InMemoryImage", "ParsedArticle", "RejectedArticle", "UnreadableFile", "opening_sentences"]

OPENING_MAX_LENGTH = 300
_SENTENCE_END = re.compile(r"[.!?…](?=[\s”\"'»)]|$)[”\"'»)]*")


@dataclass(frozen=True)
class RejectedArticle:
    """An article of a file that could not be parsed; others of the file may be fine."""

    origin: str
    reason: str


class ImageSource(Protocol):
    """Source of an image: a ``Path`` beside a page, or an ``InMemoryImage``."""

    @property
    def name(self) -> str: ...

    def open(self, mode: str, /) -> IO[bytes]: ...


@dataclass(frozen=True)
class InMemoryImage:
    """An image extracted from a document into memory."""

    name: str
    content: bytes = field(repr=False)

    def open(self, mode: str, /) -> IO[bytes]:
        return io.BytesIO(self.content)


@dataclass(frozen=True)
class ParsedArticle:
    """An article parsed from a file. ``body_html`` is not sanitized: the model does that on every save.

    ``published_at`` is aware, or None where the file has no date: then it can only be a draft. ``images`` maps each
    ``src`` in the body to the image's file; a ``src`` missing there has no file. ``origin`` names the file (and the
    article in it) in messages; ``warnings`` are Vietnamese sentences about what was lost. ``allows_missing_text``
    accepts a draft without a summary and images without alt text, for its editor to fill in.
    """

    title: str
    body_html: str
    published_at: dt.datetime | None
    origin: str
    author: str = ""
    summary: str = ""
    source_url: str = ""
    category_names: tuple[str, ...] = ()
    slug: str = ""
    images: Mapping[str, ImageSource] = field(default_factory=dict)
    lead_image_src: str = ""
    is_draft: bool = False
    allows_missing_text: bool = False
    warnings: tuple[str, ...] = ()


def opening_sentences(text: str, limit: int = OPENING_MAX_LENGTH) -> str:
    """As many whole sentences from the start as fit; a too long first sentence is cut at a word boundary."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    ends = [match.end() for match in _SENTENCE_END.finditer(line) if match.end() <= limit]
    if ends:
        return line[: ends[-1]]
    return line[:limit].rpartition(" ")[0].rstrip(" ,;:–-") + "…"
