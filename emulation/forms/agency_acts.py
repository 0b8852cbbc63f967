"""Guided actions on an agency: renamed, merged, split, dissolved; and its first entry in the records."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils.translation import gettext_lazy as _

from emulation import reorganising
from emulation.forms.guided import GuidedForm
from emulation.models import Agency, AgencyName, AgencyRelation, Decision

_NAME, _ENGLISH, _SHORT, _INITIALS = (
    AgencyName._meta.get_field(column) for column in ("name", "name_en", "short_name", "initials")
)


class AgencyForm(GuidedForm):
    subject: Agency


class RenameAgencyForm(AgencyForm):
    title = _("Đổi tên cơ quan")
    explanation = _("Văn bản và trang về những ngày trước đó vẫn ghi tên cũ; tư cách thành viên giữ nguyên.")
    button = _("Đổi tên")
    done = _("Đã đổi tên cơ quan.")

    name = forms.CharField(label=_("Tên đầy đủ mới"), max_length=_NAME.max_length)
    name_en = forms.CharField(label=_("Tên tiếng Anh mới"), required=False, max_length=_ENGLISH.max_length)
    short_name = forms.CharField(
        label=_("Tên ngắn mới"), required=False, max_length=_SHORT.max_length, help_text=_SHORT.help_text
    )
    initials = forms.CharField(
        label=_("Viết tắt mới"), required=False, max_length=_INITIALS.max_length, help_text=_INITIALS.help_text
    )

    def prepare(self) -> None:
        current = self.subject.name_on(self.day)
        if current is not None:
            known = {name: getattr(current, name) for name in ("name", "name_en", "short_name", "initials")}
            self.initial = known | self.initial

    def act(self, answers: dict[str, Any]) -> AgencyName:
        return reorganising.rename_agency(agency=self.subject, **answers)


class MergeForm(AgencyForm):
    title = _("Sáp nhập cơ quan")
    explanation = _(
        "Cơ quan này, cùng các cơ quan được chọn thêm, nhập vào cơ quan nhận và không còn tồn tại từ ngày được ghi. "
        "Chỗ trong khối và chức trách của các cơ quan bị nhập kết thúc cùng ngày."
    )
    button = _("Sáp nhập")
    done = _("Đã ghi nhận việc sáp nhập.")

    into = forms.ModelChoiceField(
        Agency.objects.all(), label=_("Nhập vào"), help_text=_("Cơ quan nhận; bấm dấu + nếu là cơ quan mới thành lập.")
    )
    others = forms.ModelMultipleChoiceField(
        Agency.objects.all(),
        label=_("Cùng nhập"),
        required=False,
        help_text=_("Các cơ quan khác cùng nhập vào, nếu có."),
    )
    takes_seat = forms.BooleanField(
        label=_("Cơ quan nhận kế tục chỗ của cơ quan này trong khối"),
        required=False,
        initial=True,
        help_text=_("Gồm cả chức Trưởng khối, Phó Trưởng khối. Nếu đã ở một khối cùng cấp thì giữ chỗ của mình."),
    )

    def prepare(self) -> None:
        column = AgencyRelation._meta.get_field("other")
        self.find_by_typing("into", column, may_add=True)
        self.find_by_typing("others", column, several=True)

    def act(self, answers: dict[str, Any]) -> Agency:
        return reorganising.merge_agencies(
            agencies=[self.subject, *answers["others"]],
            into=answers["into"],
            on=answers["on"],
            decision=answers["decision"],
            seat_of=self.subject if answers["takes_seat"] else None,
        )


class SplitForm(AgencyForm):
    title = _("Tách cơ quan")
    explanation = _("Các cơ quan mới tách ra từ cơ quan này. Muốn đưa chúng vào khối, hãy kết nạp từng cơ quan.")
    button = _("Tách")
    done = _("Đã ghi nhận việc tách cơ quan.")

    into = forms.ModelMultipleChoiceField(
        Agency.objects.all(), label=_("Các cơ quan được tách ra"), help_text=_("Bấm dấu + để nhập cơ quan mới.")
    )
    is_dissolved = forms.BooleanField(
        label=_("Cơ quan này chấm dứt hoạt động"), required=False, help_text=_("Bỏ trống nếu cơ quan vẫn tồn tại.")
    )

    def prepare(self) -> None:
        self.find_by_typing("into", AgencyRelation._meta.get_field("other"), may_add=True, several=True)

    def act(self, answers: dict[str, Any]) -> Agency:
        return reorganising.split_agency(agency=self.subject, **answers)


class DissolveAgencyForm(AgencyForm):
    title = _("Giải thể cơ quan")
    explanation = _("Cơ quan không còn tồn tại từ ngày được ghi; chỗ trong khối và chức trách kết thúc cùng ngày.")
    button = _("Giải thể")
    done = _("Đã ghi nhận việc giải thể.")

    def act(self, answers: dict[str, Any]) -> Agency:
        return reorganising.dissolve_agency(agency=self.subject, **answers)


# Each action under the last part of its address.
AGENCY_ACTS: dict[str, type[AgencyForm]] = {
    "doi-ten": RenameAgencyForm,
    "sap-nhap": MergeForm,
    "tach": SplitForm,
    "giai-the": DissolveAgencyForm,
}


class RegisterAgencyForm(forms.ModelForm):
    """The first page of an agency: what it is and what it is called."""

    name = forms.CharField(label=_("Tên đầy đủ"), max_length=_NAME.max_length)
    name_en = forms.CharField(label=_("Tên tiếng Anh"), required=False, max_length=_ENGLISH.max_length)
    short_name = forms.CharField(
        label=_("Tên ngắn"), required=False, max_length=_SHORT.max_length, help_text=_SHORT.help_text
    )
    initials = forms.CharField(
        label=_("Viết tắt"), required=False, max_length=_INITIALS.max_length, help_text=_INITIALS.help_text
    )
    on = forms.DateField(
        label=_("Mang tên này từ ngày"),
        widget=AdminDateWidget,
        help_text=_("Nếu không rõ, ghi ngày sớm nhất mà tài liệu cho biết."),
    )
    decision = forms.ModelChoiceField(
        Decision.objects.all(), label=_("Theo quyết định"), required=False, help_text=_("Để trống nếu chưa rõ.")
    )

    class Meta:
        model = Agency
        fields = ["line", "force", "slug"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.fields["slug"].help_text = _("Để trống thì lấy theo tên.")

    def carry_out(self) -> Agency:
        return reorganising.register_agency(**self.cleaned_data)
