"""Highlights matches in a text: pieces for a template, which escapes them. No database access."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from portal.search import abbreviations, patterns, tokens
from portal.search.query_parser import Query

EXCERPT_MAX_LENGTH = 260
_CONTEXT_LENGTH = 70
_MAX_SEARCHED_LENGTH = 60_000
_MAX_SPANS = 500

CharacterSpan = tuple[int, int]


@dataclass(frozen=True)
class TextFragment:
    text: str
    is_highlighted: bool = False


class Highlighter:
    """Finds matches of a query: phrases if any, else single words; with exact diacritics if any, else folded."""

    def __init__(self, query: Query) -> None:
        sequences = (*query.word_sequences, *query.phrases)
        phrases: set[tuple[str, ...]] = {tuple(tokens.folded_forms(part)) for part in sequences if part}
        singles: set[tuple[str, ...]] = {(key,) for phrase in phrases for key in phrase}
        written_out = {
            abbreviations.WORDS_BY_ABBREVIATION[key] for (key,) in singles if key in abbreviations.WORDS_BY_ABBREVIATION
        }
        ladder: list[set[tuple[str, ...]]]
        ladder = [phrases | written_out, singles] if singles - phrases else [phrases | written_out]
        self._patterns = [patterns.phrase_pattern(_longest_first(some)) for some in ladder if some]
        self._exact = {tokens.exact_form(word) for word in query.words if tokens.has_diacritics(word)}

    def spans(self, text: str) -> list[CharacterSpan]:
        """The spans to highlight, in order."""
        for pattern in self._patterns:
            if found := self._preferred(list(_first_matches(pattern, text))):
                return [match.span() for match in found]
        return []

    def _preferred(self, found: list[re.Match[str]]) -> list[re.Match[str]]:
        exact = [
            match for match in found if self._exact.intersection(map(tokens.exact_form, tokens.split_words(match[0])))
        ]
        return exact or found


def _first_matches(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    return [match for match, _place in zip(pattern.finditer(text), range(_MAX_SPANS), strict=False)]


def _longest_first(phrases: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return sorted(phrases, key=lambda phrase: (-len(phrase), phrase))


def highlight(text: str, highlighter: Highlighter) -> list[TextFragment]:
    """The whole text, split at the highlighted spans."""
    return _fragments(text, highlighter.spans(text))


def excerpt(text: str, highlighter: Highlighter) -> list[TextFragment]:
    """An excerpt around the densest matches, cut at word boundaries."""
    line = " ".join(text[:_MAX_SEARCHED_LENGTH].split())
    spans = highlighter.spans(line)
    start = _best_start(spans)
    if start:
        start = line.find(" ", start) + 1
    end = len(line) if len(line) <= start + EXCERPT_MAX_LENGTH else line.rfind(" ", start, start + EXCERPT_MAX_LENGTH)
    end = end if end > start else start + EXCERPT_MAX_LENGTH
    within = [(first - start, last - start) for first, last in spans if start <= first and last <= end]
    pieces = _fragments(line[start:end], within)
    if start:
        pieces.insert(0, TextFragment("… "))
    if end < len(line):
        pieces.append(TextFragment(" …"))
    return pieces


def _fragments(text: str, spans: list[CharacterSpan]) -> list[TextFragment]:
    pieces, end = [], 0
    for first, last in spans:
        pieces += [TextFragment(text[end:first]), TextFragment(text[first:last], is_highlighted=True)]
        end = last
    return [piece for piece in (*pieces, TextFragment(text[end:])) if piece.text]


def _best_start(spans: list[CharacterSpan]) -> int:
    """The start of the excerpt: a little before the densest matches."""

    def worth(first: int) -> int:
        limit = spans[first][0] + EXCERPT_MAX_LENGTH - _CONTEXT_LENGTH
        return sum((end - start) ** 2 for start, end in spans[first : first + 20] if end <= limit)

    if not spans or (len(spans) == 1 and spans[0][1] <= EXCERPT_MAX_LENGTH // 2):
        return 0
    best = max(range(len(spans)), key=lambda first: (worth(first), -first))
    return max(0, spans[best][0] - _CONTEXT_LENGTH)
