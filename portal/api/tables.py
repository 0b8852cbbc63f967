"""Tables that readers take home: CSV that spreadsheets open with its diacritics whole."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

MEDIA_TYPE = "text/csv"
Cell = str | int | dt.date | None
# A cell that begins so is a formula to a spreadsheet. Source: OWASP, CSV Injection.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_answer(name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """The whole table as a file; the mark at its beginning tells spreadsheets that it is UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    response = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type=f"{MEDIA_TYPE}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _cell(cell: Cell) -> str:
    """Days as people here write them; text that a spreadsheet would take for a formula is kept from being one."""
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
