"""What may be asked for: the types of parameters, each strict and with words of its own."""

import datetime as dt
import re
from typing import Annotated

from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import BeforeValidator, WithJsonSchema

from portal.kit import dates

MOST_ROWS, USUAL_ROWS = 100, 20

Slug = Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]+$", max_length=160)]
Year = Annotated[int, Field(ge=dates.FIRST_YEAR, le=dates.LAST_YEAR)]
# SQLite and PostgreSQL hold a key in 63 bits.
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


def _read_day(text: object) -> dt.date:
    """Only 2018-03-27: a number would pass for seconds since 1970. Days beyond the archive mean its ends."""
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(_("Hãy viết ngày theo mẫu năm-tháng-ngày, ví dụ 2018-03-27."))
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(_("Ngày này không có trong lịch.")) from error
    return min(max(day, dt.date(dates.FIRST_YEAR, 1, 1)), dt.date(dates.LAST_YEAR, 12, 31))


Day = Annotated[dt.date, BeforeValidator(_read_day), WithJsonSchema({"type": "string", "format": "date"})]


class Rows(Schema):
    """How much of a list: at most ``limit`` rows, after the cursor that the page before gave in ``next``."""

    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="Số mục tối đa trong một trang.")] = USUAL_ROWS


class KeyRows(Rows):
    """Of a list in the order of keys."""

    cursor: Annotated[
        str, Field(pattern=r"^[0-9]{1,18}$", description="Lấy từ “next” của trang trước, không tự đặt.")
    ] = "0"


class NewestRows(Rows):
    """Of a list with the newest first."""

    cursor: Annotated[
        str,
        Field(pattern=r"^(-?[0-9]{1,16}-[0-9]{1,18})?$", description="Lấy từ “next” của trang trước, không tự đặt."),
    ] = ""
