"""Spreadsheets from outside: what is hidden or unknown in them is told, and hostile ones meet their limits."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from emulation.importers import sheets
from emulation.importers.members import COLUMNS, MemberImportResult, import_members
from emulation.importers.sheets import Sheet, read_sheet
from emulation.models import Agency, Membership
from portal.core.limited_process import ProcessLimits
from tests.cases import CASES, case_bytes
from tests.core.text.test_legacy_encodings import in_viscii, twice
from tests.emulation.factories import make_agency, make_bloc
from tests.emulation.importers.test_members import HEADINGS, csv_file, line
from tests.factories import make_administrator

IMPORT = "/quan-tri/emulation/bloc/nhap-thanh-vien/"
LAST_DAY = HEADINGS.index("Đến hết ngày")


def workbook(
    *lines: list, change: Callable[[Worksheet], object] = lambda sheet: None, headings: list = HEADINGS
) -> SimpleUploadedFile:
    book = Workbook()
    for cells in (headings, *lines):
        book.active.append([cell or None for cell in cells])
    change(book.active)
    return saved(book)


def saved(book: Workbook) -> SimpleUploadedFile:
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("thanh-vien.xlsx", content.getvalue())


def read(file: SimpleUploadedFile) -> Sheet:
    file.seek(0)
    return read_sheet(file, COLUMNS)


def agencies(sheet: Sheet) -> list[str]:
    return [row.cells["agency"] for row in sheet.rows]


class TestWhatWouldBeReadAsEmpty:
    def test_a_formula_whose_result_is_not_in_the_file_is_refused(self) -> None:
        file = workbook(line(), change=lambda sheet: sheet.__setitem__(f"{chr(65 + LAST_DAY)}2", "=DATE(2018,12,31)"))
        with pytest.raises(ValidationError, match="công thức chưa được tính"):
            read(file)

    def test_a_cell_far_to_the_right_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="Dòng 2 có quá 60 cột"):
            read(workbook(line(), change=lambda sheet: sheet.__setitem__("XFD2", "x")))

    def test_further_sheets_are_told_but_not_our_own_page_of_hints(self) -> None:
        book = Workbook()
        for cells in (HEADINGS, line()):
            book.active.append([cell or None for cell in cells])
        book.create_sheet("Hướng dẫn").append(["a"])
        book.create_sheet("Trống")
        book.create_sheet("Thêm").append(HEADINGS)
        assert read(saved(book)).warnings == ["Chỉ đọc một trang tính; không nhập các trang: “Thêm”."]


class TestUnknownHeadings:
    @pytest.mark.django_db
    def test_a_misspelt_one_is_told_and_nothing_is_written_without_its_end_day(self) -> None:
        make_bloc()
        file = SimpleUploadedFile("a.xlsx", case_bytes("members-heading-misspelt.xlsx"))
        with pytest.raises(ValidationError, match="“Đến ngày” \\(có phải “Đến hết ngày”\\?\\)"):
            import_members(file=file, may_create_agencies=True)
        assert not Membership.objects.exists()
        assert not Agency.objects.exists()

    @pytest.mark.django_db
    def test_the_command_tells_it_too(self) -> None:
        with pytest.raises(CommandError, match="Đến ngày"):
            call_command("import_bloc_members", CASES / "members-heading-misspelt.xlsx", "--register")

    @pytest.mark.parametrize("make_file", [csv_file, workbook])
    @pytest.mark.parametrize(
        ("headings", "told"),
        [
            ([*HEADINGS, "Lương"], "Không biết cột: “Lương”"),
            ([*HEADINGS, ""], "cột J không có tên"),
            ([*HEADINGS, "Từ ngày"], "Cột có hai lần: “Từ ngày”"),
            ([*HEADINGS[:2], "Từ ngay bây giờ", *HEADINGS[3:], ""], "Không biết cột: “Từ ngay bây giờ”"),
        ],
    )
    def test_data_that_would_be_lost_is_refused(self, make_file: Callable, headings: list[str], told: str) -> None:
        with pytest.raises(ValidationError, match=told):
            read(make_file([*line(), "x"], headings=headings))

    def test_an_empty_column_and_remarks_are_only_told(self) -> None:
        sheet = read(csv_file([*line(), "", "xem lại"], headings=[*HEADINGS, "Lương", "Ghi chú"]))
        assert agencies(sheet) == ["Sở Tư pháp"]
        assert sheet.warnings == ["Không nhập cột “Lương”.", "Không nhập cột “Ghi chú”."]

    def test_a_sound_sheet_is_told_of_nothing(self) -> None:
        assert read(csv_file(line())).warnings == []


def hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True


def hide_column(name: str) -> Callable[[Worksheet], None]:
    def hide(sheet: Worksheet) -> None:
        sheet.column_dimensions[name].hidden = True

    return hide


class TestHidden:
    """Not shown there, not shown here, and told."""

    @pytest.mark.parametrize("attributes", ['hidden="1"', 'hidden="true"', 'ht="0" customHeight="1"'])
    def test_a_hidden_row_is_left_out_and_the_others_keep_their_numbers(self, attributes: str) -> None:
        lines = [line(agency=name) for name in ("Sở Tư pháp", "Sở Ẩn", "Thanh tra tỉnh")]
        file = with_part(
            workbook(*lines),
            "xl/worksheets/sheet1.xml",
            lambda part: part.replace(b'<row r="3"', f'<row r="3" {attributes}'.encode()),
        )
        sheet = read(file)
        assert agencies(sheet) == ["Sở Tư pháp", "Thanh tra tỉnh"]
        assert [row.number for row in sheet.rows] == [2, 4]
        assert sheet.warnings == ["Không nhập 1 dòng đang bị ẩn hoặc bị lọc: 3."]

    def test_a_hidden_column_with_an_end_day_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="đang bị ẩn mà có dữ liệu: “Đến hết ngày”"):
            read(workbook(line(last_day="31/12/2018"), change=hide_column("D")))

    def test_a_hidden_column_of_somebodys_own_is_left_out_and_told(self) -> None:
        sheet = read(workbook([*line(), "5.000.000"], headings=[*HEADINGS, "Lương"], change=hide_column("J")))
        assert sheet.warnings == ["Không nhập các cột đang bị ẩn: J."]

    def test_a_hidden_sheet_in_front_is_passed_over(self) -> None:
        book = Workbook()
        book.active.title = "Nháp"
        book.active.sheet_state = "hidden"
        shown = book.create_sheet("Chính thức")
        for cells in (HEADINGS, line()):
            shown.append(cells)
        sheet = read(saved(book))
        assert agencies(sheet) == ["Sở Tư pháp"]
        assert "“Nháp” đang bị ẩn" in sheet.warnings[0]

    @pytest.mark.django_db
    def test_the_page_and_the_command_tell_it(
        self, client: Client, tmp_path: object, capsys: pytest.CaptureFixture[str]
    ) -> None:
        make_bloc()
        make_agency()
        file = workbook(line(), line(agency="Sở Ẩn"), change=hide_row)
        client.force_login(make_administrator())
        page = client.post(IMPORT, {"file": file}, follow=True).content.decode()
        assert "Đã thêm 1 thành viên" in page
        assert "bị ẩn hoặc bị lọc: 3." in page
        path = tmp_path / "a.xlsx"  # type: ignore[operator]
        path.write_bytes(workbook(line(), line(agency="Sở Ẩn"), change=hide_row).read())
        call_command("import_bloc_members", path)
        printed = capsys.readouterr()
        assert "bị ẩn hoặc bị lọc: 3." in printed.err
        assert "1 dòng đã có từ trước" in printed.out

    @pytest.mark.django_db
    def test_what_was_hidden_may_be_shown_and_taken_afterwards(self) -> None:
        make_bloc()
        make_agency()
        make_agency("Sở Ẩn")
        lines = line(), line(agency="Sở Ẩn")
        assert import_members(file=workbook(*lines, change=hide_row), may_create_agencies=False).admitted == 1
        assert import_members(file=workbook(*lines), may_create_agencies=False) == MemberImportResult(
            admitted=1, known=1
        )


def wide(rows: int) -> SimpleUploadedFile:
    """A few kilobytes: every row has one cell in the last of 16,384 columns."""
    cells = "".join(f'<row r="{row}"><c r="XFD{row}"/></row>' for row in range(2, rows))
    return with_part(
        workbook(line()),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"</sheetData>", cells.encode() + b"</sheetData>"),
    )


def with_part(file: SimpleUploadedFile, name: str, change: Callable[[bytes], bytes]) -> SimpleUploadedFile:
    made = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, change(old.read(entry)) if entry == name else old.read(entry))
    return SimpleUploadedFile("a.xlsx", made.getvalue())


class TestHostile:
    def test_a_wide_sheet_takes_no_memory(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sheets, "PROCESS_LIMITS", ProcessLimits(seconds=60, memory_bytes=256 * 1024 * 1024))
        assert agencies(read(wide(4000))) == ["Sở Tư pháp"]

    def test_what_asks_for_more_than_the_limits_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sheets, "PROCESS_LIMITS", ProcessLimits(seconds=0.1))
        with pytest.raises(ValidationError, match="bị hỏng hoặc quá nặng"):
            read(workbook(line()))

    @pytest.mark.parametrize("unit", ['",', '"', '"a";', ",'\"", "a,b;c\t"])
    def test_the_delimiter_is_counted_not_guessed(self, unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sheets, "PROCESS_LIMITS", ProcessLimits(seconds=15))
        content = (unit * (120_000 // len(unit)) + "\n").encode() * 2
        with pytest.raises(ValidationError) as refused:
            read(SimpleUploadedFile("a.csv", content))
        assert "quá nặng" not in str(refused.value)

    @pytest.mark.parametrize("make_file", [csv_file, workbook])
    @pytest.mark.parametrize(("cells", "told"), [(["x"] * 70, "quá 60 cột"), (["x" * 1001], "ô dài quá 1000 ký tự")])
    def test_lines_and_cells_have_a_length(self, make_file: Callable, cells: list[str], told: str) -> None:
        with pytest.raises(ValidationError, match=told):
            read(make_file(line(), cells))

    def test_the_delimiter_inside_quotes_does_not_count(self) -> None:
        headings = ["Khối", "Cơ quan", "Từ ngày"]
        text = '"Khối";"Cơ quan";"Từ ngày"\n"số IV, số V, số VI";"Sở A, B";"06/04/2018"\n'
        sheet = read(SimpleUploadedFile("a.csv", text.encode()))
        assert len(headings) == 3
        assert agencies(sheet) == ["Sở A, B"]


class TestMojibake:
    @pytest.mark.parametrize("write_as", [twice, lambda text: in_viscii(text).decode("latin-1")])
    def test_what_is_certain_is_read(self, write_as: Callable[[str], str]) -> None:
        cells = [write_as(cell) for cell in line(bloc="Khối thi đua số IV", agency="Sở Nông nghiệp và Môi trường")]
        headings = [write_as(heading) for heading in HEADINGS]
        sheet = read(csv_file(cells, headings=headings))
        assert agencies(sheet) == ["Sở Nông nghiệp và Môi trường"]

    def test_what_is_not_is_refused_with_its_line(self) -> None:
        with pytest.raises(ValidationError, match="dòng 3 bị hỏng dấu"):
            read(csv_file(line(), line(agency="Sở T\ufffd pháp")))

    def test_bytes_that_are_no_utf8_are_refused_with_a_sentence(self) -> None:
        file = SimpleUploadedFile("a.csv", in_viscii(",".join(HEADINGS)))
        with pytest.raises(ValidationError, match="không phải mã UTF-8"):
            read(file)
