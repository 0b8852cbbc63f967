"""Which of two texts answers better: pure, and the same for both engines.

Exact diacritics before folded, a phrase before scattered words, the title before the body; what is equal stands
newest first.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from portal.search import initials, words
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
        self.parts = [part for part in (*query.runs, *query.phrases) if part]
        self.part_keys = [words.keys(part) for part in self.parts]
        self.all_keys = {key for part in self.part_keys for key in part}
        self.marked = [word for word in query.words if words.has_diacritics(word)]
        self.marked_exact = {words.exact_of(word) for word in self.marked}
        self.initials = [initials.WORDS_OF[key] for key in self.all_keys if key in initials.WORDS_OF]

    def weigh(self, candidate: Candidate) -> float:
        """The more, the better; in steps, so that near things are equal."""
        title = words.split(candidate.title)
        title_keys = words.keys(title)
        text = words.split(candidate.text)
        text_keys = words.keys(text)
        score = self._folded(title_keys, text_keys) + self._exact(title, text) + self._initials(title_keys, text_keys)
        if candidate.is_named_thing:
            score += NAMED_THING
        return round(score / STEP) * STEP

    def _folded(self, title: list[str], text: list[str]) -> float:
        share = 1 / max(len(self.parts), 1)
        score = 0.0
        if [key for part in self.part_keys for key in part] == title:
            score += IS_TITLE
        known = set(title)
        for part in self.part_keys:
            if occurrences(part, title):
                score += share * PHRASE_IN_TITLE
            elif known.issuperset(part):
                score += share * WORDS_IN_TITLE
            else:
                score += share * WORDS_IN_TITLE / 2 * len(known.intersection(part)) / len(part)
            mentions = occurrences(part, text)
            if mentions:
                score += share * (PHRASE_IN_TEXT + MENTION * min(mentions, MOST_MENTIONS))
        return score

    def _exact(self, title: list[str], text: list[str]) -> float:
        """Of the words whose diacritics the reader wrote: how many the text has just so."""
        if not self.marked_exact:
            return 0.0
        in_title = self.marked_exact.intersection(map(words.exact_of, title))
        in_text = self.marked_exact.intersection(map(words.exact_of, text)) | in_title
        share = 1 / len(self.marked_exact)
        return share * (EXACT_IN_TITLE * len(in_title) + EXACT_IN_TEXT * len(in_text))

    def _initials(self, title: list[str], text: list[str]) -> float:
        """What the initials in the query stand for, written out."""
        return sum(
            OF_INITIALS if occurrences(full, title) else OF_INITIALS / 3 if occurrences(full, text) else 0.0
            for full in self.initials
        )


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


_LETTERS = {
    "a": "aàáảãạăằắẳẵặâầấẩẫậ",
    "d": "dđ",
    "e": "eèéẻẽẹêềếểễệ",
    "i": "iìíỉĩị",
    "o": "oòóỏõọôồốổỗộơờớởỡợ",
    "u": "uùúủũụưừứửữự",
    "y": "yỳýỷỹỵ",
}


def marker(query: Query) -> re.Pattern[str] | None:
    """Finds the words of a query in a text as it was written, phrases as one; None when there is nothing to find."""
    phrases = {tuple(words.keys(part)) for part in (*query.runs, *query.phrases) if part}
    for key in {key for phrase in phrases for key in phrase}:
        if key in initials.WORDS_OF:
            phrases.add(initials.WORDS_OF[key])
    single = {(key,) for phrase in phrases for key in phrase}
    wanted = sorted(phrases | single, key=lambda phrase: (-len(phrase), phrase))
    if not wanted:
        return None
    alternatives = "|".join(r"[\W_]+".join(_loosely(key) for key in phrase) for phrase in wanted)
    return re.compile(rf"(?<![^\W_])(?:{alternatives})(?![^\W_])", re.IGNORECASE)


# Where the folded key has made an i of a y (``words``).
_FINAL_I = re.compile(r"([^aeiouy]+|qu)i")


def _loosely(key: str) -> str:
    """A key as it may be written, with whatever marks."""
    letters = [f"[{_LETTERS[char]}]" if char in _LETTERS else re.escape(char) for char in key]
    if _FINAL_I.fullmatch(key):
        letters[-1] = f"[{_LETTERS['i']}{_LETTERS['y']}]"
    return "".join(letters)
