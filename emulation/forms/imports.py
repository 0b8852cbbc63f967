"""Form of the import page: the spreadsheet, and whether it may create agencies."""

from django import forms
from django.utils.translation import gettext_lazy as _

from emulation.importers.sheets import SHEET_KINDS
from portal.core.content.pending_uploads import UploadField, UploadInput


class ImportMembersForm(forms.Form):
    file = UploadField(
        label=_("Bảng tính"),
        widget=UploadInput(attrs={"accept": ",".join(SHEET_KINDS)}),
        help_text=_(
            "XLSX hoặc CSV (UTF-8), theo tệp mẫu. Chỉ trang tính đầu tiên đang hiện được đọc; dòng ẩn không được nhập."
        ),
    )
    may_create_agencies = forms.BooleanField(
        label=_("Thêm cơ quan chưa có trong danh mục"),
        required=False,
        help_text=_("Dòng của cơ quan mới phải ghi “Khối quản lý”. Không chọn thì tên lạ được báo là lỗi."),
    )
