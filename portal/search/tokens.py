"""Tokenizer of the index: each word gives a folded key and an exact form with letters and tone.

Pure, and the only place that turns text into tokens; both engines get the same.
"""

import re
from collections.abc import Callable, Iterable
from itertools import chain, pairwise
from typing import NamedTuple, TypeVar

from portal.core.text import vietnamese

# Longer character runs are not words that anybody searches.
MAX_WORD_LENGTH = 40
_WORD = re.compile(rf"[^\W_]{{1,{MAX_WORD_LENGTH}}}")
# Tones and letter diacritics as the digits of the VNI input method: every token is plain ASCII.
_TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_MARKS = {"\u0302": "6", "\u031b": "7", "\u0306": "8"}
# "kỷ" and "kỉ", "lý" and "lí" are spelling variants of one word, where y is the only vowel.
_FINAL_Y = re.compile(r"([b-df-hj-np-tv-xz]+|qu)y")
_MAX_CACHED_WORDS = 100_000
# Prefix of the duplicate tokens of sampled entries, used to estimate large result sets: searching common words among
# these is cheap, because their posting lists are short.
SAMPLE_PREFIX = "__s"
Value = TypeVar("Value")


class _WordCache(dict[str, Value]):
    """Cache of the tokens per word: the same few thousand syllables recur."""

    def __init__(self, make: Callable[[str], Value]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, word: str) -> Value:
        made = self.make(word)
        if len(word) <= MAX_WORD_LENGTH:  # longer ones do not recur
            if len(self) >= _MAX_CACHED_WORDS:
                self.clear()
            self[word] = made
        return made


def split_words(text: str) -> list[str]:
    """The words of a text in order, lower case: runs of letters and digits."""
    return list(chain.from_iterable(map(_chunk_words.__getitem__, text.split())))


def folded_form(word: str) -> str:
    """The folded key: no diacritics, ``đ`` as ``d``, and ``kỷ`` as ``kỉ``."""
    return _folded_forms[word]


def exact_form(word: str) -> str:
    """Its letters with diacritics, and the tone last, so that ``hòa`` and ``hoà`` are one."""
    return _exact_forms[word]


def folded_forms(words: Iterable[str]) -> list[str]:
    return list(map(_folded_forms.__getitem__, words))


def exact_forms(words: Iterable[str]) -> list[str]:
    return list(map(_exact_forms.__getitem__, words))


def has_diacritics(word: str) -> bool:
    """Whether the word was typed with diacritics, which then count."""
    return _exact_tokens[word] != ""


def bigrams(sequence: list[str]) -> list[str]:
    """Pairs of consecutive words, each as one token: makes phrase search cheap."""
    return list(map("_".join, pairwise(sequence)))


def tokens(title: str, text: str) -> set[str]:
    """All tokens of a text.

    ``w`` a word, ``v_w`` a bigram, ``w_`` a word with diacritics; each again with the prefix ``_`` when it occurs in
    the title. No word contains ``_``, so the kinds never collide.
    """
    in_title = _tokens_of(title)
    found = _tokens_of(text)
    found |= in_title
    found.update(["_" + token for token in in_title])
    return found


class TokenSource(NamedTuple):
    """The input for one entry's tokens; ``metadata_tokens`` are used as they are."""

    title: str
    text: str
    other_titles: tuple[str, ...] = ()
    metadata_tokens: frozenset[str] = frozenset()
    is_sampled: bool = False


def token_strings(materials: Iterable[TokenSource]) -> list[str]:
    """The tokens of each entry, separated by spaces, in no order."""
    found = []
    for title, text, other_titles, facts, is_sampled in materials:
        of_one = tokens(title, text)
        of_one |= facts
        for other in other_titles:
            of_one |= tokens(other, "")
        if is_sampled:
            of_one |= {SAMPLE_PREFIX + token for token in of_one}
        found.append(" ".join(of_one))
    return found


def _tokens_of(text: str) -> set[str]:
    """Splits at spaces; most pieces are in the cache."""
    chunks = text.split()
    in_order = list(chain.from_iterable(map(_chunk_folded_forms.__getitem__, chunks)))
    found = set(in_order)
    found.update(map("_".join, pairwise(in_order)))
    found.update(chain.from_iterable(map(_chunk_exact_tokens.__getitem__, set(chunks))))
    return found


def _split_chunk(chunk: str) -> tuple[str, ...]:
    """Splits a piece between spaces: mostly one word, sometimes with punctuation."""
    return tuple(_WORD.findall(vietnamese.canonical(chunk).lower()))


def _fold_word(word: str) -> str:
    folded = vietnamese.fold(word).replace(" ", "")
    if _FINAL_Y.fullmatch(folded):
        folded = folded[:-1] + "i"
    return folded or word


def _spell_exactly(word: str) -> str:
    letters, tone = [], ""
    for char in vietnamese.normalize("NFKD", word.replace("đ", "d9")):
        if char in _TONES:
            tone = _TONES[char]
        else:
            letters.append(_MARKS.get(char, char))
    written = "".join(letters)
    if _FINAL_Y.fullmatch(written):
        written = written[:-1] + "i"
    return written + tone


def _exact_token(word: str) -> str:
    exact = _exact_forms[word]
    return "" if exact == _folded_forms[word] else exact + "_"


_folded_forms = _WordCache(_fold_word)
_exact_forms = _WordCache(_spell_exactly)
_exact_tokens = _WordCache(_exact_token)
_chunk_words = _WordCache(_split_chunk)
_chunk_folded_forms = _WordCache(lambda chunk: tuple(folded_forms(_split_chunk(chunk))))
_chunk_exact_tokens = _WordCache(lambda chunk: tuple(filter(None, map(_exact_tokens.__getitem__, _split_chunk(chunk)))))
