"""The words that were found, marked in the text as it was written: pieces for a template, which escapes them. Pure."""

import re
from dataclasses import dataclass

MOST_CHARACTERS = 260
_BEFORE = 70
_SEARCHED = 60_000


@dataclass(frozen=True)
class Piece:
    text: str
    is_marked: bool = False


def marked(text: str, pattern: re.Pattern[str] | None) -> list[Piece]:
    """The whole text, cut where a marked word begins or ends."""
    if pattern is None:
        return [Piece(text)]
    pieces, end = [], 0
    for match in pattern.finditer(text):
        pieces += [Piece(text[end : match.start()]), Piece(match[0], is_marked=True)]
        end = match.end()
    return [piece for piece in (*pieces, Piece(text[end:])) if piece.text]


def excerpt(text: str, pattern: re.Pattern[str] | None) -> list[Piece]:
    """The stretch of a text with the longest match and most others near it, cut between words."""
    line = " ".join(text[:_SEARCHED].split())
    start = _best_start(line, pattern) if pattern else 0
    if start:
        start = line.find(" ", start) + 1
    end = len(line) if len(line) <= start + MOST_CHARACTERS else line.rfind(" ", start, start + MOST_CHARACTERS)
    end = end if end > start else start + MOST_CHARACTERS
    pieces = marked(line[start:end], pattern)
    if start:
        pieces.insert(0, Piece("… "))
    if end < len(line):
        pieces.append(Piece(" …"))
    return pieces


def _best_start(line: str, pattern: re.Pattern[str]) -> int:
    """Where the excerpt begins: a little before the place around which most is marked."""
    spans = [match.span() for match in pattern.finditer(line)][:200]
    if not spans or (spans[0][1] <= MOST_CHARACTERS // 2 and len(spans) == 1):
        return 0

    def worth(first: int) -> int:
        limit = spans[first][0] + MOST_CHARACTERS - _BEFORE
        return sum((end - start) ** 2 for start, end in spans[first : first + 20] if end <= limit)

    best = max(range(len(spans)), key=lambda first: (worth(first), -first))
    return max(0, spans[best][0] - _BEFORE)
