"""Imports the members of all blocs from one spreadsheet, all or nothing; reports every invalid row with its reasons."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from emulation import audit_log
from emulation.agency_changes import create_agency
from emulation.bloc_changes import admit_member
from emulation.importers.sheets import SheetColumn, SheetRow, csv_template, read_sheet, xlsx_template
from emulation.models import Agency, Bloc, Decision, Membership
from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.core.admin import bulk
from portal.core.text import dates, vietnamese
from portal.core.text.numbers import parse_int

COLUMNS = [
    SheetColumn(
        "bloc", "Khối", "Số hiệu (số IV), tên, hoặc liên kết tĩnh (so-iv) của một khối đã có.", is_required=True
    ),
    SheetColumn(
        "agency", "Cơ quan", "Tên đầy đủ, tên ngắn hoặc viết tắt; tên cũ cũng được.", is_required=True, width=44
    ),
    SheetColumn("since", "Từ ngày", "Ngày đầu tiên là thành viên, ví dụ 06/04/2018.", is_required=True, width=14),
    SheetColumn("last_day", "Đến hết ngày", "Ngày cuối cùng là thành viên; để trống nếu vẫn còn.", width=14),
    SheetColumn("decision", "Quyết định", "Số và ký hiệu của quyết định đã nhập, ví dụ 348/QĐ-UBND.", width=20),
    SheetColumn("position", "Thứ tự", "Số thứ tự trong danh sách của khối; để trống thì đứng cuối.", width=10),
    SheetColumn(
        "line",
        "Khối quản lý",
        "Chỉ cần cho cơ quan chưa có trong danh mục: "
        "Thuộc UBND tỉnh; Ngành dọc trung ương; Quân đội; Công an; Cơ quan Đảng; Mặt trận, đoàn thể, hội; "
        "Doanh nghiệp, hợp tác xã; Xã, phường, huyện.",
        width=26,
    ),
    SheetColumn("short_name", "Tên ngắn", "Chỉ dùng cho cơ quan chưa có trong danh mục."),
    SheetColumn("initials", "Viết tắt", "Chỉ dùng cho cơ quan chưa có trong danh mục.", width=12),
]
_REQUIRED = {column.key for column in COLUMNS if column.is_required}
EXAMPLE_ROW = ["số IV", "Sở Tư pháp", "06/04/2018", "", "348/QĐ-UBND", "2", "Thuộc UBND tỉnh", "Sở Tư pháp", "STP"]
RecordT = TypeVar("RecordT", Bloc, Agency, Decision)
ARMED_LINES = {Agency.Line.ARMY, Agency.Line.POLICE}


def member_xlsx_template() -> bytes:
    return xlsx_template(COLUMNS, _("Thành viên"), EXAMPLE_ROW)


def member_csv_template() -> bytes:
    return csv_template(COLUMNS, EXAMPLE_ROW)


@dataclass(frozen=True)
class RowError:
    """A row of the sheet with all its errors."""

    number: int
    reasons: list[str]

    def __str__(self) -> str:
        return _("Dòng %(number)s: %(reasons)s") % {"number": self.number, "reasons": " ".join(self.reasons)}


class MemberImportError(Exception):
    """Raised when nothing was written; ``rows`` holds the errors, row by row."""

    def __init__(self, rows: list[RowError]) -> None:
        super().__init__("; ".join(map(str, rows)))
        self.rows = rows


@dataclass
class MemberImportResult:
    """New memberships, new agencies, and rows that were already recorded.

    ``warnings`` are Vietnamese sentences about data in the sheet that was ignored.
    """

    admitted: int = 0
    registered: int = 0
    known: int = 0
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ParsedRow:
    """A parsed row; ``agency`` is None when it must be created first."""

    row: SheetRow
    bloc: Bloc
    agency: Agency | None
    since: dt.date
    until: dt.date | None
    decision: Decision | None
    position: int | None


def import_members(*, file: File, may_create_agencies: bool, by: User | None = None) -> MemberImportResult:
    """Imports every row of the sheet, or raises MemberImportError with all invalid rows.

    ``may_create_agencies`` lets rows create agencies. A row that is already recorded changes nothing, so a corrected
    sheet can be imported again. Raises ValidationError when the file is not a readable sheet.
    """
    sheet = read_sheet(file, COLUMNS)
    if not sheet.rows:
        raise ValidationError([_("Bảng chưa có dòng nào dưới dòng tên cột."), *sheet.warnings])
    result = _import_rows(sheet.rows, may_create_agencies, by, file.name or "")
    result.warnings = sheet.warnings
    return result


@transaction.atomic
def _import_rows(
    rows: Iterable[SheetRow], may_create_agencies: bool, by: User | None, file_name: str
) -> MemberImportResult:
    index, result, errors = _RecordIndex.load(), MemberImportResult(), []
    for row in rows:
        try:
            with transaction.atomic():
                _import_row(_parse_row(row, index, may_create_agencies), index, result, by)
        except ValidationError as refusal:
            errors.append(RowError(row.number, list(refusal.messages)))
        except Exception as error:  # noqa: BLE001  # reported for this row, with the errors of the others
            errors.append(RowError(row.number, [bulk.failure_message(error)]))
    if errors:
        raise MemberImportError(errors)
    # Each membership and each new agency also has its own audit log entry, under the bloc or the agency.
    detail = {"count": result.admitted, "registered": result.registered, "known": result.known}
    name = PurePath(file_name).name[:100]
    audit_services.record(action=audit_log.MEMBERS_IMPORTED, by=by, title=name, detail=detail)
    return result


def _import_row(parsed: ParsedRow, index: "_RecordIndex", result: MemberImportResult, by: User | None) -> None:
    agency = parsed.agency
    if agency is None:
        agency = _create_agency(parsed, by)
        index.add_agency(agency)
        result.registered += 1
    memberships = Membership.objects.of_bloc_and_agency(parsed.bloc, agency)
    if any((membership.valid_from, membership.valid_to) == (parsed.since, parsed.until) for membership in memberships):
        result.known += 1
        return
    admit_member(
        bloc=parsed.bloc,
        agency=agency,
        on=parsed.since,
        until=parsed.until,
        decision=parsed.decision,
        position=parsed.position,
        by=by,
    )
    result.admitted += 1


def _create_agency(parsed: ParsedRow, by: User | None) -> Agency:
    cells = parsed.row.cells
    line = _parse_line(cells["line"])
    return create_agency(
        name=cells["agency"],
        short_name=cells.get("short_name", ""),
        initials=cells.get("initials", ""),
        line=line or "",
        force=Agency.Force.ARMED if line in ARMED_LINES else Agency.Force.CIVIL,
        on=parsed.since,
        decision=parsed.decision,
        by=by,
    )


@dataclass
class _RecordIndex:
    """Maps the folded spellings of names in the sheet to rows of the database."""

    blocs: dict[str, set[Bloc]] = field(default_factory=lambda: defaultdict(set))
    agencies: dict[str, set[Agency]] = field(default_factory=lambda: defaultdict(set))
    decisions: dict[str, set[Decision]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def load(cls) -> "_RecordIndex":
        known = cls()
        for bloc in Bloc.objects.with_names():
            known.blocs[vietnamese.fold(bloc.slug)].add(bloc)
            for name in bloc.names.all():
                for written in (name.name, name.number_label, name.numbered_name):
                    known.blocs[vietnamese.fold(written)].add(bloc)
        for agency in Agency.objects.with_names():
            known.add_agency(agency)
        for decision in Decision.objects.all():
            known.decisions[vietnamese.fold(decision.reference)].add(decision)
        return known

    def add_agency(self, agency: Agency) -> None:
        for name in agency.names.all():
            for written in (name.name, name.short_name, name.initials):
                self.agencies[vietnamese.fold(written)].add(agency)


def _parse_row(row: SheetRow, index: _RecordIndex, may_create_agencies: bool) -> ParsedRow:
    """Parses every cell, so that all errors of a row are reported at once."""
    parser = _RowParser(row)
    since = parser.day("since")
    last_day = parser.day("last_day")
    if since and last_day and last_day < since:
        parser.reasons.append(_("“Đến hết ngày” trước “Từ ngày”."))
    bloc = parser.find_one("bloc", index.blocs, _("khối"), lambda bloc: since is not None and bloc.exists_on(since))
    agency = parser.agency(index, may_create_agencies, since)
    decision = parser.find_one("decision", index.decisions, _("quyết định"), lambda decision: True)
    position = parser.number("position")
    if parser.reasons or bloc is None or since is None:
        raise ValidationError(parser.reasons)
    until = last_day + dt.timedelta(days=1) if last_day else None
    return ParsedRow(row, bloc, agency, since, until, decision, position)


class _RowParser:
    """Parser of the cells of one row; collects all errors."""

    def __init__(self, row: SheetRow) -> None:
        self.cells = row.cells
        self.reasons: list[str] = []

    def day(self, key: str) -> dt.date | None:
        written = self.cells.get(key, "")
        if not written:
            if key in _REQUIRED:
                self.reasons.append(_("Thiếu “%(column)s”.") % {"column": _column_heading(key)})
            return None
        try:
            return dates.parse_date(written)
        except ValueError as error:
            self.reasons.append(f"{_column_heading(key)} “{written}”: {error}")
            return None

    def number(self, key: str) -> int | None:
        written = self.cells.get(key, "")
        if not written:
            return None
        if (position := parse_int(written, minimum=1, maximum=999)) is not None:
            return position
        self.reasons.append(
            _("%(column)s “%(written)s” phải là số từ 1 đến 999.")
            % {"column": _column_heading(key), "written": written}
        )
        return None

    def find_one(
        self, key: str, candidates: Mapping[str, set[RecordT]], what: str, fits: Callable[[RecordT], bool]
    ) -> RecordT | None:
        """Returns the only match; of several matches, the only one that fits."""
        written = self.cells.get(key, "")
        if not written:
            if key in _REQUIRED:
                self.reasons.append(_("Thiếu “%(column)s”.") % {"column": _column_heading(key)})
            return None
        found = candidates.get(vietnamese.fold(written), set())
        matches = {row for row in found if fits(row)} or found
        if len(matches) == 1:
            return next(iter(matches))
        message = (
            _("Không tìm thấy %(what)s “%(written)s”.") if not found else _("Có nhiều %(what)s tên “%(written)s”.")
        )
        self.reasons.append(message % {"what": what, "written": written})
        return None

    def agency(self, index: _RecordIndex, may_create_agencies: bool, since: dt.date | None) -> Agency | None:
        """Returns None without an error when the agency is to be created from the row."""
        written = self.cells.get("agency", "")
        is_new = written and not index.agencies.get(vietnamese.fold(written))
        if not (is_new and may_create_agencies):
            return self.find_one(
                "agency", index.agencies, _("cơ quan"), lambda agency: since is None or agency.exists_on(since)
            )
        line = self.cells.get("line", "")
        if not line:
            self.reasons.append(
                _("Cơ quan “%(name)s” chưa có trong danh mục: hãy ghi “Khối quản lý” để thêm mới.") % {"name": written}
            )
        elif _parse_line(line) is None:
            self.reasons.append(_("Không có khối quản lý nào tên “%(name)s”.") % {"name": line})
        return None


def _column_heading(key: str) -> str:
    return next(column.heading for column in COLUMNS if column.key == key)


def _parse_line(written: str) -> Agency.Line | None:
    return next((line for line in Agency.Line if vietnamese.fold(str(line.label)) == vietnamese.fold(written)), None)
