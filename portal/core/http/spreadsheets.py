"""CSV downloads in UTF-8 that spreadsheets open with correct diacritics."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

MEDIA_TYPE = "text/csv"
Cell = str | int | dt.date | None
# A cell that begins so is a formula to a spreadsheet. Source: OWASP, CSV Injection.
_FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r")


def csv_response(name: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """The whole table as a CSV file; the byte order mark tells spreadsheets that it is UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headers)
    writer.writerows([_format_cell(cell) for cell in row] for row in rows)
    response = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type=f"{MEDIA_TYPE}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _format_cell(cell: Cell) -> str:
    """Dates in Vietnamese format; text that a spreadsheet would take for a formula is escaped."""
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA_PREFIXES) else text
