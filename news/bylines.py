"""The line under a title that says whose work an article is, as newsrooms write it; no database here."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kit.languages import spoken


class Contribution(TextChoices):
    """What somebody did for an article; the label stands before the names."""

    TEXT = "text", gettext_lazy("Bài")
    PICTURES = "pictures", gettext_lazy("Ảnh")
    TEXT_AND_PICTURES = "text-and-pictures", gettext_lazy("Bài và ảnh")
    VIDEO = "video", gettext_lazy("Video")
    COMPILED = "compiled", gettext_lazy("Tổng hợp")
    TRANSLATED = "translated", gettext_lazy("Biên dịch")


@dataclass(frozen=True)
class Signer:
    """Somebody who signs an article. ``address`` is the author's page."""

    name: str
    contribution: str = Contribution.TEXT
    address: str = ""


@dataclass(frozen=True)
class Source:
    """Where a piece was taken from, with or without a link."""

    name: str = ""
    address: str = ""


@dataclass(frozen=True)
class Piece:
    """A stretch of a by-line: words alone, or words that lead somewhere (``address``, with the ``rel`` of the link)."""

    text: str
    address: str = ""
    rel: str = ""


NO_SOURCE = Source()
_BETWEEN_PARTS = " – "


def pieces(signers: Iterable[Signer], source: Source = NO_SOURCE) -> list[Piece]:
    """The by-line cut where its links begin and end; joined, the texts are ``text``. Empty when nobody is named.

    Who did the same thing stands together, in the order in which each thing is first named. Authors of the text
    alone need no label.
    """
    parts: dict[str, list[Signer]] = {}
    for signer in signers:
        parts.setdefault(signer.contribution, []).append(signer)
    found: list[Piece] = []
    for contribution, together in parts.items():
        if found:
            found.append(Piece(spoken(_BETWEEN_PARTS)))
        if len(parts) > 1 or contribution != Contribution.TEXT:
            found.append(Piece(spoken(f"{Contribution(contribution).label}: ")))
        found += _enumerated(together)
    if source.name:
        found.append(Piece(spoken(f"{_BETWEEN_PARTS if found else ''}{_('Theo')} ")))
        found.append(Piece(source.name, source.address, "noopener noreferrer"))
    return found


def text(signers: Iterable[Signer], source: Source = NO_SOURCE) -> str:
    """The by-line in plain words: "Bài: Lục Thị Mai – Ảnh: Hoàng Văn An – Theo Báo Cao Bằng"."""
    return "".join(piece.text for piece in pieces(signers, source))


def _enumerated(signers: list[Signer]) -> list[Piece]:
    """ "A", "A và B", "A, B và C"."""
    found: list[Piece] = []
    for left, signer in zip(range(len(signers) - 1, -1, -1), signers, strict=True):
        if found:
            found.append(Piece(spoken(", " if left else f" {_('và')} ")))
        found.append(Piece(signer.name, signer.address, "author"))
    return found
