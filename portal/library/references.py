"""Number and symbol of a document as people write them, brought into one form. Pure."""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from portal.kit import vietnamese

MOST_NUMBER, MOST_SYMBOL = 20, 60
_LABEL = re.compile(r"^s[ốo]\s*(?:[,:]\s*)?(?:k[ýí] hiệu\s*:?\s*)?(?=\d)", re.IGNORECASE)
_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*")
_SLASHES = re.compile(r"\s*/\s*")
# A number, with a letter where one was put in between; then a slash, or the dash of documents of the Party.
_WRITTEN = re.compile(r"(\d{1,10}[a-zđ]?)([/-])(\S.*)", re.IGNORECASE)


class Reference(NamedTuple):
    """``number`` without leading zeros; ``symbol`` with the mark before it where that is no slash (``-KH/ĐU``)."""

    number: str
    symbol: str


def parse(text: str) -> Reference:
    """``Số: 5 / KH – KTĐ`` is number ``5``, symbol ``KH-KTĐ``.

    Raises ValueError with a Vietnamese message when no number and symbol stand there.
    """
    tidy = _LABEL.sub("", vietnamese.tidy_line(text.replace("\0", "")))
    tidy = _SLASHES.sub("/", _DASHES.sub("-", tidy)).strip(" .,;/-")
    match = _WRITTEN.fullmatch(tidy)
    if match is None:
        raise ValueError(_("Hãy viết đủ số và ký hiệu, ví dụ 12/QĐ-UBND."))
    number, mark, symbol = match.groups()
    if len(symbol) >= MOST_SYMBOL:
        raise ValueError(_("Ký hiệu dài quá %d ký tự. Hãy kiểm tra lại.") % (MOST_SYMBOL - 1))
    return Reference(number.lstrip("0") or "0", symbol if mark == "/" else f"-{symbol}")


def written(number: str, symbol: str) -> str:
    """As documents show it: ``05/KH-KTĐ``; a number below 10 is padded.

    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.3.
    """
    padded = number.zfill(2) if number.isdigit() else number
    return padded + (symbol if symbol.startswith("-") else f"/{symbol}")


def key(number: str, symbol: str) -> str:
    """The same for two ways of writing one reference: capitals and diacritics do not make another document."""
    return vietnamese.fold(f"{number.lstrip('0') or '0'}/{symbol}").replace(" ", "")
