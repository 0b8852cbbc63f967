"""Reads spreadsheets (XLSX, CSV) as rows of text, and builds their empty templates."""

import difflib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from portal.core import limited_process
from portal.core.content import uploads
from portal.core.http.spreadsheets import csv_lines, workbook_content
from portal.core.text import legacy_encodings, vietnamese

# More rows than any province has members; beyond it, it is the wrong file.
MAX_ROWS = 5000
MAX_COLUMNS, CELL_MAX_LENGTH = 60, 1000
# A CSV file has no magic number: any text may be one.
_CSV_KIND = uploads.FileType("CSV", b"", "text/csv")
SHEET_KINDS = {".xlsx": uploads.DOCUMENT_FILE_TYPES[".xlsx"], ".csv": _CSV_KIND}
PROCESS_LIMITS = limited_process.ProcessLimits(
    seconds=15, memory_bytes=512 * 1024 * 1024, output_bytes=64 * 1024 * 1024
)
# Folded headings of optional columns that are ignored.
_IGNORED_HEADINGS = {"stt", "so tt", "tt", "ghi chu"}


@dataclass(frozen=True)
class SheetRow:
    """A row by column key, with its line number in the sheet (headings are line 1)."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class SheetColumn:
    """An expected column: its key in code, its heading, and its allowed values."""

    key: str
    heading: str
    hint: str
    is_required: bool = False
    width: int = 24


@dataclass(frozen=True)
class Sheet:
    """The non-empty rows of a sheet, and warnings about ignored data."""

    rows: list[SheetRow]
    warnings: list[str] = field(default_factory=list)


def read_sheet(file: File, columns: Sequence[SheetColumn]) -> Sheet:
    """Reads the visible rows of a sheet.

    Raises ValidationError when the file is not a sheet, when a required column is missing, and when data would be lost:
    under an unknown or missing heading, or in a hidden column.
    """
    uploads.validate_document(file, SHEET_KINDS)
    try:
        read = limited_process.run_limited(
            "emulation.importers.sheet_lines:read_lines",
            file.read(),
            PROCESS_LIMITS,
            extension=uploads.file_extension(file.name or ""),
            max_rows=MAX_ROWS + 1,
            max_columns=MAX_COLUMNS,
            max_cell_length=CELL_MAX_LENGTH,
        )
    except limited_process.ReaderAborted as error:
        raise ValidationError(
            _("Không mở được bảng tính: tệp bị hỏng hoặc quá nặng. Hãy chép các ô sang một tệp mới rồi tải lên.")
        ) from error
    except limited_process.UnreadableFile as error:
        raise ValidationError(str(error)) from error
    lines = [
        (number, [_clean_cell(cell) for cell in cells]) for number, cells in _convert_legacy_encoding(read["lines"])
    ]
    return _SheetReader(lines, read, columns).read()


NumberedLine = tuple[int, list[str]]


def _convert_legacy_encoding(lines: list[NumberedLine]) -> list[NumberedLine]:
    """Converts cells in legacy encodings. Raises ValidationError for text that is still broken."""
    encoding = legacy_encodings.detect_encoding("\n".join(cell for _number, cells in lines for cell in cells))
    if encoding is not None:
        lines = [(number, [legacy_encodings.to_unicode(cell, encoding) for cell in cells]) for number, cells in lines]
    broken = [number for number, cells in lines if legacy_encodings.is_broken(" ".join(cells))]
    if broken:
        raise ValidationError(
            _("Chữ ở dòng %(line)d bị hỏng dấu (sai bảng mã). Hãy lưu lại từ Excel với định dạng “CSV UTF-8”.")
            % {"line": broken[0]}
        )
    return lines


def _clean_cell(cell: str) -> str:
    return vietnamese.normalize_line(cell.replace("\0", " "))


class _SheetReader:
    """Maps the lines of one sheet to the expected columns."""

    def __init__(self, lines: list[NumberedLine], read: dict[str, Any], columns: Sequence[SheetColumn]) -> None:
        if not lines or not any(lines[0][1]):
            raise ValidationError(_("Bảng trống: dòng đầu phải là tên các cột, như trong tệp mẫu."))
        if len(lines) > MAX_ROWS + 1:
            raise ValidationError(
                _("Bảng dài quá %(limit)s dòng. Hãy chia thành nhiều tệp."), params={"limit": MAX_ROWS}
            )
        self._headings, self._lines = lines[0][1], lines[1:]
        self._hidden_rows: list[int] = read["hidden_rows"]
        self._hidden_columns = set(read["hidden_columns"])
        self._hidden_sheet: str = read["hidden_sheet"]
        self._other_sheets = [title for title in read["other_sheets"] if title != _("Hướng dẫn")]
        self._columns = columns
        self._columns_by_heading = {vietnamese.fold(column.heading): column for column in columns}
        self._filled_indexes = {place for _number, cells in self._lines for place, cell in enumerate(cells) if cell}
        self._warnings: list[str] = []

    def read(self) -> Sheet:
        places = self._column_indexes()
        self._raise_for_columns(
            self._hidden_columns_with_data(), _("Cột đang bị ẩn mà có dữ liệu: %s. Hãy cho hiện cột, hoặc xóa cột.")
        )
        self._raise_for_columns(
            self._duplicate_headings(),
            _("Cột có hai lần: %s. Hãy giữ một cột."),
        )
        self._raise_for_columns(
            self._unknown_headings(), _("Không biết cột: %s. Hãy sửa tên cột như trong tệp mẫu, hoặc xóa cột đó.")
        )
        self._raise_for_columns(
            [column.heading for column in self._columns if column.is_required and column.key not in places],
            _("Thiếu cột: %s. Hãy dùng tệp mẫu và giữ nguyên dòng tên cột."),
        )
        self._warn_about_hidden()
        rows = [
            SheetRow(number, {key: cells[place] if place < len(cells) else "" for key, place in places.items()})
            for number, cells in self._lines
            if any(cells)
        ]
        return Sheet(rows, self._warnings)

    def _raise_for_columns(self, columns: Sequence[str], message: str) -> None:
        if columns:
            raise ValidationError(message % ", ".join(columns))

    def _column_at(self, index: int) -> SheetColumn | None:
        return self._columns_by_heading.get(vietnamese.fold(self._heading(index)))

    def _heading(self, index: int) -> str:
        return self._headings[index] if index < len(self._headings) else ""

    def _visible_indexes(self) -> list[int]:
        wide = max([len(self._headings), *(place + 1 for place in self._filled_indexes)])
        return [place for place in range(wide) if place not in self._hidden_columns]

    def _column_indexes(self) -> dict[str, int]:
        return {
            column.key: place
            for place in reversed(self._visible_indexes())
            if (column := self._column_at(place)) is not None
        }

    def _hidden_columns_with_data(self) -> list[str]:
        """Expected columns that are hidden but hold data: ignoring them would change a membership."""
        hidden = sorted(self._hidden_columns & self._filled_indexes)
        return [f"“{column.heading}”" for place in hidden if (column := self._column_at(place)) is not None]

    def _duplicate_headings(self) -> list[str]:
        times = Counter(
            column.heading for place in self._visible_indexes() if (column := self._column_at(place)) is not None
        )
        return [f"“{heading}”" for heading, count in times.items() if count > 1]

    def _unknown_headings(self) -> list[str]:
        """Columns with data under an unknown heading or none; empty ones and remarks only cause a warning."""
        unknown = []
        for place in self._visible_indexes():
            heading = self._heading(place)
            if self._column_at(place) is not None or not (heading or place in self._filled_indexes):
                continue
            if place in self._filled_indexes and vietnamese.fold(heading) not in _IGNORED_HEADINGS:
                unknown.append(self._describe_column(place))
            else:
                self._warnings.append(_("Không nhập cột “%s”.") % heading)
        return unknown

    def _describe_column(self, index: int) -> str:
        heading = self._heading(index)
        if not heading:
            return _("cột %s không có tên") % get_column_letter(index + 1)
        near = difflib.get_close_matches(vietnamese.fold(heading)[:100], self._columns_by_heading, n=1)
        return (
            _("“%(heading)s” (có phải “%(known)s”?)")
            % {
                "heading": heading[:100],
                "known": self._columns_by_heading[near[0]].heading,
            }
            if near
            else f"“{heading[:100]}”"
        )

    def _warn_about_hidden(self) -> None:
        if self._hidden_sheet:
            told = _("Trang tính “%s” đang bị ẩn nên không được đọc; đã đọc trang đầu tiên đang hiện.")
            self._warnings.append(told % self._hidden_sheet)
        if self._other_sheets:
            told = _("Chỉ đọc một trang tính; không nhập các trang: %s.")
            self._warnings.append(told % ", ".join(f"“{title}”" for title in self._other_sheets[:20]))
        if rows := self._hidden_rows:
            named = ", ".join(map(str, rows[:20])) + ("…" if len(rows) > 20 else "")
            self._warnings.append(
                _("Không nhập %(count)d dòng đang bị ẩn hoặc bị lọc: %(rows)s.") % {"count": len(rows), "rows": named}
            )
        columns = [
            get_column_letter(place + 1) for place in sorted(self._hidden_columns) if place < len(self._headings)
        ]
        if columns:
            self._warnings.append(_("Không nhập các cột đang bị ẩn: %s.") % ", ".join(columns))


def xlsx_template(columns: Sequence[SheetColumn], title: str, example: Sequence[str]) -> bytes:
    """Empty sheet with headings and one example; a second sheet explains the allowed values of each column."""
    book = Workbook()
    sheet = book.worksheets[0]
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
    return workbook_content(book)


def csv_template(columns: Sequence[SheetColumn], example: Sequence[str]) -> bytes:
    """The same template as CSV, in UTF-8 with BOM so that Excel shows the diacritics."""
    return "".join(csv_lines([column.heading for column in columns], [example])).encode()
