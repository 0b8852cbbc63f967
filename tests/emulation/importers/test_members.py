"""Members from a spreadsheet: read as offices write them, every bad row told, all or nothing."""

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook

from emulation.importers.members import (
    COLUMNS,
    EXAMPLE_ROW,
    MemberImportError,
    MemberImportResult,
    import_members,
    member_csv_template,
    member_xlsx_template,
)
from emulation.models import Agency, Membership
from tests.emulation.factories import make_agency, make_bloc, make_decision, make_membership

pytestmark = pytest.mark.django_db

HEADINGS = [column.heading for column in COLUMNS]
DAY = dt.date(2018, 4, 6)


def line(bloc: object = "số IV", agency: object = "Sở Tư pháp", since: object = "06/04/2018", **more: object) -> list:
    cells = {"bloc": bloc, "agency": agency, "since": since} | more
    return [cells.get(column.key, "") for column in COLUMNS]


def csv_file(
    *lines: list, headings: list[str] = HEADINGS, encoding: str = "utf-8-sig", delimiter: str = ","
) -> SimpleUploadedFile:
    content = io.StringIO()
    csv.writer(content, delimiter=delimiter).writerows([headings, *lines])
    return SimpleUploadedFile("thanh-vien.csv", content.getvalue().encode(encoding))


def xlsx_file(*lines: list) -> SimpleUploadedFile:
    book = Workbook()
    for cells in (HEADINGS, *lines):
        book.active.append([cell or None for cell in cells])
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("thanh-vien.xlsx", content.getvalue())


def taken(file: SimpleUploadedFile, *, may_register: bool = False) -> MemberImportResult:
    return import_members(file=file, may_create_agencies=may_register)


def refusals(file: SimpleUploadedFile, *, may_register: bool = False) -> dict[int, str]:
    with pytest.raises(MemberImportError) as refusal:
        taken(file, may_register=may_register)
    return {row.number: " ".join(row.reasons) for row in refusal.value.rows}


class TestHeadings:
    def test_with_eth_for_stroked_d_are_known(self) -> None:
        make_bloc()
        make_agency("Sở Tư pháp")
        headings = [heading.replace("Đ", "\u00d0").replace("đ", "\u00f0") for heading in HEADINGS]
        assert headings != HEADINGS
        taken(csv_file(line(last_day="31/12/2018"), headings=headings))
        assert Membership.objects.get().last_day == dt.date(2018, 12, 31)


class TestReading:
    @pytest.mark.parametrize(
        "make_file",
        [
            csv_file,
            xlsx_file,
            lambda *lines: csv_file(*lines, delimiter=";"),
            lambda *lines: csv_file(*lines, delimiter="\t", encoding="utf-16"),
            lambda *lines: csv_file(*lines, encoding="utf-8"),
        ],
        ids=["csv", "xlsx", "semicolons", "unicode text", "no mark"],
    )
    def test_a_row_becomes_a_membership(self, make_file: Any) -> None:
        bloc, agency, decision = make_bloc(), make_agency(), make_decision(number="348")
        row = line(last_day="31/12/2018", decision="348/QĐ-UBND", position="2")
        assert taken(make_file(row)) == MemberImportResult(admitted=1)
        place = Membership.objects.get()
        assert (place.bloc, place.agency, place.decision, place.position) == (bloc, agency, decision, 2)
        assert (place.valid_from, place.valid_to) == (DAY, dt.date(2019, 1, 1))

    def test_cells_of_a_spreadsheet_are_dates_and_numbers(self) -> None:
        make_bloc()
        make_agency()
        taken(
            xlsx_file(
                line(
                    since=dt.datetime(2018, 4, 6),  # noqa: DTZ001 – as openpyxl gives it
                    last_day=dt.date(2018, 12, 31),
                    position=2.0,
                )
            )
        )
        place = Membership.objects.get()
        assert (place.valid_from, place.last_day, place.position) == (DAY, dt.date(2018, 12, 31), 2)

    @pytest.mark.parametrize("written", ["so-iv", "số IV", "SỐ iv", "Khối thi đua số IV", "noi chinh tinh"])
    def test_a_bloc_is_known_by_any_of_its_names(self, written: str) -> None:
        make_bloc("Nội chính tỉnh", "số IV", slug="so-iv")
        make_agency()
        assert taken(csv_file(line(bloc=written))).admitted == 1

    @pytest.mark.parametrize("written", ["Viện kiểm sát nhân dân tỉnh", "vien kiem sat", "VKSND"])
    def test_an_agency_is_known_by_any_of_its_names(self, written: str) -> None:
        make_bloc()
        make_agency("Viện kiểm sát nhân dân tỉnh", short_name="Viện Kiểm sát", initials="VKSND")
        assert taken(csv_file(line(agency=written))).admitted == 1

    def test_of_two_blocs_of_a_number_the_one_of_the_day_is_meant(self) -> None:
        past = make_bloc(number_label="số IV")
        name = past.names.get()
        name.valid_to = dt.date(2018, 1, 1)
        name.save()
        present = make_bloc(number_label="số IV", since=dt.date(2018, 1, 1))
        make_agency()
        taken(csv_file(line()))
        assert Membership.objects.get().bloc == present

    def test_empty_lines_are_passed_over_and_still_counted(self) -> None:
        make_bloc()
        make_agency()
        assert list(refusals(csv_file(line(), [""] * len(HEADINGS), line(agency="Sở X")))) == [4]


