"""Forms of the guided actions on a bloc: membership, leadership, its name, its dissolution."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils.translation import gettext_lazy as _

from emulation import bloc_changes, leadership
from emulation.forms.guided import AgencyChoiceField, DecisionActionForm, RenameForm, column_field, model_choice_field
from emulation.leadership import RepresentativeData
from emulation.models import Agency, Bloc, BlocName, Decision, LeadershipTerm, Membership, Representative
from portal.core.form_fields import VietnameseDateField


class BlocActionForm(DecisionActionForm):
    instance: Bloc

    def prepare(self) -> None:
        """Limits fields that choose a member to the bloc's members on the day and later."""
        members = Agency.objects.members_of(self.instance, since=self.effective_date)
        for field in self.fields.values():
            if isinstance(field, AgencyChoiceField):
                field.queryset = members


class AdmitMemberForm(BlocActionForm):
    title = _("Kết nạp thành viên")
    explanation = _(
        "Cơ quan là thành viên của khối kể từ ngày được ghi. Một cơ quan không thể ở hai khối cùng cấp trong một ngày."
    )
    submit_label = _("Kết nạp")
    success_message = _("Đã kết nạp thành viên.")

    agency = forms.ModelChoiceField(
        Agency.objects.all(), label=_("Cơ quan"), help_text=_("Gõ tên, tên cũ hoặc tên viết tắt, có dấu hay không dấu.")
    )
    position = forms.IntegerField(
        label=_("Thứ tự"),
        required=False,
        min_value=1,
        max_value=999,
        help_text=_("Thứ tự trong danh sách của quyết định. Để trống thì đứng cuối."),
    )

    def prepare(self) -> None:
        super().prepare()
        self.use_autocomplete("agency", Membership._meta.get_field("agency"), can_add=True)

    def run(self, answers: dict[str, Any]) -> Membership:
        return bloc_changes.admit_member(bloc=self.instance, by=self.by, **answers)


class ReleaseMemberForm(BlocActionForm):
    title = _("Cho thành viên rời khối")
    explanation = _("Cơ quan không còn là thành viên kể từ ngày được ghi; thời gian trước đó vẫn được lưu.")
    submit_label = _("Cho rời khối")
    success_message = _("Đã ghi nhận cơ quan rời khối.")

    agency = AgencyChoiceField(label=_("Thành viên"))

    def run(self, answers: dict[str, Any]) -> Membership:
        return bloc_changes.release_member(bloc=self.instance, by=self.by, **answers)


class MoveMemberForm(BlocActionForm):
    title = _("Chuyển thành viên sang khối khác")
    explanation = _("Cơ quan rời khối này và vào khối kia cùng một ngày.")
    submit_label = _("Chuyển khối")
    success_message = _("Đã chuyển thành viên sang khối khác.")

    agency = AgencyChoiceField(label=_("Thành viên"))
    to = forms.ModelChoiceField(Bloc.objects.all(), label=_("Sang khối"))

    def prepare(self) -> None:
        super().prepare()
        self.use_autocomplete("to", Membership._meta.get_field("bloc"))

    def run(self, answers: dict[str, Any]) -> Membership:
        return bloc_changes.move_member(bloc=self.instance, by=self.by, **answers)


class LeadershipForm(BlocActionForm):
    """The decision is optional, because leadership also changes by election at a meeting."""

    until = VietnameseDateField(
        label=_("Đến trước ngày"),
        required=False,
        widget=AdminDateWidget,
        help_text=_("Ngày đầu tiên không còn giữ chức trách, ví dụ 01/01 năm sau. Để trống nếu chưa biết."),
    )

    def prepare(self) -> None:
        super().prepare()
        self.fields["decision"].required = False
        self.fields["decision"].help_text = _("Để trống nếu được bầu tại hội nghị của khối.")


def _representative_fields(prefix: str, whose: Any) -> dict[str, forms.Field]:
    label = _("Người đại diện %(whose)s") % {"whose": whose} if whose else _("Người đại diện")
    name_help = _("Họ và tên. Có thể ghi sau.")
    return {
        f"{prefix}person_name": column_field(Representative, "person_name", label, required=False, help_text=name_help),
        f"{prefix}post": column_field(Representative, "post", _("Chức vụ"), required=False),
        f"{prefix}honorific": column_field(Representative, "honorific", _("Xưng hô")),
    }


