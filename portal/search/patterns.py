"""Regular expressions that find folded words in a text with any diacritics."""

import re
from collections.abc import Iterable

_LETTERS = {
    "a": "aàáảãạăằắẳẵặâầấẩẫậ",
    "d": "dđ",
    "e": "eèéẻẽẹêềếểễệ",
    "i": "iìíỉĩị",
    "o": "oòóỏõọôồốổỗộơờớởỡợ",
    "u": "uùúủũụưừứửữự",
    "y": "yỳýỷỹỵ",
}
# The folded key replaces a final y by i (``tokens``).
_FINAL_I = re.compile(r"([^aeiouy]+|qu)i")


def phrase_pattern(phrases: Iterable[Iterable[str]]) -> re.Pattern[str]:
    """Matches any of some phrases, each a sequence of folded keys, at word boundaries."""
    alternatives = "|".join(r"[\W_]+".join(map(_with_any_diacritics, phrase)) for phrase in phrases)
    return re.compile(rf"(?<![^\W_])(?:{alternatives})(?![^\W_])", re.IGNORECASE)


def _with_any_diacritics(key: str) -> str:
    letters = [f"[{_LETTERS[char]}]" if char in _LETTERS else re.escape(char) for char in key]
    if _FINAL_I.fullmatch(key):
        letters[-1] = f"[{_LETTERS['i']}{_LETTERS['y']}]"
    return "".join(letters)
