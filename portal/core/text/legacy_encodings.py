"""Detects legacy encodings of Vietnamese and mojibake, and converts them to Unicode NFC.

Two font encodings were common in the 1990s and 2000s, and such text still occurs inside files declared as Unicode or
Windows-1252: TCVN3 ("ABC", the .VnTime fonts: ``®Çu t­`` is "đầu tư") and VNI (the VNI-Times fonts: ``ñaàu tö``). They
are detected by converting the words and counting valid Vietnamese syllables.

TCVN3 has no toned capitals, which were another font (.VnTimeH); that case is lost.

VISCII was an early Internet standard (``Hµi ngh¸`` is "Hội nghị"), and UTF-8 that was read as Windows-1252 and encoded
as UTF-8 again is as frequent (``Há»™i nghá»‹``). ``is_broken`` tells whether a text is still damaged after conversion.

Sources: TCVN 5712:1993 (third table); the VNI Windows character set; RFC 1456.
"""

import re
from collections.abc import Mapping
from typing import Literal

from portal.core.text.vietnamese import nfc, normalize

Encoding = Literal["tcvn3", "vni", "viscii", "utf-8 twice"]

# In the order grave, hook, tilde, acute, dot below, as TCVN 5712 lists them.
_TONES = "\u0300\u0309\u0303\u0301\u0323"


def _with_tone(vowel: str, tone: str) -> str:
    return nfc(vowel + tone)


def _tcvn3_table() -> dict[str, str]:
    """One byte per letter, shown as the Latin-1 character of that byte; there are no toned capitals."""
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
    """A letter is a base and a mark after it; a few letters have a character of their own."""
    tone_marks = dict(zip("øûõùï", _TONES, strict=True))
    circumflex = {"â": ""} | dict(zip("àåãáä", _TONES, strict=True))
    breve = {"ê": ""} | dict(zip("èúüéë", _TONES, strict=True))
    table = {"ñ": "đ", "ô": "ơ", "ö": "ư", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "í": "í", "ò": "ị", "î": "ỵ"}
    for base, vowel in {"a": "a", "e": "e", "o": "o", "u": "u", "y": "y", "ô": "ơ", "ö": "ư"}.items():
        table |= {base + mark: _with_tone(vowel, tone) for mark, tone in tone_marks.items()}
    for base, vowel in {"a": "â", "e": "ê", "o": "ô"}.items():
        table |= {base + mark: _with_tone(vowel, tone) for mark, tone in circumflex.items()}
    table |= {"a" + mark: _with_tone("ă", tone) for mark, tone in breve.items()}
    # "yï" does not occur: "ỵ" is the single î.
    del table["yï"]
    capitals = {source.upper(): letter.upper() for source, letter in table.items()}
    # A capital with a lower-case mark, as many typed words with "Ñ": the base decides the case.
    mixed = {source[0].upper() + source[1]: letter.upper() for source, letter in table.items() if len(source) == 2}
    return table | mixed | capitals


