"""Parses and formats document references (number and symbol). No database access."""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from portal.core.text import vietnamese

MAX_NUMBER_LENGTH, MAX_SYMBOL_LENGTH = 20, 60
_PREFIX = re.compile(r"^s[ốo]\s*(?:[,:]\s*)?(?:k[ýí] hiệu\s*:?\s*)?(?=\d)", re.IGNORECASE)
_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*")
_SLASHES = re.compile(r"\s*/\s*")
# A number, optionally with an inserted letter; then a slash, or the dash of Party documents.
_REFERENCE = re.compile(r"(\d{1,10}[a-zđ]?)([/-])(\S.*)", re.IGNORECASE)


class DocumentReference(NamedTuple):
    """``number`` without leading zeros; ``symbol`` includes a separator other than the slash (``-KH/ĐU``)."""

    number: str
    symbol: str


def parse_reference(text: str) -> DocumentReference:
    """Parses ``Số: 5 / KH – KTĐ`` into number ``5``, symbol ``KH-KTĐ``.

    Raises ValueError with a Vietnamese message when there is no number and symbol.
    """
    cleaned = _PREFIX.sub("", vietnamese.normalize_line(text.replace("\0", "")))
    cleaned = _SLASHES.sub("/", _DASHES.sub("-", cleaned)).strip(" .,;/-")
    match = _REFERENCE.fullmatch(cleaned)
    if match is None:
        raise ValueError(_("Hãy viết đủ số và ký hiệu, ví dụ 12/QĐ-UBND."))
    number, separator, symbol = match.groups()
    if len(symbol) >= MAX_SYMBOL_LENGTH:
        raise ValueError(_("Ký hiệu dài quá %d ký tự. Hãy kiểm tra lại.") % (MAX_SYMBOL_LENGTH - 1))
    return DocumentReference(number.lstrip("0") or "0", symbol if separator == "/" else f"-{symbol}")


def format_reference(number: str, symbol: str) -> str:
    """Formatted reference: ``05/KH-KTĐ``; a number below 10 is padded.

    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.3.
    """
    padded = number.zfill(2) if number.isdecimal() else number
    return padded + (symbol if symbol.startswith("-") else f"/{symbol}")


def normalize_reference(number: str, symbol: str) -> str:
    """Key for comparison, which ignores case and diacritics."""
    return vietnamese.fold(f"{number.lstrip('0') or '0'}/{symbol}").replace(" ", "")
