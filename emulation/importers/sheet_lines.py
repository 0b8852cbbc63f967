"""Reads the visible lines of an XLSX or CSV file.

Runs in a subprocess with resource limits (core/limited_process). Hidden rows, columns and sheets are skipped and
reported, so that the user can be warned.
"""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from portal.core.limited_process import UnreadableFile

_DELIMITERS = ",;\t"
_SHEET_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TRUE_VALUES = {"1", "true"}


def read_lines(
    stream: io.BytesIO, *, extension: str, max_rows: int, max_columns: int, max_cell_length: int
) -> dict[str, Any]:
    """Returns a dictionary of lines and of what is hidden.

    ``lines``: pairs of a line's number and its cells as text; ``hidden_rows``, ``hidden_columns``: their numbers (lines
    from 1, columns from 0); ``hidden_sheet``: the name of a hidden first sheet; ``other_sheets``: the names of further
    sheets with data.

    One line more than ``max_rows`` means that there are more. Raises UnreadableFile for cells or lines that are too
    long, and for formulas without a stored result.
    """
    found = _read_csv(stream, max_cell_length) if extension == ".csv" else _read_xlsx(stream, max_rows, max_columns)
    rows = found.pop("rows")
    visible_lines: list[tuple[int, list[str]]] = []
    for number, cells in rows:
        if number in found["hidden_rows"]:
            continue
        if len(visible_lines) > max_rows:
            break
        written = [_cell_text(cell)[: max_cell_length + 1] for cell in cells]
        while written and not written[-1].strip():
            written.pop()
        if len(written) > max_columns:
            raise UnreadableFile(_("Dòng %(line)d có quá %(limit)d cột.") % {"line": number, "limit": max_columns})
        if any(len(cell) > max_cell_length for cell in written):
            raise UnreadableFile(
                _("Dòng %(line)d có ô dài quá %(limit)d ký tự.") % {"line": number, "limit": max_cell_length}
            )
        visible_lines.append((number, written))
    return {**found, "lines": visible_lines, "hidden_rows": sorted(found["hidden_rows"])}


def _read_csv(stream: io.BytesIO, max_cell_length: int) -> dict[str, Any]:
    text = _decode(stream.read())
    csv.field_size_limit(100 * max_cell_length)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_detect_delimiter(text))
    return {
        "rows": _enumerate_rows(reader),
        "hidden_rows": set(),
        "hidden_columns": [],
        "hidden_sheet": "",
        "other_sheets": [],
    }


def _enumerate_rows(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from enumerate(reader, start=1)
    except csv.Error as error:
        raise UnreadableFile(_("Không đọc được tệp CSV. Hãy lưu lại từ Excel với định dạng “CSV UTF-8”.")) from error


def _detect_delimiter(text: str) -> str:
    """Delimiter of the headings: the most frequent one outside of quotes in the first non-blank line."""
    first = next((line for line in text[:20_000].splitlines() if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


def _decode(content: bytes) -> str:
    """Decodes a CSV file saved by Excel: UTF-8, with or without BOM, or UTF-16 ("Unicode text")."""
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            _("Tệp CSV không phải mã UTF-8 nên chữ có dấu sẽ hỏng. Hãy lưu lại với định dạng “CSV UTF-8”.")
        ) from error


def _read_xlsx(stream: io.BytesIO, max_rows: int, max_columns: int) -> dict[str, Any]:
    book = load_workbook(stream, read_only=True, data_only=True)
    sheets = book.worksheets
    sheet = next((one for one in sheets if one.sheet_state == "visible"), sheets[0])
    path = sheet._worksheet_path  # type: ignore[attr-defined]  # of a read-only sheet, missing in the stubs
    hidden_rows, hidden_columns = _find_hidden(stream, path, max_rows, max_columns)
    others = [one.title for one in sheets if one is not sheet and one.sheet_state == "visible" and _has_content(one)]
    rows = sheet.iter_rows(max_row=max_rows + len(hidden_rows) + 2, max_col=max_columns + 1, values_only=True)
    return {
        "rows": enumerate(rows, start=1),
        "hidden_rows": hidden_rows,
        "hidden_columns": hidden_columns,
        "hidden_sheet": "" if sheet is sheets[0] else sheets[0].title,
        "other_sheets": others,
    }


def _has_content(sheet: Any) -> bool:
    return any(cell is not None for row in sheet.iter_rows(max_row=100, max_col=10, values_only=True) for cell in row)


def _find_hidden(stream: io.BytesIO, path: str, max_rows: int, max_columns: int) -> tuple[set[int], list[int]]:
    """Hidden rows and columns of a sheet: hidden, filtered out, or of zero height or width."""
    rows: set[int] = set()
    columns: set[int] = set()
    number = 0
    with zipfile.ZipFile(stream) as package, package.open(path.lstrip("/")) as part:
        parsed = etree.iterparse(
            part, tag=(f"{_SHEET_NAMESPACE}col", f"{_SHEET_NAMESPACE}row"), resolve_entities=False, no_network=True
        )
        for _event, element in parsed:
            if element.tag == f"{_SHEET_NAMESPACE}col":
                if element.get("hidden") in _TRUE_VALUES or _is_zero_size(element.get("width")):
                    first, last = int(element.get("min", "0")), int(element.get("max", "0"))
                    columns.update(range(max(first, 1) - 1, min(last, max_columns)))
                continue
            number = int(element.get("r", number + 1))
            if element.get("hidden") in _TRUE_VALUES or _is_zero_size(element.get("ht")):
                rows.add(number)
            else:
                _check_cells(element, max_columns)
            element.clear()
            if number > 2 * max_rows:
                break
    return rows, sorted(columns)


def _check_cells(row: etree._Element, max_columns: int) -> None:
    """Raises UnreadableFile for a cell that shows a value but would be read as empty."""
    for cell in row.iter(f"{_SHEET_NAMESPACE}c"):
        value, place = cell.find(f"{_SHEET_NAMESPACE}v"), cell.get("r", "")
        if cell.find(f"{_SHEET_NAMESPACE}f") is not None and (
            value is None or not (value.text or cell.get("t") == "str")
        ):
            raise UnreadableFile(
                _("Ô %s có công thức chưa được tính. Hãy mở tệp bằng Excel và lưu lại, hoặc gõ giá trị vào ô.") % place
            )
        letters = place.rstrip("0123456789")
        if len(letters) > 1 and (value is not None or cell.find(f"{_SHEET_NAMESPACE}is") is not None):
            line = place.removeprefix(letters)
            if len(letters) > 3 or column_index_from_string(letters) > max_columns:
                raise UnreadableFile(_("Dòng %(line)s có quá %(limit)d cột.") % {"line": line, "limit": max_columns})


def _is_zero_size(size: str | None) -> bool:
    return size is not None and float(size) == 0


def _cell_text(cell: object) -> str:
    """Text of a cell as displayed: a date as 27/03/2018, an integer without ".0"."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime | dt.date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
