"""A report as a workbook (XLSX) that opens tidy in Excel and LibreOffice."""

import io

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from news.reporting import Report, Table

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_STRONG = Font(bold=True)
_HEAD_FILL = PatternFill("solid", fgColor="F3EDE1")
_LINE = Border(bottom=Side(style="thin", color="7D7062"))
_DATE_FORMAT, _MOMENT_FORMAT, _COUNT_FORMAT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "#,##0"
_LABEL_WIDTH, _COUNT_WIDTH = 46, 16
# What a program may take for the beginning of a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def workbook_of(report: Report, *, organisation: str) -> bytes:
    """One sheet for each table; who reports, on which period and as of when stands at the head of each."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for table in report.tables:
        _write(workbook.create_sheet(table.title), report, table, organisation)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def file_name(report: Report) -> str:
    return f"bao-cao-tin-bai-{report.period.first:%Y%m%d}-{report.period.last:%Y%m%d}.xlsx"


def _write(sheet: Worksheet, report: Report, table: Table, organisation: str) -> None:
    _put(sheet, 1, 1, organisation).font = _STRONG
    _put(sheet, 2, 1, _("Báo cáo tin, bài")).font = Font(bold=True, size=14)
    _put(sheet, 3, 1, _("Từ ngày"))
    sheet.cell(3, 2, report.period.first).number_format = _DATE_FORMAT
    _put(sheet, 4, 1, _("Đến ngày"))
    sheet.cell(4, 2, report.period.last).number_format = _DATE_FORMAT
    _put(sheet, 5, 1, _("Số liệu lúc"))
    # A spreadsheet knows no time zones: the local hour is written.
    sheet.cell(5, 2, timezone.make_naive(report.at).replace(microsecond=0)).number_format = _MOMENT_FORMAT
    head = 7
    for column, text in enumerate((table.heading, *report.columns, _("Tổng")), start=1):
        cell = _put(sheet, head, column, text)
        cell.font, cell.fill, cell.border = _STRONG, _HEAD_FILL, _LINE
        cell.alignment = Alignment(horizontal="left" if column == 1 else "right", wrap_text=True, vertical="top")
    for number, row in enumerate((*table.rows, table.total), start=head + 1):
        _put(sheet, number, 1, row.label).alignment = Alignment(indent=row.level - 1, wrap_text=True, vertical="top")
        for column, count in enumerate((*row.counts, row.total), start=2):
            sheet.cell(number, column, count).number_format = _COUNT_FORMAT
        if row is table.total:
            for column in range(1, len(row.counts) + 3):
                sheet.cell(number, column).font = _STRONG
    if table.note:
        _put(sheet, head + len(table.rows) + 3, 1, table.note)
    sheet.freeze_panes = sheet.cell(head + 1, 2)
    sheet.column_dimensions["A"].width = _LABEL_WIDTH
    for column in range(2, len(report.columns) + 3):
        sheet.column_dimensions[get_column_letter(column)].width = _COUNT_WIDTH
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _put(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Words that stay words: what begins like a formula is marked as text, as a leading quote does in Excel."""
    cell = sheet.cell(row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    if text.startswith(_FORMULA_STARTS):
        cell.quotePrefix = True
    return cell
