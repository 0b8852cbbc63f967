"""How an article is written: sentences, marks, dates, and letters that came from an old font."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

from news.checking.findings import Spot, looks_for
from news.checking.text import Block, Page, Place
from portal.kit import legacy_encodings

# In tiếng, which Vietnamese writes with a blank between each.
SENTENCE_MAX_WORDS = 60
PARAGRAPH_MAX_WORDS = 220

# A semicolon ends a thought too: reports list theirs with it.
_SENTENCE_END = re.compile(r"[.!?…;][”\"’»)\]]*\s")
_STRANGE = re.compile("[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffd\ue000-\uf8ff]")
_BLANKS = re.compile("[ \u00a0]{2,}")
_BLANK_BEFORE_MARK = re.compile(r"[^\W_][ \u00a0][,;:.!?](?=\s|$)")
_NO_BLANK_AFTER_MARK = re.compile(r"[^\W\d_][,;][^\W\d_]")
_DOUBLED_MARK = re.compile(r"(?<!\.)\.\.(?!\.)|,,|;;|::|[,;:]\.(?!\d)")
_DATE = re.compile(r"(?<![\d/.-])(\d{1,2})([/-])(\d{1,2})\2((?:19|20)\d{2})(?![\d/-])")
_AROUND = 25


@looks_for("legacy-font")
def legacy_fonts(page: Page) -> Iterator[Spot]:
    if page.legacy_encoding is None:
        return
    for block in page.written:
        if legacy_encodings.detect_encoding(block.words) == page.legacy_encoding:
            message = _("Chữ ở đây gõ bằng phông cũ (.VnTime hoặc VNI). Hãy chuyển sang Unicode rồi dán lại.")
            yield Spot(message, block.place, block.words)


@looks_for("strange-character")
def strange_characters(page: Page) -> Iterator[Spot]:
    """Invisible characters and signs of a symbol font: readers see boxes, search finds nothing."""
    for block in page.written:
        if match := _STRANGE.search(block.raw):
            message = _("Có ký tự lạ hoặc không nhìn thấy (mã U+%s). Hãy xóa và gõ lại chỗ này.")
            yield Spot(message % f"{ord(match[0]):04X}", block.place, _around(block.raw, match))


@looks_for("long-sentence")
def long_sentences(page: Page) -> Iterator[Spot]:
    for block in page.written[1:]:
        for line in block.lines:
            for sentence in _sentences(line):
                count = len(sentence.split())
                if count > SENTENCE_MAX_WORDS:
                    message = _("Câu này dài %(count)d tiếng. Hãy tách thành những câu ngắn hơn %(limit)d tiếng.")
                    yield Spot(message % {"count": count, "limit": SENTENCE_MAX_WORDS}, block.place, sentence)


def _sentences(line: str) -> Iterator[str]:
    start = 0
    for match in _SENTENCE_END.finditer(line):
        yield line[start : match.end()].strip()
        start = match.end()
    yield line[start:].strip()


@looks_for("long-paragraph")
def long_paragraphs(page: Page) -> Iterator[Spot]:
    for block in page.blocks:
        count = len(block.raw.split())
        if block.tag == "p" and count > PARAGRAPH_MAX_WORDS:
            message = _("Đoạn này dài %(count)d tiếng. Hãy tách thành nhiều đoạn, mỗi đoạn một ý.")
            yield Spot(message % {"count": count}, block.place, block.words)


@looks_for("spacing")
def wrong_blanks(page: Page) -> Iterator[Spot]:
    for block in page.written:
        raw = block.raw
        doubled = next((match for match in _BLANKS.finditer(raw.strip()) if _shows(match[0], block)), None)
        if doubled:
            yield Spot(_("Có hai dấu cách liền nhau. Hãy bỏ bớt."), block.place, _around(raw.strip(), doubled))
        for line in block.lines:
            if match := _BLANK_BEFORE_MARK.search(line):
                yield Spot(_("Có dấu cách thừa trước dấu câu. Hãy xóa."), block.place, _around(line, match))
            elif "://" not in line and "@" not in line and (match := _NO_BLANK_AFTER_MARK.search(line)):
                yield Spot(_("Thiếu dấu cách sau dấu câu. Hãy thêm vào."), block.place, _around(line, match))


def _shows(blanks: str, block: Block) -> bool:
    """Browsers show plain blanks in a row as one; in the title and the summary they go into other places too."""
    return "\u00a0" in blanks or block.place.field != "body"


@looks_for("doubled-mark")
def doubled_marks(page: Page) -> Iterator[Spot]:
    for block in page.written:
        for line in block.lines:
            if "://" not in line and (match := _DOUBLED_MARK.search(line)):
                yield Spot(_("Dấu câu bị lặp. Hãy xem lại."), block.place, _around(line, match))


@looks_for("quotes")
def unclosed_quotes(page: Page) -> Iterator[Spot]:
    """A quotation over several paragraphs opens each of them and closes with the last."""
    if page.legacy_encoding is not None:
        return  # there « is a letter
    for block, following in pairwise([*page.written, Block(Place("body"))]):
        goes_on = following.raw.lstrip().startswith("“")
        for opening, closing in ("“”", "«»", "()"):
            opened = _left_open(block.raw, opening, closing)
            if opened and not (opening == "“" and goes_on):
                message = _("Có dấu %(opening)s mà không có dấu %(closing)s. Hãy đóng lại.")
                yield Spot(message % {"opening": opening, "closing": closing}, block.place, block.words)
                break
        else:
            if block.raw.count('"') % 2:
                yield Spot(_("Dấu ngoặc kép mở mà không đóng. Hãy đóng lại."), block.place, block.words)


def _left_open(text: str, opening: str, closing: str) -> int:
    """How many stay open; a closing mark alone, as in "a)", counts for nothing."""
    depth = 0
    for char in text:
        if char == opening:
            depth += 1
        elif char == closing and depth:
            depth -= 1
    return depth


@looks_for("written-date")
def impossible_dates(page: Page) -> Iterator[Spot]:
    for block in page.written:
        for match in _DATE.finditer(block.raw):
            day, month, year = int(match[1]), int(match[3]), int(match[4])
            if _is_day(day, month, year):
                continue
            if _is_day(month, day, year):
                message = _("Ngày viết theo thứ tự tháng/ngày. Hãy viết ngày/tháng/năm.")
            else:
                message = _("Ngày này không có trong lịch. Hãy xem lại.")
            yield Spot(message, block.place, match[0])


def _is_day(day: int, month: int, year: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _around(text: str, match: re.Match[str]) -> str:
    """The words about a place, whole at both ends."""
    start, end = max(0, match.start() - _AROUND), match.end() + _AROUND
    cut = text[start:end]
    if start and " " in cut:
        cut = cut.split(" ", 1)[1] if match.start() - start > cut.index(" ") else cut
    return " ".join(cut.split())
