"""CSV and XLSX downloads that spreadsheets open with correct diacritics, and with no cell taken for a formula."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from django.http import HttpResponse, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet.worksheet import Worksheet

CSV_MEDIA_TYPE = "text/csv"
XLSX_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ResponseT = TypeVar("ResponseT", HttpResponse, StreamingHttpResponse)
CsvCell = str | int | dt.date | None
# A cell that begins so is a formula to a spreadsheet. Source: OWASP, CSV Injection.
_FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """A file-like object that returns what is written to it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(headers: Sequence[str], rows: Iterable[Sequence[CsvCell]]) -> Iterator[str]:
    """The table as CSV lines; the byte order mark tells spreadsheets that it is UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(headers)
    for row in rows:
        yield writer.writerow([_format_cell(cell) for cell in row])


def csv_response(name: str, headers: Sequence[str], rows: Iterable[Sequence[CsvCell]]) -> HttpResponse:
    """The whole table as a CSV file."""
    response = HttpResponse("".join(csv_lines(headers, rows)), content_type=f"{CSV_MEDIA_TYPE}; charset=utf-8")
    return _as_download(response, f"{name}.csv")


def streamed_csv_response(
    name: str, headers: Sequence[str], rows: Iterable[Sequence[CsvCell]]
) -> StreamingHttpResponse:
    """The same, row by row, for tables too large for the memory."""
    response = StreamingHttpResponse(csv_lines(headers, rows), content_type=f"{CSV_MEDIA_TYPE}; charset=utf-8")
    return _as_download(response, f"{name}.csv")


def xlsx_response(name: str, content: bytes) -> HttpResponse:
    return _as_download(HttpResponse(content, content_type=XLSX_MEDIA_TYPE), f"{name}.xlsx")


def workbook_content(workbook: Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def write_text(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Writes text as text: what looks like a formula is quoted, as a leading apostrophe does in Excel."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101  # not below a merged one
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    if text.startswith(_FORMULA_PREFIXES):
        cell.quotePrefix = True
    return cell


def _as_download(response: ResponseT, file_name: str) -> ResponseT:
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def _format_cell(cell: CsvCell) -> str:
    """Dates in Vietnamese format; text that a spreadsheet would take for a formula is escaped."""
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA_PREFIXES) else text