class AppointmentForm(LeadershipForm):
    """Also asks for the agency's representative; a name requires a post."""

    prefixes: dict[str, Any] = {"": ""}

    def prepare(self) -> None:
        super().prepare()
        for prefix, whose in self.prefixes.items():
            self.fields.update(_representative_fields(prefix, whose))

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        for prefix in self.prefixes:
            if answers.get(f"{prefix}person_name") and not answers.get(f"{prefix}post"):
                self.add_error(f"{prefix}post", _("Hãy ghi chức vụ của người đại diện."))
            if answers.get(f"{prefix}post") and not answers.get(f"{prefix}person_name"):
                self.add_error(f"{prefix}person_name", _("Hãy ghi họ và tên người đại diện."))
        return answers

    @staticmethod
    def representative_data(answers: dict[str, Any], prefix: str = "") -> RepresentativeData | None:
        name, post, honorific = (answers[f"{prefix}{column}"] for column in ("person_name", "post", "honorific"))
        return RepresentativeData(name, post, honorific) if name else None

    @staticmethod
    def term_arguments(answers: dict[str, Any]) -> dict[str, Any]:
        return {column: answers[column] for column in ("on", "until", "decision")}


class AppointAgencyForm(AppointmentForm):
    """Appoints one agency, to the post of ``appoint``."""

    appoint: Callable[..., LeadershipTerm]

    agency = AgencyChoiceField(label=_("Cơ quan"))

    def run(self, answers: dict[str, Any]) -> LeadershipTerm:
        return self.appoint(
            bloc=self.instance,
            agency=answers["agency"],
            representative=self.representative_data(answers),
            by=self.by,
            **self.term_arguments(answers),
        )


class AppointHeadForm(AppointAgencyForm):
    title = _("Cử Trưởng khối")
    explanation = _(
        "Cơ quan được chọn làm Trưởng khối kể từ ngày được ghi; Trưởng khối trước giữ chức đến hết hôm trước. "
        "Nếu cơ quan đang là Phó Trưởng khối thì thôi chức Phó cùng ngày."
    )
    submit_label = _("Cử Trưởng khối")
    success_message = _("Đã cử Trưởng khối.")
    appoint = staticmethod(leadership.appoint_head)


class AppointDeputyForm(AppointAgencyForm):
    title = _("Cử Phó Trưởng khối")
    explanation = _("Phó Trưởng khối phải là cơ quan khác với Trưởng khối; Phó trước giữ chức đến hết hôm trước.")
    submit_label = _("Cử Phó Trưởng khối")
    success_message = _("Đã cử Phó Trưởng khối.")
    appoint = staticmethod(leadership.appoint_deputy)


class HandOverLeadershipForm(AppointmentForm):
    title = _("Bàn giao Trưởng khối (luân phiên)")
    explanation = _(
        "Trưởng khối và Phó Trưởng khối cùng thay đổi từ một ngày. Không chọn Phó thì chức Phó Trưởng khối để trống."
    )
    submit_label = _("Bàn giao")
    success_message = _("Đã bàn giao Trưởng khối.")
    prefixes = {"head_": _("Trưởng khối"), "deputy_": _("Phó Trưởng khối")}

    head = AgencyChoiceField(label=_("Trưởng khối mới"))
    deputy = AgencyChoiceField(label=_("Phó Trưởng khối mới"), required=False)

    def prepare(self) -> None:
        super().prepare()
        self.order_fields(
            ["head", *_representative_fields("head_", ""), "deputy", *_representative_fields("deputy_", "")]
        )
        # The deputy of the ending year usually leads the next one.
        deputies = (
            LeadershipTerm.objects.of_bloc(self.instance)
            .of_role(LeadershipTerm.Role.DEPUTY)
            .started_by(self.effective_date)
        )
        self.fields["head"].initial = deputies.latest_first().values_list("agency", flat=True).first()

    def run(self, answers: dict[str, Any]) -> object:
        return leadership.hand_over_leadership(
            bloc=self.instance,
            head=answers["head"],
            deputy=answers["deputy"],
            head_representative=self.representative_data(answers, "head_"),
            deputy_representative=self.representative_data(answers, "deputy_"),
            by=self.by,
            **self.term_arguments(answers),
        )


