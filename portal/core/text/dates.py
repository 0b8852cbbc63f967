"""Date formats of Vietnamese readers, and local day boundaries (Asia/Ho_Chi_Minh)."""

import datetime as dt
import re
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

_SEPARATOR = r"\s?[/.\-\s]\s?"
_DAY_FIRST = re.compile(
    rf"(?P<day>[0-9]{{1,2}}){_SEPARATOR}(?P<month>[0-9]{{1,2}}){_SEPARATOR}(?P<year>[0-9]{{4}}|[0-9]{{2}})"
)
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})[/.-](?P<month>[0-9]{1,2})[/.-](?P<day>[0-9]{1,2})")
# Eight digits are never ambiguous: a year begins with 19 or more, and no month does.
_DAY_FIRST_COMPACT = re.compile(r"(?P<day>[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<year>(?:19|2[0-9])[0-9]{2})")
_YEAR_FIRST_COMPACT = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{1,2}")
_FORMS = (_DAY_FIRST, _YEAR_FIRST, _DAY_FIRST_COMPACT, _YEAR_FIRST_COMPACT)
# Longer text is not parsed.
MAX_DATE_LENGTH = 40
# Two-digit years as in POSIX: 69 is 1969, 68 is 2068.
_PIVOT_YEAR = 69

# A year outside of this range is a typing or conversion error, not archive content.
FIRST_YEAR, LAST_YEAR = 1900, 2999


class DateTimeRange(NamedTuple):
    """A half-open range of aware datetimes in local time: ``start <= value < end``."""

    start: dt.datetime
    end: dt.datetime


def parse_date(text: str) -> dt.date:
    """Parses 27/03/2018, 27-3-2018, 27.3.18, 27032018, 2018-03-27 or 20180327.

    Raises ValueError with a Vietnamese message for readers for other formats and invalid dates.
    """
    written = text.strip() if len(text) <= MAX_DATE_LENGTH else "…"
    if not written:
        raise ValueError(_("Chưa ghi ngày. Hãy viết theo mẫu ngày/tháng/năm, ví dụ 27/03/2018."))
    match = next((match for form in _FORMS if (match := form.fullmatch(written))), None)
    if match is None:
        raise ValueError(_("Không đọc được ngày này. Hãy viết theo mẫu ngày/tháng/năm, ví dụ 27/03/2018."))
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    if len(match["year"]) == 2:
        year += 1900 if year >= _PIVOT_YEAR else 2000
    try:
        if FIRST_YEAR <= year <= LAST_YEAR:
            return dt.date(year, month, day)
    except ValueError:
        pass
    raise ValueError(_("Ngày này không có trong lịch. Hãy kiểm tra lại ngày, tháng và năm."))


def parse_month(text: str) -> dt.date:
    """The first day of a month written as 2026-11; raises ValueError."""
    if not _MONTH.fullmatch(text):
        raise ValueError(_("Hãy viết tháng theo mẫu năm-tháng, ví dụ 2026-11."))
    return parse_date(f"{text}-01")


def local_date(timestamp: dt.datetime) -> dt.date:
    """The local date of an aware datetime."""
    return timezone.localtime(timestamp).date()


def start_of_day(day: dt.date) -> dt.datetime:
    """Midnight at the start of a local day."""
    return timezone.make_aware(dt.datetime(day.year, day.month, day.day))


def day_bounds(day: dt.date) -> DateTimeRange:
    return DateTimeRange(start_of_day(day), start_of_day(day + dt.timedelta(days=1)))


def month_bounds(year: int, month: int) -> DateTimeRange:
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return DateTimeRange(start_of_day(dt.date(year, month, 1)), start_of_day(following))


def year_bounds(year: int) -> DateTimeRange:
    return DateTimeRange(start_of_day(dt.date(year, 1, 1)), start_of_day(dt.date(year + 1, 1, 1)))


def relative_time(timestamp: dt.datetime, now: dt.datetime) -> str:
    """A timestamp in relative words; the full date and time if it is a week old or in the future."""
    minutes = (now - timestamp) // dt.timedelta(minutes=1)
    if not -1 <= minutes < 7 * 24 * 60:
        return f"{timezone.localtime(timestamp):%d/%m/%Y %H:%M}"
    if minutes < 1:
        return _("vừa xong")
    if minutes < 60:
        return _("%d phút trước") % minutes
    if minutes < 24 * 60:
        return _("%d giờ trước") % (minutes // 60)
    return _("%d ngày trước") % (minutes // (24 * 60))


def administrative_date(day: dt.date) -> str:
    """A date in the format of administrative documents: day padded below 10, month only when 1 or 2.

    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.4.
    """
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def w3c_datetime(timestamp: dt.datetime | dt.date | None) -> str:
    """W3C format: a date, or a datetime to the second with its offset, which no template format letter gives.

    Empty for None.
    """
    if timestamp is None:
        return ""
    if isinstance(timestamp, dt.datetime):
        return timezone.localtime(timestamp).isoformat(timespec="seconds")
    return timestamp.isoformat()
