"""The question of the import page: which spreadsheet, and may it bring new agencies."""

from django import forms
from django.utils.translation import gettext_lazy as _

from emulation.importing.sheets import SHEET_KINDS


class ImportMembersForm(forms.Form):
    file = forms.FileField(
        label=_("Bảng tính"),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(SHEET_KINDS)}),
        help_text=_("XLSX hoặc CSV (UTF-8), theo tệp mẫu. Chỉ trang tính đầu tiên được đọc."),
    )
    may_register = forms.BooleanField(
        label=_("Thêm cơ quan chưa có trong danh mục"),
        required=False,
        help_text=_("Dòng của cơ quan mới phải ghi “Khối quản lý”. Không chọn thì tên lạ được báo là lỗi."),
    )
