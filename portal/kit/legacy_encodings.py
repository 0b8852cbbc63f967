"""Vietnamese text of the years before Unicode: recognised and brought to Unicode NFC.

Two font encodings filled the offices of the 1990s and 2000s, and their text still lies inside files that call
themselves Unicode or Windows-1252: TCVN3 ("ABC", the .VnTime fonts: ``®Çu t­`` is "đầu tư") and VNI (the VNI-Times
fonts: ``ñaàu tö``). Recognising them asks what a reader would ask: do the words become Vietnamese syllables?

TCVN3 has no capital letters with tones, capitals were another font (.VnTimeH); so that case is lost and stays lost.

Sources: TCVN 5712:1993 (third table); the VNI Windows character set.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

Encoding = Literal["tcvn3", "vni"]

# In the order grave, hook, tilde, acute, dot below, as TCVN 5712 lists them.
_TONES = "\u0300\u0309\u0303\u0301\u0323"


def _with_tone(vowel: str, tone: str) -> str:
    return unicodedata.normalize("NFC", vowel + tone)


def _tcvn3_table() -> dict[str, str]:
    """One byte a letter, shown as the Latin-1 character of that byte; the toned capitals do not exist."""
    bare = {"ă": 0xA8, "â": 0xA9, "ê": 0xAA, "ô": 0xAB, "ơ": 0xAC, "ư": 0xAD, "đ": 0xAE}
    capitals = {"Ă": 0xA1, "Â": 0xA2, "Ê": 0xA3, "Ô": 0xA4, "Ơ": 0xA5, "Ư": 0xA6, "Đ": 0xA7}
    toned = {
        "a": (0xB5, 0xB6, 0xB7, 0xB8, 0xB9),
        "ă": (0xBB, 0xBC, 0xBD, 0xBE, 0xC6),
        "â": (0xC7, 0xC8, 0xC9, 0xCA, 0xCB),
        "e": (0xCC, 0xCE, 0xCF, 0xD0, 0xD1),
        "ê": (0xD2, 0xD3, 0xD4, 0xD5, 0xD6),
        "i": (0xD7, 0xD8, 0xDC, 0xDD, 0xDE),
        "o": (0xDF, 0xE1, 0xE2, 0xE3, 0xE4),
        "ô": (0xE5, 0xE6, 0xE7, 0xE8, 0xE9),
        "ơ": (0xEA, 0xEB, 0xEC, 0xED, 0xEE),
        "u": (0xEF, 0xF1, 0xF2, 0xF3, 0xF4),
        "ư": (0xF5, 0xF6, 0xF7, 0xF8, 0xF9),
        "y": (0xFA, 0xFB, 0xFC, 0xFD, 0xFE),
    }
    table = {chr(byte): letter for letter, byte in (bare | capitals).items()}
    for vowel, row in toned.items():
        table |= {chr(byte): _with_tone(vowel, tone) for byte, tone in zip(row, _TONES, strict=True)}
    return table


def _vni_table() -> dict[str, str]:
    """A letter is a base and a mark behind it; a few letters have a character of their own."""
    tone_marks = dict(zip("øûõùï", _TONES, strict=True))
    circumflex = {"â": ""} | dict(zip("àåãáä", _TONES, strict=True))
    breve = {"ê": ""} | dict(zip("èúüéë", _TONES, strict=True))
    table = {"ñ": "đ", "ô": "ơ", "ö": "ư", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "í": "í", "ò": "ị", "î": "ỵ"}
    for base, vowel in {"a": "a", "e": "e", "o": "o", "u": "u", "y": "y", "ô": "ơ", "ö": "ư"}.items():
        table |= {base + mark: _with_tone(vowel, tone) for mark, tone in tone_marks.items()}
    for base, vowel in {"a": "â", "e": "ê", "o": "ô"}.items():
        table |= {base + mark: _with_tone(vowel, tone) for mark, tone in circumflex.items()}
    table |= {"a" + mark: _with_tone("ă", tone) for mark, tone in breve.items()}
    # "yï" is never typed: "ỵ" is the single î.
    del table["yï"]
    capitals = {source.upper(): letter.upper() for source, letter in table.items()}
    # A capital with its mark in lower case, as many typed "Ñ" words: the base decides.
    mixed = {source[0].upper() + source[1]: letter.upper() for source, letter in table.items() if len(source) == 2}
    return table | mixed | capitals


TCVN3: Mapping[str, str] = _tcvn3_table()
VNI: Mapping[str, str] = _vni_table()
_TABLES: dict[Encoding, Mapping[str, str]] = {"tcvn3": TCVN3, "vni": VNI}
_PATTERNS: dict[Encoding, re.Pattern[str]] = {
    name: re.compile("|".join(re.escape(source) for source in sorted(table, key=len, reverse=True)))
    for name, table in _TABLES.items()
}

# Fewer telling words than this could be chance: a µm in a report, a Spanish name.
_MIN_TELLING_WORDS = 2
_MIN_SYLLABLE_SHARE = 0.6
_MIN_TELLING_RATIO = 4
_WORD = re.compile(r"[A-Za-z\u00a1-\u00ff]+")
_TELLING_CHARACTER = re.compile("[\u00a1-\u00ff]")
# Letters of Vietnamese that stand outside Latin-1: no text in a legacy encoding has them.
_WIDE_LETTER = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")

_ONSET = "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
_OPEN = (
    "uyê?u|oa[iyo]|oeo|uâ?y|iêu|yêu|uôi|ươ[iu]|[aâ][yu]|ai|ao|eo|êu|i[au]|o[iae]|ôi|ơi|u[aêiơ]|ư[aiu]|uya|[aeêioôơuưy]"
)
_CLOSED = "iê|yê|uyê|uô|ươ|oa|oă|oe|oo|uâ|uê|uy|[aăâeêioôơuưy]"
_SYLLABLE = re.compile(
    rf"{_ONSET}(?:(?P<open>{_OPEN})|(?P<closed>{_CLOSED})(?:ng|nh|[mn])|(?P<stopped>{_CLOSED})(?:ch|[cpt]))"
)
# A syllable that ends in a stop (c, ch, p, t) is said with one of these tones only.
_STOP_TONES = {"\u0301", "\u0323"}


def detect_encoding(text: str) -> Encoding | None:
    """Which legacy encoding a text is in; None for Unicode Vietnamese and for other languages.

    Lines that already hold Unicode Vietnamese are left out of the judgement: pages mix both.
    """
    lines = unicodedata.normalize("NFC", text).splitlines()
    words = {word for line in lines if not _WIDE_LETTER.search(line) for word in _WORD.findall(line)}
    telling = {name: _telling_words(words, name) for name in _TABLES}
    best = max(telling, key=lambda name: telling[name])
    return best if telling[best] else None


def to_unicode(text: str, encoding: Encoding | None = None) -> str:
    """The text in Unicode NFC. Without ``encoding`` it is recognised; lines already in Unicode stay as they are."""
    composed = unicodedata.normalize("NFC", text)
    encoding = encoding or detect_encoding(composed)
    if encoding is None:
        return composed
    pattern, table = _PATTERNS[encoding], _TABLES[encoding]
    return "".join(
        line if _WIDE_LETTER.search(line) else pattern.sub(lambda match: table[match[0]], line)
        for line in composed.splitlines(keepends=True)
    )


def decode(data: bytes) -> str:
    """Bytes of unknown origin as text: UTF-8 or UTF-16 by their marks, else Windows-1258, or 1252 under TCVN3 and VNI.

    Legacy letters are not converted yet (``to_unicode``). Raises UnicodeDecodeError for what is no text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\x00" in data:
            raise
        return _decode_single_bytes(data, error)
    if "\x00" in text:
        raise UnicodeDecodeError("utf-8", data, data.index(b"\x00"), data.index(b"\x00") + 1, "binary")
    return text


