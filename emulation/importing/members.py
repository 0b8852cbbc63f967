"""Members of all blocs from one spreadsheet: every bad row is told with its number and reason; all or nothing."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from emulation.importing.sheets import Column, Row, csv_template, read_rows, xlsx_template
from emulation.models import Agency, Bloc, Decision, Membership
from emulation.rearranging import admit_member
from emulation.reorganising import register_agency
from portal.kit import dates, vietnamese

COLUMNS = [
    Column("bloc", "Khối", "Số hiệu (số IV), tên, hoặc liên kết tĩnh (so-iv) của một khối đã có.", is_required=True),
    Column("agency", "Cơ quan", "Tên đầy đủ, tên ngắn hoặc viết tắt; tên cũ cũng được.", is_required=True, width=44),
    Column("since", "Từ ngày", "Ngày đầu tiên là thành viên, ví dụ 06/04/2018.", is_required=True, width=14),
    Column("last_day", "Đến hết ngày", "Ngày cuối cùng là thành viên; để trống nếu vẫn còn.", width=14),
    Column("decision", "Quyết định", "Số và ký hiệu của quyết định đã nhập, ví dụ 348/QĐ-UBND.", width=20),
    Column("position", "Thứ tự", "Số thứ tự trong danh sách của khối; để trống thì đứng cuối.", width=10),
    Column(
        "line",
        "Khối quản lý",
        "Chỉ cần cho cơ quan chưa có trong danh mục: "
        "Thuộc UBND tỉnh; Ngành dọc trung ương; Quân đội; Công an; Cơ quan Đảng; Mặt trận, đoàn thể, hội; "
        "Doanh nghiệp, hợp tác xã; Xã, phường, huyện.",
        width=26,
    ),
    Column("short_name", "Tên ngắn", "Chỉ dùng cho cơ quan chưa có trong danh mục."),
    Column("initials", "Viết tắt", "Chỉ dùng cho cơ quan chưa có trong danh mục.", width=12),
]
_REQUIRED = {column.key for column in COLUMNS if column.is_required}
EXAMPLE = ["số IV", "Sở Tư pháp", "06/04/2018", "", "348/QĐ-UBND", "2", "Thuộc UBND tỉnh", "Sở Tư pháp", "STP"]
Found = TypeVar("Found", Bloc, Agency, Decision)
ARMED_LINES = {Agency.Line.ARMY, Agency.Line.POLICE}


def member_xlsx_template() -> bytes:
    return xlsx_template(COLUMNS, _("Thành viên"), EXAMPLE)


def member_csv_template() -> bytes:
    return csv_template(COLUMNS, EXAMPLE)


@dataclass(frozen=True)
class BadRow:
    """A line of the sheet and everything that is wrong with it."""

    number: int
    reasons: list[str]

    def __str__(self) -> str:
        return _("Dòng %(number)s: %(reasons)s") % {"number": self.number, "reasons": " ".join(self.reasons)}


class MembersRefused(Exception):
    """Nothing was written; ``rows`` says why, line by line."""

    def __init__(self, rows: list[BadRow]) -> None:
        super().__init__("; ".join(map(str, rows)))
        self.rows = rows


@dataclass
class Imported:
    """What was written: new memberships, new agencies, and rows that were on record already."""

    admitted: int = 0
    registered: int = 0
    known: int = 0


@dataclass(frozen=True)
class Entry:
    """A row understood; ``agency`` is None when it is to be registered first."""

    row: Row
    bloc: Bloc
    agency: Agency | None
    since: dt.date
    until: dt.date | None
    decision: Decision | None
    position: int | None


def import_members(*, file: File, may_register: bool) -> Imported:
    """Writes every row of the sheet, or none and raises MembersRefused with all rows that are wrong.

    ``may_register`` lets rows bring agencies that are not on record yet. A row that says what is on record already
    changes nothing, so a sheet may be corrected and taken again. Raises ValidationError when the file is no sheet.
    """
    rows = read_rows(file, COLUMNS)
    if not rows:
        raise ValidationError(_("Bảng chưa có dòng nào dưới dòng tên cột."))
    return _write(rows, may_register)


@transaction.atomic
def _write(rows: Iterable[Row], may_register: bool) -> Imported:
    known, imported, bad = _Known.load(), Imported(), []
    for row in rows:
        try:
            with transaction.atomic():
                _write_row(_understood(row, known, may_register), known, imported)
        except ValidationError as refusal:
            bad.append(BadRow(row.number, list(refusal.messages)))
    if bad:
        raise MembersRefused(bad)
    return imported


def _write_row(entry: Entry, known: "_Known", imported: Imported) -> None:
    agency = entry.agency
    if agency is None:
        agency = _register(entry)
        known.add_agency(agency)
        imported.registered += 1
    places = Membership.objects.of(entry.bloc, agency)
    if any((place.valid_from, place.valid_to) == (entry.since, entry.until) for place in places):
        imported.known += 1
        return
    admit_member(
        bloc=entry.bloc,
        agency=agency,
        on=entry.since,
        until=entry.until,
        decision=entry.decision,
        position=entry.position,
    )
    imported.admitted += 1


def _register(entry: Entry) -> Agency:
    cells = entry.row.cells
    line = _line_of(cells["line"])
    return register_agency(
        name=cells["agency"],
        short_name=cells.get("short_name", ""),
        initials=cells.get("initials", ""),
        line=line,
        force=Agency.Force.ARMED if line in ARMED_LINES else Agency.Force.CIVIL,
        on=entry.since,
        decision=entry.decision,
    )


@dataclass
class _Known:
    """What names in the sheet may mean: rows by every folded way of writing them."""

    blocs: dict[str, set[Bloc]] = field(default_factory=lambda: defaultdict(set))
    agencies: dict[str, set[Agency]] = field(default_factory=lambda: defaultdict(set))
    decisions: dict[str, set[Decision]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def load(cls) -> "_Known":
        known = cls()
        for bloc in Bloc.objects.with_names():
            known.blocs[vietnamese.fold(bloc.slug)].add(bloc)
            for name in bloc.names.all():
                for written in (name.name, name.number_label, name.numbered):
                    known.blocs[vietnamese.fold(written)].add(bloc)
        for agency in Agency.objects.with_names():
            known.add_agency(agency)
        for decision in Decision.objects.all():
            known.decisions[vietnamese.fold(decision.written_number)].add(decision)
        return known

    def add_agency(self, agency: Agency) -> None:
        for name in agency.names.all():
            for written in (name.name, name.short_name, name.initials):
                self.agencies[vietnamese.fold(written)].add(agency)


def _understood(row: Row, known: _Known, may_register: bool) -> Entry:
    """Reads every cell, so that all that is wrong with a row is told at once."""
    reading = _Reading(row)
    since = reading.day("since")
    last_day = reading.day("last_day")
    if since and last_day and last_day < since:
        reading.reasons.append(_("“Đến hết ngày” trước “Từ ngày”."))
    bloc = reading.one_of("bloc", known.blocs, _("khối"), lambda bloc: since is not None and bloc.exists_on(since))
    agency = reading.agency(known, may_register, since)
    decision = reading.one_of("decision", known.decisions, _("quyết định"), lambda decision: True)
    position = reading.number("position")
    if reading.reasons or bloc is None or since is None:
        raise ValidationError(reading.reasons)
    until = last_day + dt.timedelta(days=1) if last_day else None
    return Entry(row, bloc, agency, since, until, decision, position)


class _Reading:
    """The cells of one row, with everything that is wrong with them."""

    def __init__(self, row: Row) -> None:
        self.cells = row.cells
        self.reasons: list[str] = []

    def day(self, key: str) -> dt.date | None:
        written = self.cells.get(key, "")
        if not written:
            if key in _REQUIRED:
                self.reasons.append(_("Thiếu “%(column)s”.") % {"column": _heading(key)})
            return None
        try:
            return dates.parse_day(written)
        except ValueError as error:
            self.reasons.append(f"{_heading(key)} “{written}”: {error}")
            return None

    def number(self, key: str) -> int | None:
        written = self.cells.get(key, "")
        if not written:
            return None
        if written.isdecimal() and 0 < int(written) < 1000:
            return int(written)
        self.reasons.append(
            _("%(column)s “%(written)s” phải là số từ 1 đến 999.") % {"column": _heading(key), "written": written}
        )
        return None

    def one_of(
        self, key: str, known: Mapping[str, set[Found]], what: str, fits: Callable[[Found], bool]
    ) -> Found | None:
        """The only row that is written so; of several, the only one that fits."""
        written = self.cells.get(key, "")
        if not written:
            if key in _REQUIRED:
                self.reasons.append(_("Thiếu “%(column)s”.") % {"column": _heading(key)})
            return None
        found = known.get(vietnamese.fold(written), set())
        fitting = {row for row in found if fits(row)} or found
        if len(fitting) == 1:
            return next(iter(fitting))
        told = _("Không tìm thấy %(what)s “%(written)s”.") if not found else _("Có nhiều %(what)s tên “%(written)s”.")
        self.reasons.append(told % {"what": what, "written": written})
        return None

    def agency(self, known: _Known, may_register: bool, since: dt.date | None) -> Agency | None:
        """None with nothing against it means: to be registered, as its line is given."""
        written = self.cells.get("agency", "")
        is_new = written and not known.agencies.get(vietnamese.fold(written))
        if not (is_new and may_register):
            return self.one_of(
                "agency", known.agencies, _("cơ quan"), lambda agency: since is None or agency.exists_on(since)
            )
        line = self.cells.get("line", "")
        if not line:
            self.reasons.append(
                _("Cơ quan “%(name)s” chưa có trong danh mục: hãy ghi “Khối quản lý” để thêm mới.") % {"name": written}
            )
        elif _line_of(line) is None:
            self.reasons.append(_("Không có khối quản lý nào tên “%(name)s”.") % {"name": line})
        return None


def _heading(key: str) -> str:
    return next(column.heading for column in COLUMNS if column.key == key)


def _line_of(written: str) -> Agency.Line | None:
    return next((line for line in Agency.Line if vietnamese.fold(line.label) == vietnamese.fold(written)), None)
