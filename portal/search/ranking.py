"""Which of two texts answers better: pure, and the same for both engines.

Exact diacritics before folded, a phrase before scattered words, the title before the body; what is equal stands
newest first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.search import initials, patterns, words
from portal.search.language import Query

# How much each thing counts. Found with the relevance set; what matters is their order, not their size.
IS_TITLE = 12.0
PHRASE_IN_TITLE = 7.0
WORDS_IN_TITLE = 4.0
PHRASE_IN_TEXT = 3.0
EXACT_IN_TITLE = 5.0
EXACT_IN_TEXT = 4.0
OF_INITIALS = 6.0
MENTION, MOST_MENTIONS = 0.75, 4
NAMED_THING = 1.0
# Scores closer than this are equal, and the newer text comes first.
STEP = 0.25


@dataclass(frozen=True)
class Candidate:
    """An entry that may be shown: what is known of it without its text, and what is read to weigh it."""

    title: str
    text: str
    is_named_thing: bool


class Scale:
    """Weighs texts against one query."""

    def __init__(self, query: Query) -> None:
        self.parts = [_Wanted(part) for part in (*query.runs, *query.phrases) if part]
        self.all_keys = [key for part in self.parts for key in part.keys]
        self.full_names = [_Wanted(initials.WORDS_OF[key]) for key in self.all_keys if key in initials.WORDS_OF]

    def weigh(self, candidate: Candidate) -> float:
        """The more, the better; in steps, so that near things are equal."""
        title = words.split(candidate.title)
        title_keys = words.keys(title)
        score = NAMED_THING if candidate.is_named_thing else 0.0
        if title_keys == self.all_keys or (candidate.is_named_thing and self._are_its_initials(candidate.title)):
            score += IS_TITLE
        share = 1 / max(len(self.parts), 1)
        for part in self.parts:
            score += share * (part.in_title(title, title_keys) + part.in_text(candidate.text))
        for full in self.full_names:
            score += OF_INITIALS if occurrences(full.keys, title_keys) else OF_INITIALS / 3 * full.is_in(candidate.text)
        return round(score / STEP) * STEP

    def _are_its_initials(self, name: str) -> bool:
        """Whether the reader wrote the first letters of a name, or of those of its words that have initials."""
        short = [initials.of_name(name)] == self.all_keys
        return short or any(occurrences(full.keys, words.keys(words.split(name))) for full in self.full_names)


class _Wanted:
    """Words of a query that follow one another."""

    def __init__(self, written: Sequence[str]) -> None:
        self.keys = words.keys(written)
        self.exact = {words.exact_of(word) for word in written if words.has_diacritics(word)}
        self.pattern = patterns.any_of([self.keys])

    def in_title(self, title: list[str], title_keys: list[str]) -> float:
        known = set(title_keys)
        if occurrences(self.keys, title_keys):
            score = PHRASE_IN_TITLE
        elif known.issuperset(self.keys):
            score = WORDS_IN_TITLE
        else:
            score = WORDS_IN_TITLE / 2 * len(known.intersection(self.keys)) / len(self.keys)
        return score + EXACT_IN_TITLE * self._share_exact(words.exact_forms(title))

    def in_text(self, text: str) -> float:
        """By its first mentions; those with just the reader's diacritics count on top."""
        mentions, forms = 0, set()
        for match in self.pattern.finditer(text):
            mentions += 1
            forms.update(words.exact_forms(words.split(match[0])))
            if (mentions >= MOST_MENTIONS and forms.issuperset(self.exact)) or mentions >= 10 * MOST_MENTIONS:
                break
        if not mentions:
            return EXACT_IN_TEXT * self._share_exact(words.exact_forms(words.split(text)))
        score = PHRASE_IN_TEXT + MENTION * min(mentions, MOST_MENTIONS)
        return score + EXACT_IN_TEXT * self._share_exact(forms)

    def is_in(self, text: str) -> bool:
        return self.pattern.search(text) is not None

    def _share_exact(self, forms: Iterable[str]) -> float:
        """Of the words whose diacritics the reader wrote: how many stand there just so."""
        return len(self.exact.intersection(forms)) / len(self.exact) if self.exact else 0.0


def occurrences(phrase: Sequence[str], text: Sequence[str]) -> int:
    """How often the words follow one another in the text, not counting past ``MOST_MENTIONS``."""
    first, size, found = phrase[0], len(phrase), 0
    place = -1
    wanted = list(phrase)
    try:
        while found < MOST_MENTIONS:
            place = text.index(first, place + 1)
            if size == 1 or list(text[place : place + size]) == wanted:
                found += 1
    except ValueError:
        pass
    return found
