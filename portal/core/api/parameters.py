"""Query parameter types, strictly validated, with Vietnamese error messages."""

import datetime as dt
import re
from typing import Annotated

from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import BeforeValidator, WithJsonSchema

from portal.core.text import dates

MAX_PAGE_SIZE, DEFAULT_PAGE_SIZE = 100, 20

Slug = Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]+$", max_length=160)]
Year = Annotated[int, Field(ge=dates.FIRST_YEAR, le=dates.LAST_YEAR)]
# SQLite and PostgreSQL store a key as a signed 64-bit integer.
PrimaryKey = Annotated[int, Field(ge=1, le=2**63 - 1)]


def _parse_iso_date(text: object) -> dt.date:
    """Accepts only 2018-03-27: pydantic would read a number as a Unix timestamp.

    Days outside the archive are clamped.
    """
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(_("Hãy viết ngày theo mẫu năm-tháng-ngày, ví dụ 2018-03-27."))
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(_("Ngày này không có trong lịch.")) from error
    return min(max(day, dt.date(dates.FIRST_YEAR, 1, 1)), dt.date(dates.LAST_YEAR, 12, 31))


IsoDate = Annotated[dt.date, BeforeValidator(_parse_iso_date), WithJsonSchema({"type": "string", "format": "date"})]


class PageParams(Schema):
    """Cursor pagination: at most ``limit`` rows, after the cursor returned as ``next`` by the previous page."""

    limit: Annotated[int, Field(ge=1, le=MAX_PAGE_SIZE, description="Số mục tối đa trong một trang.")] = (
        DEFAULT_PAGE_SIZE
    )


class IdPageParams(PageParams):
    """Cursor pagination in primary key order."""

    cursor: Annotated[
        str, Field(pattern=r"^[0-9]{1,18}$", description="Lấy từ “next” của trang trước, không tự đặt.")
    ] = "0"


class NewestFirstPageParams(PageParams):
    """Cursor pagination, newest first."""

    cursor: Annotated[
        str,
        Field(pattern=r"^(-?[0-9]{1,16}-[0-9]{1,18})?$", description="Lấy từ “next” của trang trước, không tự đặt."),
    ] = ""
