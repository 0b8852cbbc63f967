"""Ranks texts by relevance. Pure, and the same for both engines.

Exact diacritics rank before folded ones, a phrase before scattered words, the title before the body; ties are sorted
newest first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.core.text import vietnamese
from portal.search import abbreviations, patterns, tokens
from portal.search.query_parser import Query

# Weights, found with the relevance test set; their order matters, not their size.
TITLE_EQUALS_QUERY = 12.0
PHRASE_IN_TITLE = 7.0
WORDS_IN_TITLE = 4.0
PHRASE_IN_TEXT = 3.0
EXACT_IN_TITLE = 5.0
EXACT_IN_TEXT = 4.0
ABBREVIATION_MATCH = 6.0
PER_MENTION, MAX_MENTIONS = 0.75, 4
ENTITY_BONUS = 1.0
# Scores closer than this are ties, sorted newest first.
SCORE_STEP = 0.25


@dataclass(frozen=True)
class Candidate:
    """A result candidate: its metadata, and the text read to score it."""

    title: str
    text: str
    is_entity: bool


class Scorer:
    """Scores texts against one query."""

    def __init__(self, query: Query) -> None:
        self.parts = [_QueryPhrase(part) for part in (*query.word_sequences, *query.phrases) if part]
        self.all_keys = [key for part in self.parts for key in part.keys]
        self.expansions = [
            _QueryPhrase(abbreviations.WORDS_BY_ABBREVIATION[key])
            for key in self.all_keys
            if key in abbreviations.WORDS_BY_ABBREVIATION
        ]

    def score(self, candidate: Candidate) -> float:
        """The higher, the better; rounded to steps, so that similar scores tie."""
        title = tokens.split_words(candidate.title)
        title_keys = tokens.folded_forms(title)
        score = ENTITY_BONUS if candidate.is_entity else 0.0
        if title_keys == self.all_keys or (candidate.is_entity and self._is_abbreviation_of(candidate.title)):
            score += TITLE_EQUALS_QUERY
        share = 1 / max(len(self.parts), 1)
        for part in self.parts:
            score += share * (part.in_title(title, title_keys) + part.in_text(candidate.text))
        for full in self.expansions:
            score += (
                ABBREVIATION_MATCH
                if count_occurrences(full.keys, title_keys)
                else ABBREVIATION_MATCH / 3 * full.occurs_in(candidate.text)
            )
        return round(score / SCORE_STEP) * SCORE_STEP

    def _is_abbreviation_of(self, name: str) -> bool:
        """Whether the query is an abbreviation of a name, or of those of its words that have one."""
        short = [vietnamese.initials(name)] == self.all_keys
        return short or any(
            count_occurrences(full.keys, tokens.folded_forms(tokens.split_words(name))) for full in self.expansions
        )


class _QueryPhrase:
    """Consecutive words of a query."""

    def __init__(self, written: Sequence[str]) -> None:
        self.keys = tokens.folded_forms(written)
        self.exact = {tokens.exact_form(word) for word in written if tokens.has_diacritics(word)}
        self.pattern = patterns.phrase_pattern([self.keys])

    def in_title(self, title: list[str], title_keys: list[str]) -> float:
        known = set(title_keys)
        if count_occurrences(self.keys, title_keys):
            score = PHRASE_IN_TITLE
        elif known.issuperset(self.keys):
            score = WORDS_IN_TITLE
        else:
            score = WORDS_IN_TITLE / 2 * len(known.intersection(self.keys)) / len(self.keys)
        return score + EXACT_IN_TITLE * self._exact_ratio(tokens.exact_forms(title))

    def in_text(self, text: str) -> float:
        """Score of the first occurrences; those with exact diacritics count extra."""
        mentions, forms = 0, set()
        for match in self.pattern.finditer(text):
            mentions += 1
            forms.update(tokens.exact_forms(tokens.split_words(match[0])))
            if (mentions >= MAX_MENTIONS and forms.issuperset(self.exact)) or mentions >= 10 * MAX_MENTIONS:
                break
        if not mentions:
            return EXACT_IN_TEXT * self._exact_ratio(tokens.exact_forms(tokens.split_words(text)))
        score = PHRASE_IN_TEXT + PER_MENTION * min(mentions, MAX_MENTIONS)
        return score + EXACT_IN_TEXT * self._exact_ratio(forms)

    def occurs_in(self, text: str) -> bool:
        return self.pattern.search(text) is not None

    def _exact_ratio(self, forms: Iterable[str]) -> float:
        """The share of words typed with diacritics that occur exactly so."""
        return len(self.exact.intersection(forms)) / len(self.exact) if self.exact else 0.0


def count_occurrences(phrase: Sequence[str], text: Sequence[str]) -> int:
    """Number of occurrences of the phrase in the text, at most ``MAX_MENTIONS``."""
    first, size, found = phrase[0], len(phrase), 0
    place = -1
    wanted = list(phrase)
    try:
        while found < MAX_MENTIONS:
            place = text.index(first, place + 1)
            if size == 1 or list(text[place : place + size]) == wanted:
                found += 1
    except ValueError:
        pass
    return found
