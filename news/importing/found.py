"""What a reader finds in a file, and how it says that it cannot."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

SUMMARY_MAX_LENGTH = 300
_SENTENCE_END = re.compile(r"[.!?…](?=[\s”\"'»)]|$)[”\"'»)]*")


class Unreadable(Exception):
    """A file that no article can be taken from; the message is a Vietnamese sentence for the person importing."""


@dataclass(frozen=True)
class Refused:
    """One article of a file that could not be read, while the others could."""

    origin: str
    reason: str


@dataclass(frozen=True)
class FoundArticle:
    """An article as its file has it. ``body_html`` is not cleaned: that is the model's work, on every save.

    ``published_at`` is aware. ``pictures`` leads from the ``src`` written in the body to a file beside the page;
    a ``src`` that is not in it has no file. ``origin`` names the file (and the article in it) in messages.
    """

    title: str
    body_html: str
    published_at: dt.datetime
    origin: str
    author: str = ""
    summary: str = ""
    source_url: str = ""
    category_names: tuple[str, ...] = ()
    slug: str = ""
    pictures: Mapping[str, Path] = field(default_factory=dict)
    lead_src: str = ""
    is_draft: bool = False


def opening_sentences(text: str, limit: int = SUMMARY_MAX_LENGTH) -> str:
    """As many whole sentences from the start as fit; a first sentence that is too long is cut between words."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    ends = [match.end() for match in _SENTENCE_END.finditer(line) if match.end() <= limit]
    if ends:
        return line[: ends[-1]]
    return line[:limit].rpartition(" ")[0].rstrip(" ,;:–-") + "…"
