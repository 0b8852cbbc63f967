"""Renders a report as a workbook (XLSX) for Excel and LibreOffice."""

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from news.reports import ArticleReport, ReportTable
from portal.core.http.spreadsheets import workbook_content, write_text

_BOLD = Font(bold=True)
_HEAD_FILL = PatternFill("solid", fgColor="F3EDE1")
_BOTTOM_BORDER = Border(bottom=Side(style="thin", color="7D7062"))
_DATE_FORMAT, _DATETIME_FORMAT, _COUNT_FORMAT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "#,##0"
_LABEL_WIDTH, _COUNT_WIDTH = 46, 16


def build_workbook(report: ArticleReport, *, organisation: str) -> bytes:
    """One sheet per table; each starts with the organisation, the period and the time of the report."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for table in report.tables:
        _write_sheet(workbook.create_sheet(table.title), report, table, organisation)
    return workbook_content(workbook)


def workbook_name(report: ArticleReport) -> str:
    return f"bao-cao-tin-bai-{report.period.first:%Y%m%d}-{report.period.last:%Y%m%d}"


def _write_sheet(sheet: Worksheet, report: ArticleReport, table: ReportTable, organisation: str) -> None:
    write_text(sheet, 1, 1, organisation).font = _BOLD
    write_text(sheet, 2, 1, _("Báo cáo tin, bài")).font = Font(bold=True, size=14)
    write_text(sheet, 3, 1, _("Từ ngày"))
    sheet.cell(3, 2, report.period.first).number_format = _DATE_FORMAT
    write_text(sheet, 4, 1, _("Đến ngày"))
    sheet.cell(4, 2, report.period.last).number_format = _DATE_FORMAT
    write_text(sheet, 5, 1, _("Số liệu lúc"))
    # Spreadsheets have no time zones: local time is written.
    sheet.cell(5, 2, timezone.make_naive(report.at).replace(microsecond=0)).number_format = _DATETIME_FORMAT
    head = 7
    for column, text in enumerate((table.heading, *report.columns, _("Tổng")), start=1):
        cell = write_text(sheet, head, column, text)
        cell.font, cell.fill, cell.border = _BOLD, _HEAD_FILL, _BOTTOM_BORDER
        cell.alignment = Alignment(horizontal="left" if column == 1 else "right", wrap_text=True, vertical="top")
    for number, row in enumerate((*table.rows, table.total), start=head + 1):
        write_text(sheet, number, 1, row.label).alignment = Alignment(
            indent=row.level - 1, wrap_text=True, vertical="top"
        )
        for column, count in enumerate((*row.counts, row.total), start=2):
            sheet.cell(number, column, count).number_format = _COUNT_FORMAT
        if row is table.total:
            for column in range(1, len(row.counts) + 3):
                sheet.cell(number, column).font = _BOLD
    if table.note:
        write_text(sheet, head + len(table.rows) + 3, 1, table.note)
    sheet.freeze_panes = sheet.cell(head + 1, 2).coordinate
    sheet.column_dimensions["A"].width = _LABEL_WIDTH
    for column in range(2, len(report.columns) + 3):
        sheet.column_dimensions[get_column_letter(column)].width = _COUNT_WIDTH
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