class CurrentTermForm(BlocActionForm):
    """Asks which of the two leadership terms is meant; no decision is required."""

    leadership_term = forms.ModelChoiceField(LeadershipTerm.objects.none(), label=_("Chức trách"))

    def prepare(self) -> None:
        del self.fields["decision"]
        terms = (
            LeadershipTerm.objects.of_bloc(self.instance).current_or_future(self.effective_date).with_representatives()
        )
        choice = model_choice_field(self, "leadership_term")
        choice.queryset = terms
        choice.initial = terms.heads().first()


class ChangeRepresentativeForm(CurrentTermForm):
    title = _("Đổi người đại diện")
    explanation = _("Cơ quan vẫn giữ chức trách; người đại diện của cơ quan thay đổi từ ngày được ghi.")
    submit_label = _("Đổi người đại diện")
    success_message = _("Đã đổi người đại diện.")

    def prepare(self) -> None:
        super().prepare()
        fields = _representative_fields("", "")
        fields["person_name"].required = fields["post"].required = True
        fields["person_name"].help_text = ""
        self.fields.update(fields)

    def run(self, answers: dict[str, Any]) -> Representative:
        return leadership.change_representative(
            leadership_term=answers["leadership_term"],
            representative=RepresentativeData(answers["person_name"], answers["post"], answers["honorific"]),
            on=answers["on"],
            by=self.by,
        )


class EndLeadershipForm(CurrentTermForm):
    title = _("Thôi giữ chức trách")
    explanation = _("Chức trách kết thúc mà chưa có cơ quan kế nhiệm.")
    submit_label = _("Kết thúc chức trách")
    success_message = _("Đã kết thúc chức trách.")

    def run(self, answers: dict[str, Any]) -> None:
        leadership.end_leadership(leadership_term=answers["leadership_term"], on=answers["on"], by=self.by)


class RenameBlocForm(RenameForm):
    instance: Bloc
    title = _("Đổi tên hoặc số hiệu khối")
    explanation = _("Trang về những ngày trước đó vẫn ghi tên và số hiệu cũ.")
    submit_label = _("Đổi tên")
    success_message = _("Đã đổi tên khối.")

    name_columns = ("name", "name_en", "number_label")

    name = column_field(BlocName, "name", _("Tên mới"), help_text="")
    name_en = column_field(BlocName, "name_en", _("Tên tiếng Anh mới"))
    number_label = column_field(BlocName, "number_label", _("Số hiệu mới"), help_text=_("Ví dụ: số 5"))

    def run(self, answers: dict[str, Any]) -> BlocName:
        return bloc_changes.rename_bloc(bloc=self.instance, by=self.by, **answers)


class DissolveBlocForm(BlocActionForm):
    title = _("Giải thể khối")
    explanation = _(
        "Mọi tư cách thành viên và chức trách trong khối kết thúc từ ngày được ghi. Hồ sơ các năm trước vẫn được giữ."
    )
    submit_label = _("Giải thể khối")
    success_message = _("Đã giải thể khối.")

    def run(self, answers: dict[str, Any]) -> None:
        bloc_changes.dissolve_bloc(bloc=self.instance, by=self.by, **answers)


# Form of each action by the last segment of its URL.
BLOC_ACTION_FORMS: dict[str, type[DecisionActionForm]] = {
    "ket-nap": AdmitMemberForm,
    "roi-khoi": ReleaseMemberForm,
    "chuyen-khoi": MoveMemberForm,
    "cu-truong-khoi": AppointHeadForm,
    "cu-pho-truong-khoi": AppointDeputyForm,
    "ban-giao": HandOverLeadershipForm,
    "doi-nguoi-dai-dien": ChangeRepresentativeForm,
    "thoi-chuc-trach": EndLeadershipForm,
    "doi-ten": RenameBlocForm,
    "giai-the": DissolveBlocForm,
}


class CreateBlocForm(forms.ModelForm):
    """Add form of a bloc: its attributes, and its first name with the founding decision."""

    name = column_field(BlocName, "name", _("Tên"))
    name_en = column_field(BlocName, "name_en", _("Tên tiếng Anh"))
    number_label = column_field(BlocName, "number_label", _("Số hiệu"))
    on = VietnameseDateField(label=_("Thành lập từ ngày"), widget=AdminDateWidget)
    decision = forms.ModelChoiceField(
        Decision.objects.all(), label=_("Theo quyết định"), required=False, help_text=_("Để trống nếu chưa rõ.")
    )

    class Meta:
        model = Bloc
        fields = ["kind", "level", "slug"]
