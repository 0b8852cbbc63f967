"""Words as the index knows them: each with a folded key and, beside it, its exact letters and tone.

Pure, and the only place where text becomes something to search by; both engines are given what it makes.
"""

import re
import unicodedata
from collections.abc import Iterable

from portal.kit import vietnamese

_WORD = re.compile(r"[^\W_]+")
# Tones, and the marks that make other letters, by the figures of the VNI way of typing: every token is plain ASCII.
_TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_MARKS = {"\u0302": "6", "\u031b": "7", "\u0306": "8"}
# "kỷ" and "kỉ", "lý" and "lí": one word, where y is the only vowel.
_FINAL_Y = re.compile(r"([b-df-hj-np-tv-xz]+|qu)y")
_KEPT_WORDS = 100_000
LONGEST_WORD = 40


class _Forms(dict[str, tuple[str, str]]):
    """Folded key and exact form of each word met: the same few thousand syllables come again and again."""

    def __missing__(self, word: str) -> tuple[str, str]:
        if len(self) >= _KEPT_WORDS:
            self.clear()
        forms = self[word] = (_key_of(word), _exact_of(word))
        return forms


def split(text: str) -> list[str]:
    """The words of a text in order, lower case: runs of letters and digits, whatever stands between them."""
    found = _WORD.findall(vietnamese.nfc(text).lower())
    return [word if len(word) <= LONGEST_WORD else word[:LONGEST_WORD] for word in found]


def key_of(word: str) -> str:
    """The folded key: no diacritics, ``đ`` as ``d``, and ``kỷ`` as ``kỉ``."""
    return _forms[word][0]


def exact_of(word: str) -> str:
    """Its letters with their marks, and its tone at the end, so that ``hòa`` and ``hoà`` are one."""
    return _forms[word][1]


def keys(words: Iterable[str]) -> list[str]:
    return [_forms[word][0] for word in words]


def has_diacritics(word: str) -> bool:
    """Whether the writer troubled to write the word's marks: then they count."""
    key, exact = _forms[word]
    return exact != key


def pairs(sequence: list[str]) -> list[str]:
    """Each two words that follow one another, as one: what makes a phrase cheap to find."""
    return [f"{first}_{second}" for first, second in zip(sequence, sequence[1:], strict=False)]


def tokens(title: str, text: str) -> set[str]:
    """Everything the index is to know of a text.

    ``w`` a word, ``v_w`` two in a row, ``w_`` a word with its marks; each again with ``_`` before it when it stands
    in the title. No word holds a ``_``, so the kinds never meet.
    """
    in_title = _tokens_of(split(title))
    found = _tokens_of(split(text))
    found |= in_title
    found.update(["_" + token for token in in_title])
    return found


def _tokens_of(words: list[str]) -> set[str]:
    forms = [_forms[word] for word in words]
    in_order = [key for key, _exact in forms]
    found = set(in_order)
    found.update(pairs(in_order))
    found.update([exact + "_" for key, exact in set(forms) if exact != key])
    return found


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


_forms = _Forms()
