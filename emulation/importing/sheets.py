"""Spreadsheets as rows of text: XLSX and CSV as offices write them, and the empty template they fill in."""

import csv
import datetime as dt
import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zipfile import BadZipFile

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from portal.kit import uploads, vietnamese

# More rows than any province has members; beyond it somebody chose the wrong file.
MAX_ROWS = 5000
# A CSV file has no signature: any text may be one.
_CSV = uploads.DocumentKind("CSV", b"", "text/csv")
SHEET_KINDS = {".xlsx": uploads.DOCUMENT_KINDS[".xlsx"], ".csv": _CSV}

# What a package that is damaged inside leads openpyxl and the readers below it into.
_BROKEN = (
    *(InvalidFileException, BadZipFile, zlib.error, SyntaxError, OSError),
    *(LookupError, ValueError, TypeError, AttributeError, ArithmeticError),
)


@dataclass(frozen=True)
class Row:
    """A line of the sheet under its number there (headings are line 1), by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Column:
    """A column that is asked for: its key in code, its heading, and what may stand in it."""

    key: str
    heading: str
    hint: str
    is_required: bool = False
    width: int = 24


def read_rows(file: File, columns: Sequence[Column]) -> list[Row]:
    """The filled lines of a sheet. Raises ValidationError when it is no such file or a required column is missing."""
    kind = uploads.check_document(file, SHEET_KINDS)
    return _rows(_csv_lines(file) if kind is _CSV else _xlsx_lines(file), columns)


def _csv_lines(file: File) -> list[list[str]]:
    text = _decoded(file.read())
    try:
        dialect: Any = csv.Sniffer().sniff(text.partition("\n")[0], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    try:
        return [[vietnamese.tidy_line(cell) for cell in line] for line in csv.reader(io.StringIO(text), dialect)]
    except csv.Error as error:
        raise ValidationError(_("Không đọc được tệp CSV. Hãy lưu lại từ Excel với định dạng “CSV UTF-8”.")) from error


def _decoded(content: bytes) -> str:
    """The text of a CSV file as Excel saves it: UTF-8, with or without its mark, or UTF-16 ("Unicode text")."""
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValidationError(
            _("Tệp CSV không phải mã UTF-8 nên chữ có dấu sẽ hỏng. Hãy lưu lại với định dạng “CSV UTF-8”.")
        ) from error


def _xlsx_lines(file: File) -> list[list[str]]:
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        lines = [[_written(cell) for cell in line] for line in sheet.iter_rows(max_row=MAX_ROWS + 2, values_only=True)]
        book.close()
    except _BROKEN as error:
        raise ValidationError(_("Không mở được bảng tính. Hãy lưu lại dưới dạng XLSX rồi tải lên.")) from error
    return lines


def _written(cell: object) -> str:
    """A cell as people read it: a date as 27/03/2018, a whole number without ".0"."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime | dt.date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return vietnamese.tidy_line(str(cell))


def _rows(lines: Sequence[Sequence[str]], columns: Sequence[Column]) -> list[Row]:
    if not lines or not any(lines[0]):
        raise ValidationError(_("Bảng trống: dòng đầu phải là tên các cột, như trong tệp mẫu."))
    if len(lines) > MAX_ROWS + 1:
        raise ValidationError(_("Bảng dài quá %(limit)s dòng. Hãy chia thành nhiều tệp.") % {"limit": MAX_ROWS})
    headings = [vietnamese.fold(heading) for heading in lines[0]]
    places = {
        column.key: headings.index(folded)
        for column in columns
        if (folded := vietnamese.fold(column.heading)) in headings
    }
    missing = [column.heading for column in columns if column.is_required and column.key not in places]
    if missing:
        raise ValidationError(
            _("Thiếu cột: %(columns)s. Hãy dùng tệp mẫu và giữ nguyên dòng tên cột.") % {"columns": ", ".join(missing)}
        )
    return [
        Row(number, {key: line[place] if place < len(line) else "" for key, place in places.items()})
        for number, line in enumerate(lines[1:], start=2)
        if any(line)
    ]


def xlsx_template(columns: Sequence[Column], title: str, example: Sequence[str]) -> bytes:
    """An empty sheet with headings and one example; a second page says what may stand in each column."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    sheet.append([column.heading for column in columns])
    sheet.append(list(example))
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, start=1):
        sheet.cell(1, place).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    notes = book.create_sheet(_("Hướng dẫn"))
    for column in columns:
        required = _("bắt buộc") if column.is_required else _("có thể để trống")
        notes.append([column.heading, required, column.hint])
    for letter, width in (("A", 30), ("B", 18), ("C", 90)):
        notes.column_dimensions[letter].width = width
    for line in notes.iter_rows():
        line[2].alignment = Alignment(wrap_text=True, vertical="top")
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def csv_template(columns: Sequence[Column], example: Sequence[str]) -> bytes:
    """The same as CSV, marked as UTF-8 so that Excel shows the diacritics."""
    content = io.StringIO()
    writer = csv.writer(content)
    writer.writerow([column.heading for column in columns])
    writer.writerow(example)
    return content.getvalue().encode("utf-8-sig")