class TestRefusing:
    @pytest.mark.parametrize(
        ("cells", "reason"),
        [
            ({"bloc": "số IX"}, "Không tìm thấy khối “số IX”"),
            ({"bloc": ""}, "Thiếu “Khối”"),
            ({"agency": "Sở Hỏa tinh"}, "Không tìm thấy cơ quan “Sở Hỏa tinh”"),
            ({"agency": ""}, "Thiếu “Cơ quan”"),
            ({"since": ""}, "Thiếu “Từ ngày”"),
            ({"since": "hôm qua"}, "Từ ngày “hôm qua”: Không đọc được ngày này"),
            ({"since": "30/02/2018"}, "không có trong lịch"),
            ({"last_day": "05/04/2018"}, "“Đến hết ngày” trước “Từ ngày”"),
            ({"decision": "999/QĐ-UBND"}, "Không tìm thấy quyết định “999/QĐ-UBND”"),
            ({"position": "đầu"}, "Thứ tự “đầu” phải là số"),
            ({"position": "0"}, "phải là số từ 1"),
            ({"since": "01/01/2010"}, "chưa được thành lập"),
            ({"agency": "Cơ quan cũ"}, "đã giải thể"),
            ({"agency": "Chi cục Thuế"}, "Có nhiều cơ quan tên “Chi cục Thuế”"),
        ],
    )
    def test_a_bad_row_is_told_with_its_reason(self, cells: dict[str, str], reason: str) -> None:
        make_bloc()
        make_agency()
        make_agency("Cơ quan cũ", dissolved_on=dt.date(2017, 1, 1))
        make_agency("Chi cục Thuế")
        make_agency("Chi cục Thuế")
        assert reason in refusals(csv_file(line(**cells)))[2]
        assert not Membership.objects.exists()

    def test_every_bad_row_is_told_and_no_good_one_written(self) -> None:
        make_bloc()
        make_agency()
        make_agency("Thanh tra tỉnh")
        told = refusals(csv_file(line(agency="Sở X"), line(), line(bloc="số IX"), line(agency="Thanh tra tỉnh")))
        assert list(told) == [2, 4]
        assert not Membership.objects.exists()

    def test_all_that_is_wrong_with_a_row_is_told_at_once(self) -> None:
        told = refusals(csv_file(line(bloc="số IX", agency="Sở X", since="mai", position="-")))[2]
        assert all(part in told for part in ("số IX", "Sở X", "mai", "Thứ tự"))

    def test_two_rows_that_clash_with_each_other(self) -> None:
        make_bloc(number_label="số IV")
        make_bloc(number_label="số V")
        make_agency()
        told = refusals(csv_file(line(), line(bloc="số V")))
        assert list(told) == [3]
        assert "một khối cùng cấp" in told[3]

    def test_a_row_that_clashes_with_the_records(self) -> None:
        place = make_membership(make_bloc(), make_agency())
        make_bloc(number_label="số V")
        assert "một khối cùng cấp" in refusals(csv_file(line(bloc="số V")))[2]
        assert Membership.objects.get() == place

    @pytest.mark.parametrize(
        ("file", "reason"),
        [
            (csv_file(headings=["Khối", "Cơ quan"]), "Thiếu cột: Từ ngày"),
            (csv_file(), "chưa có dòng nào"),
            (SimpleUploadedFile("a.csv", b"\n"), "Bảng trống"),
            (SimpleUploadedFile("a.csv", "Khối,Cơ quan,Từ ngày".encode("utf-16-le")), "UTF-8|Bảng trống|Thiếu cột"),
            (SimpleUploadedFile("a.csv", "Khối,Sở".encode("cp1258", "replace") + b"\xd0"), "không phải mã UTF-8"),
            (SimpleUploadedFile("a.csv", b""), "Tệp rỗng"),
            (SimpleUploadedFile("a.docx", b"PK\x03\x04"), "Không nhận loại tệp này"),
            (SimpleUploadedFile("a.xlsx", b"Khoi,Co quan"), "không đúng với đuôi"),
            (SimpleUploadedFile("a.xlsx", b"PK\x03\x04 broken"), "bị hỏng"),
        ],
    )
    def test_what_is_no_sheet_is_refused_whole(self, file: SimpleUploadedFile, reason: str) -> None:
        file.seek(0)
        with pytest.raises(ValidationError, match=reason):
            taken(file)

    def test_a_sheet_that_is_damaged_inside_is_refused(self) -> None:
        damaged = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(member_xlsx_template())) as sound, zipfile.ZipFile(damaged, "w") as package:
            for name in sound.namelist():
                content = sound.read(name)
                package.writestr(name, content[:90] if name == "xl/worksheets/sheet1.xml" else content)
        with pytest.raises(ValidationError, match="Không mở được bảng tính"):
            taken(SimpleUploadedFile("a.xlsx", damaged.getvalue()))

    def test_a_sheet_of_no_end_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("emulation.importers.sheets.MAX_ROWS", 2)
        for make_file in (csv_file, xlsx_file):
            with pytest.raises(ValidationError, match="dài quá 2 dòng"):
                taken(make_file(line(), line(), line()))


