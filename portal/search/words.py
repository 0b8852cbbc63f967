"""Words as the index knows them: each with a folded key and, beside it, its exact letters and tone.

Pure, and the only place where text becomes something to search by; both engines are given what it makes.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import chain, pairwise
from typing import NamedTuple, TypeVar

from portal.kit import vietnamese

# Nothing longer than this is a word that anybody looks for.
LONGEST_WORD = 40
_WORD = re.compile(rf"[^\W_]{{1,{LONGEST_WORD}}}")
# Tones, and the marks that make other letters, by the figures of the VNI way of typing: every token is plain ASCII.
_TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_MARKS = {"\u0302": "6", "\u031b": "7", "\u0306": "8"}
# "kỷ" and "kỉ", "lý" and "lí": one word, where y is the only vowel.
_FINAL_Y = re.compile(r"([b-df-hj-np-tv-xz]+|qu)y")
_KEPT_WORDS = 100_000
# Before every token once more, in the few entries that stand for all when a crowd is counted: to look for common words
# among these costs little, as their own lists are short.
SAMPLED = "__s"
Made = TypeVar("Made")


class _Kept(dict[str, Made]):
    """What was made of each word met: the same few thousand syllables come again and again."""

    def __init__(self, make: Callable[[str], Made]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, word: str) -> Made:
        made = self.make(word)
        if len(word) <= LONGEST_WORD:  # longer things do not come again
            if len(self) >= _KEPT_WORDS:
                self.clear()
            self[word] = made
        return made


def split(text: str) -> list[str]:
    """The words of a text in order, lower case: runs of letters and digits, whatever stands between them."""
    return list(chain.from_iterable(map(_words.__getitem__, text.split())))


def key_of(word: str) -> str:
    """The folded key: no diacritics, ``đ`` as ``d``, and ``kỷ`` as ``kỉ``."""
    return _keys[word]


def exact_of(word: str) -> str:
    """Its letters with their marks, and its tone at the end, so that ``hòa`` and ``hoà`` are one."""
    return _exact_forms[word]


def keys(words: Iterable[str]) -> list[str]:
    return list(map(_keys.__getitem__, words))


def exact_forms(words: Iterable[str]) -> list[str]:
    return list(map(_exact_forms.__getitem__, words))


def has_diacritics(word: str) -> bool:
    """Whether the writer troubled to write the word's marks: then they count."""
    return _exact_tokens[word] != ""


def pairs(sequence: list[str]) -> list[str]:
    """Each two words that follow one another, as one: what makes a phrase cheap to find."""
    return list(map("_".join, pairwise(sequence)))


def tokens(title: str, text: str) -> set[str]:
    """Everything the index is to know of a text.

    ``w`` a word, ``v_w`` two in a row, ``w_`` a word with its marks; each again with ``_`` before it when it stands
    in the title. No word holds a ``_``, so the kinds never meet.
    """
    in_title = _tokens_of(title)
    found = _tokens_of(text)
    found |= in_title
    found.update(["_" + token for token in in_title])
    return found


class Material(NamedTuple):
    """What one entry is to be found by; ``facts`` are tokens already."""

    title: str
    text: str
    other_titles: tuple[str, ...] = ()
    facts: frozenset[str] = frozenset()
    is_sampled: bool = False


def lines(materials: Iterable[Material]) -> list[str]:
    """For each entry its tokens, separated by blanks and in no order."""
    found = []
    for title, text, other_titles, facts, is_sampled in materials:
        of_one = tokens(title, text)
        of_one |= facts
        for other in other_titles:
            of_one |= tokens(other, "")
        if is_sampled:
            of_one |= {SAMPLED + token for token in of_one}
        found.append(" ".join(of_one))
    return found


def _tokens_of(text: str) -> set[str]:
    """Straight from what stands between blanks, of which most has been met before."""
    chunks = text.split()
    in_order = list(chain.from_iterable(map(_word_keys.__getitem__, chunks)))
    found = set(in_order)
    found.update(map("_".join, pairwise(in_order)))
    found.update(chain.from_iterable(map(_word_exact_tokens.__getitem__, set(chunks))))
    return found


def _words_of(chunk: str) -> tuple[str, ...]:
    """Of what stands between two blanks: mostly one word, with a comma behind it at times."""
    return tuple(_WORD.findall(vietnamese.nfc(chunk).lower()))


def _key_of(word: str) -> str:
    folded = vietnamese.fold(word).replace(" ", "")
    if _FINAL_Y.fullmatch(folded):
        folded = folded[:-1] + "i"
    return folded or word


def _exact_of(word: str) -> str:
    letters, tone = [], ""
    for char in unicodedata.normalize("NFKD", word.replace("đ", "d9")):
        if char in _TONES:
            tone = _TONES[char]
        else:
            letters.append(_MARKS.get(char, char))
    written = "".join(letters)
    if _FINAL_Y.fullmatch(written):
        written = written[:-1] + "i"
    return written + tone


def _exact_token_of(word: str) -> str:
    exact = _exact_forms[word]
    return "" if exact == _keys[word] else exact + "_"


_keys = _Kept(_key_of)
_exact_forms = _Kept(_exact_of)
_exact_tokens = _Kept(_exact_token_of)
_words = _Kept(_words_of)
_word_keys = _Kept(lambda chunk: tuple(keys(_words_of(chunk))))
_word_exact_tokens = _Kept(lambda chunk: tuple(filter(None, map(_exact_tokens.__getitem__, _words_of(chunk)))))
