"""Checks of the writing: sentence length, punctuation, dates, characters of legacy fonts."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

from news.content_checks.findings import Issue, register_check
from news.content_checks.text import CheckedText, FieldLocation, TextBlock
from portal.core.text import legacy_encodings

# Counted in tiếng (syllables), which Vietnamese separates by spaces.
SENTENCE_MAX_WORDS = 60
PARAGRAPH_MAX_WORDS = 220

# A semicolon counts as a sentence end: reports use it to separate list items.
_SENTENCE_END = re.compile(r"[.!?…;][”\"’»)\]]*\s")
_STRANGE_CHARACTER = re.compile("[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffd\ue000-\uf8ff]")
_REPEATED_SPACES = re.compile("[ \u00a0]{2,}")
_SPACE_BEFORE_PUNCTUATION = re.compile(r"[^\W_][ \u00a0][,;:.!?](?=\s|$)")
_NO_SPACE_AFTER_PUNCTUATION = re.compile(r"[^\W\d_][,;][^\W\d_]")
_DOUBLED_PUNCTUATION = re.compile(r"(?<!\.)\.\.(?!\.)|,,|;;|::|[,;:]\.(?!\d)")
_DATE = re.compile(r"(?<![\d/.-])(\d{1,2})([/-])(\d{1,2})\2((?:19|20)\d{2})(?![\d/-])")
_EXCERPT_CONTEXT_LENGTH = 25


@register_check("legacy-font")
def legacy_fonts(checked: CheckedText) -> Iterator[Issue]:
    if checked.legacy_encoding is None:
        return
    for block in checked.typed_blocks:
        if legacy_encodings.detect_encoding(block.text) == checked.legacy_encoding:
            message = _("Chữ ở đây gõ bằng phông cũ (.VnTime hoặc VNI). Hãy chuyển sang Unicode rồi dán lại.")
            yield Issue(message, block.location, block.text)


@register_check("strange-character")
def strange_characters(checked: CheckedText) -> Iterator[Issue]:
    """Invisible characters and symbol-font code points: rendered as boxes and not searchable."""
    for block in checked.typed_blocks:
        if match := _STRANGE_CHARACTER.search(block.raw):
            message = _("Có ký tự lạ hoặc không nhìn thấy (mã U+%s). Hãy xóa và gõ lại chỗ này.")
            yield Issue(message % f"{ord(match[0]):04X}", block.location, _excerpt_around(block.raw, match))


@register_check("long-sentence")
def long_sentences(checked: CheckedText) -> Iterator[Issue]:
    for block in checked.typed_blocks[1:]:
        for line in block.lines:
            for sentence in _sentences(line):
                count = len(sentence.split())
                if count > SENTENCE_MAX_WORDS:
                    message = _("Câu này dài %(count)d tiếng. Hãy tách thành những câu ngắn hơn %(limit)d tiếng.")
                    yield Issue(message % {"count": count, "limit": SENTENCE_MAX_WORDS}, block.location, sentence)


def _sentences(line: str) -> Iterator[str]:
    start = 0
    for match in _SENTENCE_END.finditer(line):
        yield line[start : match.end()].strip()
        start = match.end()
    yield line[start:].strip()


@register_check("long-paragraph")
def long_paragraphs(checked: CheckedText) -> Iterator[Issue]:
    for block in checked.blocks:
        count = len(block.raw.split())
        if block.tag == "p" and count > PARAGRAPH_MAX_WORDS:
            message = _("Đoạn này dài %(count)d tiếng. Hãy tách thành nhiều đoạn, mỗi đoạn một ý.")
            yield Issue(message % {"count": count}, block.location, block.text)


@register_check("spacing")
def wrong_spacing(checked: CheckedText) -> Iterator[Issue]:
    for block in checked.typed_blocks:
        raw = block.raw
        doubled = next(
            (match for match in _REPEATED_SPACES.finditer(raw.strip()) if _is_visible_spacing(match[0], block)), None
        )
        if doubled:
            yield Issue(
                _("Có hai dấu cách liền nhau. Hãy bỏ bớt."), block.location, _excerpt_around(raw.strip(), doubled)
            )
        for line in block.lines:
            if match := _SPACE_BEFORE_PUNCTUATION.search(line):
                yield Issue(_("Có dấu cách thừa trước dấu câu. Hãy xóa."), block.location, _excerpt_around(line, match))
            elif "://" not in line and "@" not in line and (match := _NO_SPACE_AFTER_PUNCTUATION.search(line)):
                yield Issue(
                    _("Thiếu dấu cách sau dấu câu. Hãy thêm vào."), block.location, _excerpt_around(line, match)
                )


def _is_visible_spacing(blanks: str, block: TextBlock) -> bool:
    """Browsers collapse consecutive spaces in the body; title and summary are also used outside HTML."""
    return "\u00a0" in blanks or block.location.field != "body"


@register_check("doubled-mark")
def doubled_punctuation(checked: CheckedText) -> Iterator[Issue]:
    for block in checked.typed_blocks:
        for line in block.lines:
            if "://" not in line and (match := _DOUBLED_PUNCTUATION.search(line)):
                yield Issue(_("Dấu câu bị lặp. Hãy xem lại."), block.location, _excerpt_around(line, match))


@register_check("quotes")
def unclosed_quotes(checked: CheckedText) -> Iterator[Issue]:
    """A quotation over several paragraphs opens each of them and closes only the last."""
    if checked.legacy_encoding is not None:
        return  # « is a letter in that encoding
    for block, following in pairwise([*checked.typed_blocks, TextBlock(FieldLocation("body"))]):
        goes_on = following.raw.lstrip().startswith("“")
        for opening, closing in ("“”", "«»", "()"):
            opened = _unclosed_count(block.raw, opening, closing)
            if opened and not (opening == "“" and goes_on):
                message = _("Có dấu %(opening)s mà không có dấu %(closing)s. Hãy đóng lại.")
                yield Issue(message % {"opening": opening, "closing": closing}, block.location, block.text)
                break
        else:
            if block.raw.count('"') % 2:
                yield Issue(_("Dấu ngoặc kép mở mà không đóng. Hãy đóng lại."), block.location, block.text)


def _unclosed_count(text: str, opening: str, closing: str) -> int:
    """How many quotes stay open; a lone closing mark, as in "a)", does not count."""
    depth = 0
    for char in text:
        if char == opening:
            depth += 1
        elif char == closing and depth:
            depth -= 1
    return depth


@register_check("written-date")
def impossible_dates(checked: CheckedText) -> Iterator[Issue]:
    for block in checked.typed_blocks:
        for match in _DATE.finditer(block.raw):
            day, month, year = int(match[1]), int(match[3]), int(match[4])
            if _is_valid_date(day, month, year):
                continue
            if _is_valid_date(month, day, year):
                message = _("Ngày viết theo thứ tự tháng/ngày. Hãy viết ngày/tháng/năm.")
            else:
                message = _("Ngày này không có trong lịch. Hãy xem lại.")
            yield Issue(message, block.location, match[0])


def _is_valid_date(day: int, month: int, year: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _excerpt_around(text: str, match: re.Match[str]) -> str:
    """An excerpt around a position, cut at word boundaries."""
    start, end = max(0, match.start() - _EXCERPT_CONTEXT_LENGTH), match.end() + _EXCERPT_CONTEXT_LENGTH
    cut = text[start:end]
    if start and " " in cut:
        cut = cut.split(" ", 1)[1] if match.start() - start > cut.index(" ") else cut
    return " ".join(cut.split())