class TestAgain:
    def test_what_is_on_record_is_left_alone(self) -> None:
        make_bloc()
        make_agency()
        taken(csv_file(line()))
        assert taken(csv_file(line())) == MemberImportResult(known=1)


class TestRegistering:
    def test_unknown_agencies_come_in_when_allowed(self) -> None:
        make_bloc()
        rows = [
            line(agency="Công an tỉnh", line="công an", initials="CAT"),
            line(agency="Sở Tư pháp", line="Thuộc UBND tỉnh"),
        ]
        assert taken(csv_file(*rows), may_register=True) == MemberImportResult(admitted=2, registered=2)
        police = Agency.objects.get(slug="cong-an-tinh")
        assert (police.line, police.force, police.names.get().initials) == ("police", "armed", "CAT")
        assert Agency.objects.get(slug="so-tu-phap").force == "civil"

    def test_a_newcomer_may_stand_in_two_rows(self) -> None:
        make_bloc()
        rows = [
            line(agency="Sở Tư pháp", line="Thuộc UBND tỉnh", last_day="31/12/2018"),
            line(agency="Sở Tư pháp", line="Thuộc UBND tỉnh", since="01/06/2019"),
        ]
        assert taken(csv_file(*rows), may_register=True) == MemberImportResult(admitted=2, registered=1)

    @pytest.mark.parametrize(("written", "reason"), [("", "hãy ghi “Khối quản lý”"), ("Hải quân", "“Hải quân”")])
    def test_a_newcomer_needs_its_line(self, written: str, reason: str) -> None:
        make_bloc()
        assert reason in refusals(csv_file(line(agency="Sở X", line=written)), may_register=True)[2]
        assert not Agency.objects.exists()

    def test_nobody_is_registered_when_another_row_is_bad(self) -> None:
        make_bloc()
        refusals(csv_file(line(agency="Sở X", line="Công an"), line(bloc="số IX", agency="Sở X")), may_register=True)
        assert not Agency.objects.exists()


class TestTemplate:
    @pytest.mark.parametrize("content", [member_xlsx_template, member_csv_template], ids=["xlsx", "csv"])
    def test_the_template_is_taken_as_it_is(self, content: Any) -> None:
        make_bloc()
        make_agency()
        make_decision(number="348")
        name = "mau.csv" if content is member_csv_template else "mau.xlsx"
        assert taken(SimpleUploadedFile(name, content())).admitted == 1

    def test_it_explains_every_column(self) -> None:
        notes = load_workbook(io.BytesIO(member_xlsx_template())).worksheets[1]
        assert [cells[0] for cells in notes.iter_rows(values_only=True)] == HEADINGS
        assert len(EXAMPLE_ROW) == len(HEADINGS)

    @pytest.mark.parametrize("line_label", Agency.Line.labels)
    def test_the_hint_names_every_line_there_is(self, line_label: str) -> None:
        assert str(line_label) in next(column.hint for column in COLUMNS if column.key == "line")


class TestCommand:
    def test_it_says_what_it_wrote(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        make_bloc()
        make_agency()
        sheet = tmp_path / "a.csv"
        sheet.write_bytes(csv_file(line()).read())
        call_command("import_bloc_members", sheet)
        assert "Đã thêm 1 thành viên và 0 cơ quan; 0 dòng đã có từ trước." in capsys.readouterr().out

    def test_it_lists_bad_rows_and_fails(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        sheet = tmp_path / "a.csv"
        sheet.write_bytes(csv_file(line(), line()).read())
        with pytest.raises(CommandError, match="Chưa ghi gì: có 2 dòng sai"):
            call_command("import_bloc_members", sheet)
        told = capsys.readouterr().err
        assert "Dòng 2:" in told
        assert "Dòng 3:" in told

    def test_it_writes_the_template(self, tmp_path: Path) -> None:
        call_command("import_bloc_members", tmp_path / "mau.xlsx", template=True)
        assert load_workbook(tmp_path / "mau.xlsx").worksheets[0]["A1"].value == "Khối"

    @pytest.mark.parametrize("given", [{"sheet": Path("khong-co.csv")}, {"sheet": Path("a.txt"), "template": True}])
    def test_what_it_cannot_do_it_says(self, given: dict[str, Any]) -> None:
        with pytest.raises(CommandError):
            call_command("import_bloc_members", given.pop("sheet"), **given)