# From byte 0x80 on, as RFC 1456 lists them; six more capitals are among the control characters.
_VISCII_UPPER_HALF = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
VISCII_BYTES: Mapping[int, str] = dict(enumerate(_VISCII_UPPER_HALF, start=0x80)) | {
    **{0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
}


def _viscii_table() -> dict[str, str]:
    """Bytes as Latin-1 and Windows-1252 show them. Characters that are no letters stay unchanged."""
    table = {chr(byte): letter for byte, letter in VISCII_BYTES.items() if byte > 0x80 and byte != 0xA0}
    for byte in range(0x80, 0xA0):
        shown = bytes([byte]).decode("cp1252", errors="ignore")
        if shown.isalpha():
            table[shown] = VISCII_BYTES[byte]
    return table


TCVN3: Mapping[str, str] = _tcvn3_table()
VNI: Mapping[str, str] = _vni_table()
VISCII: Mapping[str, str] = _viscii_table()
_TABLES: dict[Encoding, Mapping[str, str]] = {"tcvn3": TCVN3, "vni": VNI, "viscii": VISCII}
_PATTERNS: dict[Encoding, re.Pattern[str]] = {
    name: re.compile("|".join(re.escape(source) for source in sorted(table, key=len, reverse=True)))
    for name, table in _TABLES.items()
}

# Each byte from 0x80 on, as Windows-1252 and Latin-1 show it.
_BYTES = {chr(byte): byte for byte in range(0x80, 0x100)} | {
    shown: byte for byte in range(0x80, 0xA0) if (shown := bytes([byte]).decode("cp1252", errors="ignore"))
}
_FOLLOWING = "[" + re.escape("".join(char for char, byte in _BYTES.items() if byte < 0xC0)) + "]"
_DOUBLE_ENCODED = re.compile(
    f"[\u00c3-\u00c6]{_FOLLOWING}|\u00cc{_FOLLOWING}|[\u00e1-\u00e2]{_FOLLOWING}{{2}}|\u00c4\ufffd"
)
_LETTERS = {_with_tone(vowel, tone) for vowel in "aăâeêioôơuưy" for tone in ("", *_TONES)} | {"đ"}
_LETTERS |= {letter.upper() for letter in _LETTERS}
_LETTERS = {letter for letter in _LETTERS if not letter.isascii()}

# Replacement and C1 control characters: traces of lost characters.
_LOST = re.compile("[\ufffd\u0080-\u009f]")
_SIGN_INSIDE_WORD = re.compile(
    "[A-Za-z][\u00a1-\u00a9\u00ab-\u00af\u00b1\u00b4-\u00b6\u00b8\u00bb-\u00bf\u00d7\u00f7][a-z]{1,20}"
)
_MIN_SIGNS_INSIDE_WORDS = 3
_ANY_WORD = re.compile(r"[^\W\d_]+")
_MIN_ACCENTED_WORDS, _MAX_STRANGE_SHARE = 5, 0.6

# Fewer significant words could be chance: a µm in a report, a Spanish name.
_MIN_TELLING_WORDS = 2
_MIN_SYLLABLE_SHARE = 0.6
_MIN_TELLING_RATIO = 4
_WORD = re.compile(r"[A-Za-z\u00a1-\u00ff]+")
_TELLING_CHARACTER = re.compile("[\u00a1-\u00ff]")
# Vietnamese letters outside of Latin-1: no text in a legacy encoding has them.
_WIDE_LETTER = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")

_ONSET = "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
_OPEN = (
    "uyê?u|oa[iyo]|oeo|uâ?y|iêu|yêu|uôi|ươ[iu]|[aâ][yu]|ai|ao|eo|êu|i[au]|o[iae]|ôi|ơi|u[aêiơ]|ư[aiu]|uya|[aeêioôơuưy]"
)
_CLOSED = "iê|yê|uyê|uô|ươ|oa|oă|oe|oo|uâ|uê|uy|[aăâeêioôơuưy]"
_SYLLABLE = re.compile(
    rf"{_ONSET}(?:(?P<open>{_OPEN})|(?P<closed>{_CLOSED})(?:ng|nh|[mn])|(?P<stopped>{_CLOSED})(?:ch|[cpt]))"
)
# A syllable that ends in a stop (c, ch, p, t) has one of these tones only.
_STOP_TONES = {"\u0301", "\u0323"}


def detect_encoding(text: str) -> Encoding | None:
    """The legacy encoding of a text; None for Unicode Vietnamese and for other languages.

    Lines with Unicode Vietnamese are ignored in the detection: pages mix both.
    """
    lines = nfc(text).splitlines()
    if sum(len(_double_encoded_letters(line)) for line in lines if not _WIDE_LETTER.search(line)) >= _MIN_TELLING_WORDS:
        return "utf-8 twice"
    words = {word for line in lines if not _WIDE_LETTER.search(line) for word in _WORD.findall(line)}
    telling = {name: _count_telling_words(words, name) for name in _TABLES}
    best = max(telling, key=lambda name: telling[name])
    return best if telling[best] else None


def to_unicode(text: str, encoding: Encoding | None = None) -> str:
    """Converts to Unicode NFC. Without ``encoding`` it is detected; lines already in Unicode stay unchanged."""
    composed = nfc(text)
    encoding = encoding or detect_encoding(composed)
    if encoding is None:
        return composed
    return "".join(
        line if _WIDE_LETTER.search(line) else _convert_line(line, encoding)
        for line in composed.splitlines(keepends=True)
    )


def _convert_line(line: str, encoding: Encoding) -> str:
    if encoding == "utf-8 twice":
        return nfc(_DOUBLE_ENCODED.sub(lambda match: _decode_bytes_shown(match[0]) or match[0], line))
    table = _TABLES[encoding]
    return _PATTERNS[encoding].sub(lambda match: table[match[0]], line)


def is_broken(text: str) -> bool:
    """Whether a text is damaged: characters were lost, or it was decoded with a wrong encoding.

    To be called after ``to_unicode``. A few words of other languages in Latin letters do not count.
    """
    composed = nfc(text)
    # A capital Ã at the end of a word before a no-break space looks like "à" in UTF-8 mojibake and is not.
    if _LOST.search(composed) or any(letter != "à" for letter in _double_encoded_letters(composed)):
        return True
    if len(set(_SIGN_INSIDE_WORD.findall(composed))) >= _MIN_SIGNS_INSIDE_WORDS:
        return True
    accented = {word for word in _ANY_WORD.findall(composed) if not word.isascii()}
    strange = sum(not _is_syllable(word) for word in accented)
    return len(accented) >= _MIN_ACCENTED_WORDS and strange > len(accented) * _MAX_STRANGE_SHARE


def _double_encoded_letters(text: str) -> list[str]:
    """The Vietnamese letters that occur in a text as mojibake of their UTF-8 bytes."""
    found = (_decode_bytes_shown(match[0]) for match in _DOUBLE_ENCODED.finditer(text))
    return [letter for letter in found if letter and nfc(letter) in _LETTERS]


def _decode_bytes_shown(shown: str) -> str:
    """Decodes bytes shown as characters as UTF-8; empty if they are invalid."""
    if shown == "Ä\ufffd":
        return "Đ"  # the only Vietnamese letter of the five whose second byte Windows-1252 leaves undefined
    try:
        return bytes(_BYTES[char] for char in shown).decode()
    except UnicodeDecodeError:
        return ""


def decode(data: bytes) -> str:
    """Decodes bytes of unknown encoding: UTF-8 or UTF-16 by byte order mark or validity, VISCII, Windows-1258 or 1252.

    Windows-1252 is also how TCVN3 and VNI are read: their letters are not converted yet (``to_unicode``). Raises
    UnicodeDecodeError for binary data.
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
    try:
        as_1258 = nfc(data.decode("cp1258"))
    except UnicodeDecodeError:
        as_1258 = ""
    encoding = detect_encoding(western)
    if encoding == "viscii":
        as_viscii = "".join(VISCII_BYTES.get(byte, chr(byte)) for byte in data)
        return as_viscii if _syllable_score(as_viscii) > _syllable_score(as_1258) else as_1258
    if western.count("\ufffd") > len(western) // 100:
        raise error
    return western if encoding else as_1258 or western


def _syllable_score(text: str) -> int:
    """The number of accented words that are valid Vietnamese syllables, less those that are not."""
    words = {word for word in _ANY_WORD.findall(text) if not word.isascii()}
    return sum(1 if _is_syllable(word) else -1 for word in words)


def _count_telling_words(words: set[str], encoding: Encoding) -> int:
    """The number of words that are Vietnamese only in this encoding; 0 if the whole text does not confirm it."""
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
    """Whether a word is a valid Vietnamese syllable: onset, vowels, coda and tone fit one another."""
    tones = ""
    bare = ""
    for char in normalize("NFD", word.lower()):
        if char in _TONES:
            tones += char
        else:
            bare += char
    match = _SYLLABLE.fullmatch(nfc(bare))
    if match is None or len(tones) > 1:
        return False
    return not match["stopped"] or tones in _STOP_TONES
