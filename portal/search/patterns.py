"""Folded words as they may stand in a text, with whatever marks: patterns to find them where they are written."""

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
# Where the folded key has made an i of a y (``words``).
_FINAL_I = re.compile(r"([^aeiouy]+|qu)i")


def any_of(phrases: Iterable[Iterable[str]]) -> re.Pattern[str]:
    """Any of some phrases, each a row of folded keys, standing as words of their own."""
    alternatives = "|".join(r"[\W_]+".join(map(_as_written, phrase)) for phrase in phrases)
    return re.compile(rf"(?<![^\W_])(?:{alternatives})(?![^\W_])", re.IGNORECASE)


def _as_written(key: str) -> str:
    letters = [f"[{_LETTERS[char]}]" if char in _LETTERS else re.escape(char) for char in key]
    if _FINAL_I.fullmatch(key):
        letters[-1] = f"[{_LETTERS['i']}{_LETTERS['y']}]"
    return "".join(letters)
