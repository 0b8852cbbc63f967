"""Vietnamese text: one normal form, folding for search, slugs, and the order of letters and names.

Unicode's decompositions do not know that ``đ`` is a ``d`` with a stroke, so the stock tools drop the
letter ("Đại hội" becomes ``ai-hoi``). Everything here maps it first.
"""

import re
import unicodedata

from django.utils.text import slugify as ascii_slugify

_STROKED_D = str.maketrans({"đ": "d", "Đ": "D"})

# CLDR "vi": letters differ at the first level (a < ă < â, d < đ …), tones at the second.
_ALPHABET = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: f"{rank:02d}" for rank, letter in enumerate(_ALPHABET, start=1)}
_TONE_RANK = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_WORD_BREAK = "00"


def nfc(text: str) -> str:
    """The composed form (NFC) that everything is stored and compared in; Word and macOS write NFD."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The search key of a text: no diacritics, ``đ`` as ``d``, lower case, single spaces.

    Both spellings of a tone (``hòa``, ``hoà``) and both Unicode forms fold to the same key.
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_STROKED_D))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.casefold().split())


def slugify(text: str, max_length: int = 120) -> str:
    """An address part made of a Vietnamese text, cut between words; empty when nothing is left of it."""
    slug = ascii_slugify(fold(text).replace("/", " "))
    if len(slug) <= max_length:
        return slug
    head, _, _ = slug[: max_length + 1].rpartition("-")
    return head or slug[:max_length]


def given_name(full_name: str) -> str:
    """The name a Vietnamese person is called and sorted by: the last word of the full name."""
    return full_name.split()[-1] if full_name.split() else ""


def collation_key(text: str) -> str:
    """A string of digits that sorts as Vietnamese dictionaries do, in any database collation."""
    letters: list[str] = []
    tones: list[str] = []
    for char in nfc(text).casefold():
        letter, tone = _letter_and_tone(char)
        if letter in _LETTER_RANK:
            letters.append(_LETTER_RANK[letter])
            tones.append(tone)
        elif letters and letters[-1] != _WORD_BREAK:
            letters.append(_WORD_BREAK)
    return "".join(letters) + _WORD_BREAK + "".join(tones)


def person_sort_key(full_name: str) -> str:
    """Orders people by the last word of the name, then by the words before it."""
    words = full_name.split()
    return collation_key(" ".join(words[-1:] + words[:-1]))


def _letter_and_tone(char: str) -> tuple[str, str]:
    """Splits ``ệ`` into ``("ê", "5")``: the letter of the alphabet and the rank of its tone."""
    tone = "0"
    rest = ""
    for part in unicodedata.normalize("NFD", char):
        if part in _TONE_RANK:
            tone = _TONE_RANK[part]
        else:
            rest += part
    return nfc(rest), tone


_BLANKS = re.compile(r"[ \t\u00a0\u2007\u202f]+")


def tidy_line(text: str) -> str:
    """One line as it should be stored: NFC, no line breaks, no doubled or trailing blanks."""
    return _BLANKS.sub(" ", " ".join(nfc(text).split())).strip()
