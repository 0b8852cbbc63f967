"""What a reader finds in a file, and how it says that it cannot."""

import datetime as dt
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Protocol

SUMMARY_MAX_LENGTH = 300
_SENTENCE_END = re.compile(r"[.!?…](?=[\s”\"'»)]|$)[”\"'»)]*")


class Unreadable(Exception):
    """A file that no article can be taken from; the message is a Vietnamese sentence for the person importing."""


@dataclass(frozen=True)
class Refused:
    """One article of a file that could not be read, while the others could."""

    origin: str
    reason: str


class PictureFile(Protocol):
    """What a picture is read from: a ``Path`` beside a page, or a ``HeldPicture``."""

    @property
    def name(self) -> str: ...

    def open(self, mode: str, /) -> IO[bytes]: ...


@dataclass(frozen=True)
class HeldPicture:
    """A picture that lay inside a document and was taken out of it into memory."""

    name: str
    content: bytes = field(repr=False)

    def open(self, mode: str, /) -> IO[bytes]:
        return io.BytesIO(self.content)


@dataclass(frozen=True)
class FoundArticle:
    """An article as its file has it. ``body_html`` is not cleaned: that is the model's work, on every save.

    ``published_at`` is aware, or None where the file tells no day: then it can only be a draft. ``pictures`` leads
    from the ``src`` written in the body to the picture's file; a ``src`` that is not in it has no file. ``origin``
    names the file (and the article in it) in messages; ``warnings`` are Vietnamese sentences about what was lost.
    ``leaves_gaps`` keeps a draft without a summary and pictures without words as they are, for its editor to fill.
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
    pictures: Mapping[str, PictureFile] = field(default_factory=dict)
    lead_src: str = ""
    is_draft: bool = False
    leaves_gaps: bool = False
    warnings: tuple[str, ...] = ()


def opening_sentences(text: str, limit: int = SUMMARY_MAX_LENGTH) -> str:
    """As many whole sentences from the start as fit; a first sentence that is too long is cut between words."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    ends = [match.end() for match in _SENTENCE_END.finditer(line) if match.end() <= limit]
    if ends:
        return line[: ends[-1]]
    return line[:limit].rpartition(" ")[0].rstrip(" ,;:–-") + "…"
