"""Byline text of an article in newsroom style. No database access."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.text.languages import in_current_language


class Contribution(TextChoices):
    """Kind of contribution to an article; the label precedes the names."""

    TEXT = "text", gettext_lazy("Bài")
    IMAGES = "pictures", gettext_lazy("Ảnh")
    TEXT_AND_IMAGES = "text-and-pictures", gettext_lazy("Bài và ảnh")
    VIDEO = "video", gettext_lazy("Video")
    COMPILED = "compiled", gettext_lazy("Tổng hợp")
    TRANSLATED = "translated", gettext_lazy("Biên dịch")


@dataclass(frozen=True)
class BylineAuthor:
    """A credited author. ``url`` is the author's page."""

    name: str
    contribution: str = Contribution.TEXT
    url: str = ""


@dataclass(frozen=True)
class BylineSource:
    """Original source of an article, with or without a link."""

    name: str = ""
    url: str = ""


@dataclass(frozen=True)
class BylinePart:
    """A part of a byline: plain text, or a link (``url``, with its ``rel``)."""

    text: str
    url: str = ""
    rel: str = ""


NO_SOURCE = BylineSource()
_SEPARATOR = " – "


def byline_parts(authors: Iterable[BylineAuthor], source: BylineSource = NO_SOURCE) -> list[BylinePart]:
    """The byline split at link boundaries; joined, the texts are ``byline_text``. Empty without authors and source.

    Authors with the same contribution are grouped, in order of first mention. Authors of the text alone get no label.
    """
    parts: dict[str, list[BylineAuthor]] = {}
    for author in authors:
        parts.setdefault(author.contribution, []).append(author)
    result: list[BylinePart] = []
    for contribution, group in parts.items():
        if result:
            result.append(BylinePart(in_current_language(_SEPARATOR)))
        if len(parts) > 1 or contribution != Contribution.TEXT:
            result.append(BylinePart(in_current_language(f"{Contribution(contribution).label}: ")))
        result += _join_authors(group)
    if source.name:
        result.append(BylinePart(in_current_language(f"{_SEPARATOR if result else ''}{_('Theo')} ")))
        result.append(BylinePart(source.name, source.url, "noopener noreferrer"))
    return result


def byline_text(authors: Iterable[BylineAuthor], source: BylineSource = NO_SOURCE) -> str:
    """The byline as plain text: "Bài: Lục Thị Mai – Ảnh: Hoàng Văn An – Theo Báo Cao Bằng"."""
    return "".join(part.text for part in byline_parts(authors, source))


def _join_authors(authors: list[BylineAuthor]) -> list[BylinePart]:
    """ "A", "A và B", "A, B và C"."""
    result: list[BylinePart] = []
    for remaining, author in zip(range(len(authors) - 1, -1, -1), authors, strict=True):
        if result:
            result.append(BylinePart(in_current_language(", " if remaining else f" {_('và')} ")))
        result.append(BylinePart(author.name, author.url, "author"))
    return result
