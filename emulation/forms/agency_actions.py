"""Forms of the guided actions on an agency (create, rename, merge, split, dissolve)."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils.translation import gettext_lazy as _

from emulation import agency_changes
from emulation.forms.guided import DecisionActionForm
from emulation.models import Agency, AgencyName, AgencyRelation, Decision
from portal.accounts.models import User
from portal.core.form_fields import SafeModelMultipleChoiceField, VietnameseDateField

_NAME = AgencyName._meta.get_field("name")
_ENGLISH = AgencyName._meta.get_field("name_en")
_SHORT = AgencyName._meta.get_field("short_name")
_INITIALS = AgencyName._meta.get_field("initials")


class AgencyActionForm(DecisionActionForm):
    instance: Agency


class RenameAgencyForm(AgencyActionForm):
    title = _("Đổi tên cơ quan")
    explanation = _("Văn bản và trang về những ngày trước đó vẫn ghi tên cũ; tư cách thành viên giữ nguyên.")
    submit_label = _("Đổi tên")
    success_message = _("Đã đổi tên cơ quan.")

    name = forms.CharField(label=_("Tên đầy đủ mới"), max_length=_NAME.max_length)
    name_en = forms.CharField(label=_("Tên tiếng Anh mới"), required=False, max_length=_ENGLISH.max_length)
    short_name = forms.CharField(
        label=_("Tên ngắn mới"), required=False, max_length=_SHORT.max_length, help_text=_SHORT.help_text
    )
    initials = forms.CharField(
        label=_("Viết tắt mới"), required=False, max_length=_INITIALS.max_length, help_text=_INITIALS.help_text
    )

    def prepare(self) -> None:
        current = self.instance.name_on(self.effective_date)
        if current is not None:
            known = {name: getattr(current, name) for name in ("name", "name_en", "short_name", "initials")}
            self.initial = {**known, **self.initial}

    def run(self, answers: dict[str, Any]) -> AgencyName:
        return agency_changes.rename_agency(agency=self.instance, by=self.by, **answers)


class MergeAgenciesForm(AgencyActionForm):
    title = _("Sáp nhập cơ quan")
    explanation = _(
        "Cơ quan này, cùng các cơ quan được chọn thêm, nhập vào cơ quan nhận và không còn tồn tại từ ngày được ghi. "
        "Chỗ trong khối và chức trách của các cơ quan bị nhập kết thúc cùng ngày."
    )
    submit_label = _("Sáp nhập")
    success_message = _("Đã ghi nhận việc sáp nhập.")

    into = forms.ModelChoiceField(
        Agency.objects.all(), label=_("Nhập vào"), help_text=_("Cơ quan nhận; bấm dấu + nếu là cơ quan mới thành lập.")
    )
    others = SafeModelMultipleChoiceField(
        Agency.objects.all(),
        label=_("Cùng nhập"),
        required=False,
        help_text=_("Các cơ quan khác cùng nhập vào, nếu có."),
    )
    inherits_membership = forms.BooleanField(
        label=_("Cơ quan nhận kế tục chỗ của cơ quan này trong khối"),
        required=False,
        initial=True,
        help_text=_("Gồm cả chức Trưởng khối, Phó Trưởng khối. Nếu đã ở một khối cùng cấp thì giữ chỗ của mình."),
    )

    def prepare(self) -> None:
        column = AgencyRelation._meta.get_field("other")
        self.use_autocomplete("into", column, can_add=True)
        self.use_autocomplete("others", column, multiple=True)

    def run(self, answers: dict[str, Any]) -> Agency:
        return agency_changes.merge_agencies(
            agencies=[self.instance, *answers["others"]],
            into=answers["into"],
            on=answers["on"],
            decision=answers["decision"],
            inherit_from=self.instance if answers["inherits_membership"] else None,
            by=self.by,
        )


class SplitAgencyForm(AgencyActionForm):
    title = _("Tách cơ quan")
    explanation = _("Các cơ quan mới tách ra từ cơ quan này. Muốn đưa chúng vào khối, hãy kết nạp từng cơ quan.")
    submit_label = _("Tách")
    success_message = _("Đã ghi nhận việc tách cơ quan.")

    into = SafeModelMultipleChoiceField(
        Agency.objects.all(), label=_("Các cơ quan được tách ra"), help_text=_("Bấm dấu + để nhập cơ quan mới.")
    )
    is_dissolved = forms.BooleanField(
        label=_("Cơ quan này chấm dứt hoạt động"), required=False, help_text=_("Bỏ trống nếu cơ quan vẫn tồn tại.")
    )

    def prepare(self) -> None:
        self.use_autocomplete("into", AgencyRelation._meta.get_field("other"), can_add=True, multiple=True)

    def run(self, answers: dict[str, Any]) -> Agency:
        return agency_changes.split_agency(agency=self.instance, by=self.by, **answers)


class DissolveAgencyForm(AgencyActionForm):
    title = _("Giải thể cơ quan")
    explanation = _("Cơ quan không còn tồn tại từ ngày được ghi; chỗ trong khối và chức trách kết thúc cùng ngày.")
    submit_label = _("Giải thể")
    success_message = _("Đã ghi nhận việc giải thể.")

    def run(self, answers: dict[str, Any]) -> Agency:
        return agency_changes.dissolve_agency(agency=self.instance, by=self.by, **answers)


# Form of each action by the last segment of its URL.
AGENCY_ACTION_FORMS: dict[str, type[AgencyActionForm]] = {
    "doi-ten": RenameAgencyForm,
    "sap-nhap": MergeAgenciesForm,
    "tach": SplitAgencyForm,
    "giai-the": DissolveAgencyForm,
}


class CreateAgencyForm(forms.ModelForm):
    """Add form of an agency: its attributes and its first name."""

    name = forms.CharField(label=_("Tên đầy đủ"), max_length=_NAME.max_length)
    name_en = forms.CharField(label=_("Tên tiếng Anh"), required=False, max_length=_ENGLISH.max_length)
    short_name = forms.CharField(
        label=_("Tên ngắn"), required=False, max_length=_SHORT.max_length, help_text=_SHORT.help_text
    )
    initials = forms.CharField(
        label=_("Viết tắt"), required=False, max_length=_INITIALS.max_length, help_text=_INITIALS.help_text
    )
    on = VietnameseDateField(
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

    def execute(self, *, by: User) -> Agency:
        return agency_changes.create_agency(by=by, **self.cleaned_data)
