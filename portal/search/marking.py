"""The words that were found, marked in the text as it was written: pieces for a template, which escapes them. Pure."""

import re
from dataclasses import dataclass

from portal.search import initials, patterns, words
from portal.search.language import Query

MOST_CHARACTERS = 260
_BEFORE = 70
_SEARCHED = 60_000
_MOST_SPANS = 500

Span = tuple[int, int]


@dataclass(frozen=True)
class Piece:
    text: str
    is_marked: bool = False


class Marker:
    """Finds the places of a query's words: phrases where there are any, else single words; with the reader's
    diacritics where they are so, else with any."""

    def __init__(self, query: Query) -> None:
        phrases = {tuple(words.keys(part)) for part in (*query.runs, *query.phrases) if part}
        singles = {(key,) for phrase in phrases for key in phrase}
        written_out = {initials.WORDS_OF[key] for (key,) in singles if key in initials.WORDS_OF}
        ladder = [phrases | written_out, singles] if singles - phrases else [phrases | written_out]
        self._patterns = [patterns.any_of(sorted(some, key=_longest_first)) for some in ladder if some]
        self._exact = {words.exact_of(word) for word in query.words if words.has_diacritics(word)}

    def spans(self, text: str) -> list[Span]:
        """Where something is to be marked, in order."""
        for pattern in self._patterns:
            if found := self._preferred(list(_first(pattern, text))):
                return [match.span() for match in found]
        return []

    def _preferred(self, found: list[re.Match[str]]) -> list[re.Match[str]]:
        exact = [match for match in found if self._exact.intersection(map(words.exact_of, words.split(match[0])))]
        return exact or found


def _first(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    return [match for match, _place in zip(pattern.finditer(text), range(_MOST_SPANS), strict=False)]


def _longest_first(phrase: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    return -len(phrase), phrase


def marked(text: str, marker: Marker) -> list[Piece]:
    """The whole text, cut where a marked word begins or ends."""
    return _pieces(text, marker.spans(text))


def excerpt(text: str, marker: Marker) -> list[Piece]:
    """The stretch of a text around which most is marked, cut between words."""
    line = " ".join(text[:_SEARCHED].split())
    spans = marker.spans(line)
    start = _best_start(spans)
    if start:
        start = line.find(" ", start) + 1
    end = len(line) if len(line) <= start + MOST_CHARACTERS else line.rfind(" ", start, start + MOST_CHARACTERS)
    end = end if end > start else start + MOST_CHARACTERS
    within = [(first - start, last - start) for first, last in spans if start <= first and last <= end]
    pieces = _pieces(line[start:end], within)
    if start:
        pieces.insert(0, Piece("… "))
    if end < len(line):
        pieces.append(Piece(" …"))
    return pieces


def _pieces(text: str, spans: list[Span]) -> list[Piece]:
    pieces, end = [], 0
    for first, last in spans:
        pieces += [Piece(text[end:first]), Piece(text[first:last], is_marked=True)]
        end = last
    return [piece for piece in (*pieces, Piece(text[end:])) if piece.text]


def _best_start(spans: list[Span]) -> int:
    """Where the excerpt begins: a little before the place around which most is marked."""

    def worth(first: int) -> int:
        limit = spans[first][0] + MOST_CHARACTERS - _BEFORE
        return sum((end - start) ** 2 for start, end in spans[first : first + 20] if end <= limit)

    if not spans or (len(spans) == 1 and spans[0][1] <= MOST_CHARACTERS // 2):
        return 0
    best = max(range(len(spans)), key=lambda first: (worth(first), -first))
    return max(0, spans[best][0] - _BEFORE)