def _decode_single_bytes(data: bytes, error: UnicodeDecodeError) -> str:
    western = data.decode("cp1252", errors="replace")
    if western.count("\ufffd") > len(western) // 100:
        raise error
    if detect_encoding(western):
        return western
    try:
        return unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        return western


def _telling_words(words: set[str], encoding: Encoding) -> int:
    """How many words are Vietnamese only when read in the encoding; 0 when the text as a whole does not bear it out."""
    pattern, table = _PATTERNS[encoding], _TABLES[encoding]
    counted = syllables = telling = against = 0
    for word in words:
        if not re.search("[A-Za-z]", word) or (word.isascii() and word.isupper()):
            continue
        read = pattern.sub(lambda match: table[match[0]], word)
        is_syllable, was_syllable = _is_syllable(read), _is_syllable(word)
        counted += 1
        syllables += is_syllable
        if _TELLING_CHARACTER.search(word):
            telling += is_syllable and not was_syllable
            against += was_syllable and not is_syllable
    bears_out = syllables >= counted * _MIN_SYLLABLE_SHARE and telling >= against * _MIN_TELLING_RATIO
    return telling if bears_out and telling >= _MIN_TELLING_WORDS else 0


def _is_syllable(word: str) -> bool:
    """Whether a word could be a Vietnamese syllable: onset, vowels, end and tone fit one another."""
    tones = ""
    bare = ""
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TONES:
            tones += char
        else:
            bare += char
    match = _SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare))
    if match is None or len(tones) > 1:
        return False
    return not match["stopped"] or tones in _STOP_TONES
