"""Vietnamese text: normalisation, folding for search, slugs, and collation of words and names.

Unicode's decompositions do not map ``đ`` to ``d``, so the standard tools drop the letter ("Đại hội" becomes
``ai-hoi``). Everything here maps it first.

The only module that calls ``unicodedata.normalize``, whose cost is quadratic in the number of combining marks on one
letter; everything here is linear in the length of the text.
"""

import functools
import re
import unicodedata
from typing import Literal

from django.utils.text import slugify as ascii_slugify

NormalForm = Literal["NFC", "NFD", "NFKC", "NFKD"]

# Letters of other languages that look like đ and Đ: eth, d with tail, African D. Old fonts and keyboards (VISCII,
# Windows-1252) put them into Vietnamese text.
_LOOKALIKES = {"ð": "đ", "Ð": "Đ", "ɖ": "đ", "Ɖ": "Đ"}
_TO_STROKED_D = str.maketrans(_LOOKALIKES)
_LOOKALIKE = re.compile("[ðÐɖƉ]")
_LETTERS = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"[^\W_]+")
_STROKED_D = str.maketrans({letter: "D" if letter.isupper() else "d" for letter in ("đ", "Đ", *_LOOKALIKES)})

# The limit of Unicode's stream-safe text format (UAX #15): no letter of any script has more marks.
MAX_MARKS = 30
# Candidates for a longer run: characters outside of the blocks that hold no mark. Does not occur in Vietnamese, even in
# NFD.
_MANY_MARKS = re.compile(f"[^\u0000-\u02ff\u1e00-\u1fff\u2000-\u206f]{{{MAX_MARKS + 1},}}")
# Maximum input of a slug: many times the longest title.
_MAX_SLUG_SOURCE_LENGTH = 10_000
_MAX_SEARCH_LENGTH, _MAX_SEARCH_TERMS = 300, 20

# CLDR "vi": letters differ at the first level (a < ă < â, d < đ …), tones at the second.
_ALPHABET = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: f"{rank:02d}" for rank, letter in enumerate(_ALPHABET, start=1)}
_TONE_RANK = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_WORD_BREAK = "00"
# Every Vietnamese letter with its tones, and letters of foreign words in Vietnamese text.
_VIETNAMESE = {
    *"fjwz",
    *_ALPHABET,
    *(unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in _TONE_RANK),
}


def normalize(form: NormalForm, text: str) -> str:
    """``unicodedata.normalize`` in linear time: drops the marks on a letter after ``MAX_MARKS``."""
    return unicodedata.normalize(form, _MANY_MARKS.sub(_without_surplus_marks, text))


def _without_surplus_marks(match: re.Match[str]) -> str:
    found: list[str] = []
    length = 0
    for char in match[0]:
        length = length + 1 if _is_mark(char) else 0
        if length <= MAX_MARKS:
            found.append(char)
    return "".join(found)


@functools.lru_cache(maxsize=1024)
def _is_mark(char: str) -> bool:
    """Whether the character continues a run of marks in any normal form."""
    return unicodedata.combining(unicodedata.normalize("NFKD", char)[0]) != 0


def nfc(text: str) -> str:
    """The composed form; Word and macOS write NFD."""
    return normalize("NFC", text)


def canonical(text: str) -> str:
    """The form that text is stored and compared in: NFC, with the real ``đ``."""
    return with_stroked_d(nfc(text))


def with_stroked_d(text: str) -> str:
    """Replaces lookalikes of ``đ`` in Vietnamese words; Icelandic names keep their ``ð``.

    In Vietnamese the letter begins a word (``Ðảng``) or is part of an abbreviation (``QÐ-UBND``); eth begins no word.
    """
    return _LETTERS.sub(_fix_stroked_d, text) if _LOOKALIKE.search(text) else text


def _fix_stroked_d(match: re.Match[str]) -> str:
    word = match[0]
    if not _LOOKALIKE.search(word):
        return word
    rest = word.translate(_STROKED_D)
    if word.isupper() and rest.isascii():
        return word.translate(_TO_STROKED_D)
    is_vietnamese = word[0] in _LOOKALIKES and not _LOOKALIKE.search(word, 1) and set(rest.lower()) <= _VIETNAMESE
    return word[0].translate(_TO_STROKED_D) + word[1:] if is_vietnamese else word


def fold(text: str) -> str:
    """The search key of a text: no diacritics, ``đ`` (and lookalikes) as ``d``, lower case, single spaces.

    Both placements of a tone mark (``hòa``, ``hoà``) and both Unicode forms have the same key.
    """
    decomposed = normalize("NFKD", text.translate(_STROKED_D))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.casefold().split())


def search_terms(typed: str) -> list[str]:
    """The folded words of a search box, limited in number, as each adds a condition to the query."""
    return fold(typed[:_MAX_SEARCH_LENGTH]).split()[:_MAX_SEARCH_TERMS]


def slugify(text: str, max_length: int = 120) -> str:
    """A slug of a Vietnamese text, cut between words; empty if nothing is left."""
    slug = ascii_slugify(fold(text[:_MAX_SLUG_SOURCE_LENGTH]).replace("/", " "))
    if len(slug) <= max_length:
        return slug
    head, _, _ = slug[: max_length + 1].rpartition("-")
    return head or slug[:max_length]


def initials(name: str) -> str:
    """The folded initials of a name of several words, by which readers look for it: ``Sở Tư pháp`` gives ``stp``."""
    words = _WORDS.findall(fold(name))
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def given_name(full_name: str) -> str:
    """The name by which a Vietnamese person is addressed and sorted: the last word of the full name."""
    return full_name.split()[-1] if full_name.split() else ""


def collation_key(text: str) -> str:
    """A string of digits that sorts like Vietnamese dictionaries in any database collation."""
    letters: list[str] = []
    tones: list[str] = []
    for char in canonical(text).casefold():
        letter, tone = _letter_and_tone(char)
        if letter in _LETTER_RANK:
            letters.append(_LETTER_RANK[letter])
            tones.append(tone)
        elif letters and letters[-1] != _WORD_BREAK:
            letters.append(_WORD_BREAK)
    return "".join(letters) + _WORD_BREAK + "".join(tones)


def person_sort_key(full_name: str) -> str:
    """Sorts people by the last word of the name, then by the words before it."""
    words = full_name.split()
    return collation_key(" ".join(words[-1:] + words[:-1]))


def _letter_and_tone(char: str) -> tuple[str, str]:
    """Splits ``ệ`` into ``("ê", "5")``: the letter of the alphabet and the rank of its tone."""
    tone = "0"
    rest = ""
    for part in normalize("NFD", char):
        if part in _TONE_RANK:
            tone = _TONE_RANK[part]
        else:
            rest += part
    return nfc(rest), tone


_WHITESPACE = re.compile(r"[ \t\u00a0\u2007\u202f]+")


def normalize_line(text: str) -> str:
    """One line as stored: canonical, no line breaks, no double, leading or trailing spaces."""
    return _WHITESPACE.sub(" ", " ".join(canonical(text).split())).strip()
