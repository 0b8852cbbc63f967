"""``manage.py import_bloc_members <sheet>``: imports the members of all blocs from an XLSX or CSV file."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from emulation.importers.members import MemberImportError, import_members, member_csv_template, member_xlsx_template
from portal.audit.commands import OperatorCommand

IMPORT_TEMPLATES = {".xlsx": member_xlsx_template, ".csv": member_csv_template}


class Command(OperatorCommand):
    help = "Nhập thành viên của các khối từ bảng tính XLSX hoặc CSV: ghi tất cả hoặc không ghi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("sheet", type=Path, help="Tệp XLSX hoặc CSV")
        parser.add_argument("--register", action="store_true", help="Thêm cơ quan chưa có trong danh mục")
        parser.add_argument("--template", action="store_true", help="Ghi tệp mẫu trống vào chỗ này thay vì đọc")

    def handle(self, *args: Any, **options: Any) -> None:
        sheet: Path = options["sheet"]
        if options["template"]:
            self._write_template(sheet)
        else:
            self._import(sheet, may_register=options["register"])

    def _write_template(self, sheet: Path) -> None:
        if sheet.suffix.lower() not in IMPORT_TEMPLATES:
            raise CommandError(_("Tệp mẫu phải có đuôi .xlsx hoặc .csv."))
        sheet.write_bytes(IMPORT_TEMPLATES[sheet.suffix.lower()]())

    def _import(self, sheet: Path, *, may_register: bool) -> None:
        try:
            with sheet.open("rb") as opened:
                imported = import_members(file=File(opened, sheet.name), may_create_agencies=may_register)
        except OSError as error:
            raise CommandError(_("Không mở được tệp %(file)s.") % {"file": sheet}) from error
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        except MemberImportError as refusal:
            for row in refusal.rows:
                self.stderr.write(str(row))
            raise CommandError(_("Chưa ghi gì: có %(count)s dòng sai.") % {"count": len(refusal.rows)}) from refusal
        for warning in imported.warnings:
            self.stderr.write(warning)
        self.stdout.write(
            _("Đã thêm %(admitted)s thành viên và %(registered)s cơ quan; %(known)s dòng đã có từ trước.")
            % vars(imported)
        )
