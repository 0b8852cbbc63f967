"""Detects the boilerplate of old portals: navigation lines, date line, signature, list of related news."""

import datetime as dt
import re

from django.utils import timezone

from portal.core.text import dates, vietnamese

# Folded lines that belong to the page, not to the article.
_BOILERPLATE_LINES = {
    *("sign in", "sign out", "log in", "login", "dang nhap", "dang xuat", "skip to main content", "skip to content"),
    *("trang chu", "home", "menu", "tim kiem", "search", "lien he", "so do trang", "rss", "english", "tieng viet"),
    *("in trang", "ban in", "in bai viet", "print", "gui email", "gui bai viet", "gui cho ban be", "luu bai viet"),
    *("chia se", "share", "tweet", "facebook", "zalo", "quay lai", "tro ve", "ve dau trang", "doc bai viet", "nghe"),
    *("xem voi co chu", "co chu", "a a a", "a- a a+", "a- a+", "binh luan", "y kien ban doc"),
}
# Folded prefixes of the heading above an old portal's list of related news.
_RELATED_NEWS_HEADINGS = (
    *("cac tin da dua ngay", "cac tin da dua", "tin da dua", "cac tin khac", "tin khac", "cac bai khac"),
    *("cac tin moi hon", "cac tin cu hon", "tin moi hon", "tin cu hon", "tin lien quan", "bai viet lien quan"),
    *("tin cung chuyen muc", "bai cung chuyen muc", "cac bai viet khac", "cac bai da dang", "tin bai lien quan"),
)
_RELATED_NEWS_HEADING_MAX_LENGTH = 60
_DATE_LINE_MAX_LENGTH = 80

_DATE_WORDS = (
    r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|ngay|dang|gui|viet|cap nhat|xuat ban|phat hanh|tao|luc|vao"
    r"|date|posted|on)"
)
_SEPARATORS = r"[\s,:|()\[\]–-]*"
_TIME = r"(?:(?P<hour{n}>\d{{1,2}})\s*[:hg]\s*(?P<minute{n}>\d{{2}})(?::\d{{2}})?\s*(?P<half{n}>am|pm|sa|ch)?)"
_DATE = r"(?P<day>\d{1,2})(?:\s*[/.-]\s*|\s+thang\s+)(?P<month>\d{1,2})(?:\s*[/.-]\s*|\s+nam\s+)(?P<year>\d{4})"
_DATE_LINE = re.compile(
    rf"{_SEPARATORS}(?:{_DATE_WORDS}{_SEPARATORS})*(?:{_TIME.format(n=1)}{_SEPARATORS}(?:{_DATE_WORDS}{_SEPARATORS})*)?"
    rf"{_DATE}{_SEPARATORS}(?:{_DATE_WORDS}{_SEPARATORS})*(?:{_TIME.format(n=2)})?{_SEPARATORS}(?:gmt\s*[+]\s*\d+)?{_SEPARATORS}"
)

_LABELLED_SIGNATURE = re.compile(
    r"\(?\s*(?:tác giả|người viết|người đưa tin|thực hiện|(?:tin|bài)(?:(?:,| và|) ?(?:bài|ảnh)){0,2})"
    r"\s*:\s*(?P<name>[^\d:]{3,80}?)\s*\)?",
    re.IGNORECASE,
)
_NAME_MIN_WORDS, _NAME_MAX_WORDS = 2, 5


def is_boilerplate(line: str) -> bool:
    return vietnamese.fold(line).strip(" .:|>»") in _BOILERPLATE_LINES


def is_related_news_heading(line: str) -> bool:
    """Whether the line starts the list of related news, after which nothing belongs to the article."""
    return len(line) <= _RELATED_NEWS_HEADING_MAX_LENGTH and vietnamese.fold(line).startswith(_RELATED_NEWS_HEADINGS)


def is_same_text(one: str, other: str) -> bool:
    """Whether two lines are equal, ignoring case, Unicode form of diacritics and final punctuation."""
    return vietnamese.fold(one).strip(" .") == vietnamese.fold(other).strip(" .") != ""


def parse_date_line(line: str) -> dt.datetime | None:
    """The timestamp of a line that holds nothing else; 00:00 local time without an hour."""
    if len(line) > _DATE_LINE_MAX_LENGTH or (match := _DATE_LINE.fullmatch(vietnamese.fold(line))) is None:
        return None
    try:
        day = dates.parse_date(f"{match['day']}/{match['month']}/{match['year']}")
        return local_datetime(day, *(_parse_time(match, 1) or _parse_time(match, 2) or (0, 0)))
    except ValueError:
        return None


def _parse_time(match: re.Match[str], number: int) -> tuple[int, int] | None:
    if match[f"hour{number}"] is None:
        return None
    hour, minute, half = int(match[f"hour{number}"]), int(match[f"minute{number}"]), match[f"half{number}"]
    if half in {"pm", "ch"} and hour < 12:
        hour += 12
    elif half in {"am", "sa"} and hour == 12:
        hour = 0
    return hour, minute


def local_datetime(day: dt.date, hour: int, minute: int) -> dt.datetime:
    """An aware datetime of a local day. Raises ValueError for an invalid hour."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


def parse_signature(line: str) -> str | None:
    """The author's name when a closing line is a signature: "Hoàng Văn An.", "Tin, ảnh: Hoàng Văn An"."""
    text = vietnamese.normalize_line(line)
    if match := _LABELLED_SIGNATURE.fullmatch(text.rstrip(" .")):
        return match["name"].strip(" .,;") or None
    name = text.strip(" .()/")
    words = name.split()
    if not _NAME_MIN_WORDS <= len(words) <= _NAME_MAX_WORDS:
        return None
    return name if all(word.isalpha() and word.istitle() for word in words) else None
