"""Days as Vietnamese readers write them, and the two moments (Asia/Ho_Chi_Minh) that bound them."""

import datetime as dt
import re
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


# Beyond these years the calendar's arithmetic or a reader's slip is at fault, not the archive.
FIRST_YEAR, LAST_YEAR = 1900, 2999


class Bounds(NamedTuple):
    """A half-open range of moments: ``start <= moment < end``, both aware, in local time."""

    start: dt.datetime
    end: dt.datetime


def parse_day(text: str) -> dt.date:
    """The day written as 27/03/2018, 27-3-2018, 27.3.2018 or 2018-03-27.

    Raises ValueError with a Vietnamese message for readers when it is none of these or no real day.
    """
    written = text.strip()
    if match := _DAY_FIRST.fullmatch(written):
        day, month, year = (int(part) for part in match.groups())
    elif match := _YEAR_FIRST.fullmatch(written):
        year, month, day = (int(part) for part in match.groups())
    else:
        raise ValueError(_("Không đọc được ngày này. Hãy viết theo mẫu ngày/tháng/năm, ví dụ 27/03/2018."))
    try:
        if FIRST_YEAR <= year <= LAST_YEAR:
            return dt.date(year, month, day)
    except ValueError:
        pass
    raise ValueError(_("Ngày này không có trong lịch. Hãy kiểm tra lại ngày, tháng và năm."))


def local_day(moment: dt.datetime) -> dt.date:
    """The calendar day on which an aware moment falls in Việt Nam."""
    return timezone.localtime(moment).date()


def start_of(day: dt.date) -> dt.datetime:
    """The first moment of a local day."""
    return timezone.make_aware(dt.datetime(day.year, day.month, day.day))


def day_bounds(day: dt.date) -> Bounds:
    return Bounds(start_of(day), start_of(day + dt.timedelta(days=1)))


def month_bounds(year: int, month: int) -> Bounds:
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return Bounds(start_of(dt.date(year, month, 1)), start_of(following))


def year_bounds(year: int) -> Bounds:
    return Bounds(start_of(dt.date(year, 1, 1)), start_of(dt.date(year + 1, 1, 1)))


def spoken_since(moment: dt.datetime, now: dt.datetime) -> str:
    """How long ago a moment was, as people say it; from a week on, and for what lies ahead, the moment itself."""
    minutes = (now - moment) // dt.timedelta(minutes=1)
    if not -1 <= minutes < 7 * 24 * 60:
        return f"{timezone.localtime(moment):%d/%m/%Y %H:%M}"
    if minutes < 1:
        return _("vừa xong")
    if minutes < 60:
        return _("%d phút trước") % minutes
    if minutes < 24 * 60:
        return _("%d giờ trước") % (minutes // 60)
    return _("%d ngày trước") % (minutes // (24 * 60))


def written_date(day: dt.date) -> str:
    """The date as administrative documents write it: day padded below 10, month only when 1 or 2.

    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.4.
    """
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def w3c_moment(moment: dt.datetime | dt.date) -> str:
    """For machines: a day, or a moment to the second with its offset. No format letter of templates writes that."""
    if isinstance(moment, dt.datetime):
        return timezone.localtime(moment).isoformat(timespec="seconds")
    return moment.isoformat()
