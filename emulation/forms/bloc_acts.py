"""Guided actions on a bloc: who joins, leaves, leads; the bloc's own name and end."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils.translation import gettext_lazy as _

from emulation import appointing, rearranging
from emulation.appointing import Representative
from emulation.forms.guided import ChosenAgencyField, GuidedForm
from emulation.models import Agency, Bloc, BlocName, Decision, Membership, Officer, OfficerPerson


class BlocForm(GuidedForm):
    subject: Bloc

    def prepare(self) -> None:
        """Questions that take a member offer the bloc's members, of the day and later."""
        members = Agency.objects.members_of(self.subject, since=self.day)
        for field in self.fields.values():
            if isinstance(field, ChosenAgencyField):
                field.queryset = members


class AdmitForm(BlocForm):
    title = _("Kết nạp thành viên")
    explanation = _(
        "Cơ quan là thành viên của khối kể từ ngày được ghi. Một cơ quan không thể ở hai khối cùng cấp trong một ngày."
    )
    button = _("Kết nạp")
    done = _("Đã kết nạp thành viên.")

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
        self.find_by_typing("agency", Membership._meta.get_field("agency"), may_add=True)

    def act(self, answers: dict[str, Any]) -> Membership:
        return rearranging.admit_member(bloc=self.subject, **answers)


class ReleaseForm(BlocForm):
    title = _("Cho thành viên rời khối")
    explanation = _("Cơ quan không còn là thành viên kể từ ngày được ghi; thời gian trước đó vẫn được lưu.")
    button = _("Cho rời khối")
    done = _("Đã ghi nhận cơ quan rời khối.")

    agency = ChosenAgencyField(label=_("Thành viên"))

    def act(self, answers: dict[str, Any]) -> Membership:
        return rearranging.release_member(bloc=self.subject, **answers)


class MoveForm(BlocForm):
    title = _("Chuyển thành viên sang khối khác")
    explanation = _("Cơ quan rời khối này và vào khối kia cùng một ngày.")
    button = _("Chuyển khối")
    done = _("Đã chuyển thành viên sang khối khác.")

    agency = ChosenAgencyField(label=_("Thành viên"))
    to = forms.ModelChoiceField(Bloc.objects.all(), label=_("Sang khối"))

    def prepare(self) -> None:
        super().prepare()
        self.find_by_typing("to", Membership._meta.get_field("bloc"))

    def act(self, answers: dict[str, Any]) -> Membership:
        return rearranging.move_member(bloc=self.subject, **answers)


class OfficeForm(BlocForm):
    """Offices change by election at a meeting as well, so the decision may be missing."""

    until = forms.DateField(
        label=_("Đến trước ngày"),
        required=False,
        widget=AdminDateWidget,
        help_text=_("Ngày đầu tiên không còn giữ chức trách, ví dụ 01/01 năm sau. Để trống nếu chưa biết."),
    )

    def prepare(self) -> None:
        super().prepare()
        self.fields["decision"].required = False
        self.fields["decision"].help_text = _("Để trống nếu được bầu tại hội nghị của khối.")


def _person_fields(prefix: str, whose: Any) -> dict[str, forms.Field]:
    name, post, honorific = (OfficerPerson._meta.get_field(column) for column in ("person_name", "post", "honorific"))
    return {
        f"{prefix}person_name": forms.CharField(
            label=_("Người đại diện %(whose)s") % {"whose": whose} if whose else _("Người đại diện"),
            required=False,
            max_length=name.max_length,
            help_text=_("Họ và tên. Có thể ghi sau."),
        ),
        f"{prefix}post": forms.CharField(
            label=_("Chức vụ"), required=False, max_length=post.max_length, help_text=post.help_text
        ),
        f"{prefix}honorific": forms.CharField(
            label=_("Xưng hô"), required=False, max_length=honorific.max_length, help_text=honorific.help_text
        ),
    }


class RepresentedForm(OfficeForm):
    """Asks, beside the agency, for the person who represents it; a name needs a post."""

    prefixes: dict[str, Any] = {"": ""}

    def prepare(self) -> None:
        super().prepare()
        for prefix, whose in self.prefixes.items():
            self.fields.update(_person_fields(prefix, whose))

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        for prefix in self.prefixes:
            if answers.get(f"{prefix}person_name") and not answers.get(f"{prefix}post"):
                self.add_error(f"{prefix}post", _("Hãy ghi chức vụ của người đại diện."))
            if answers.get(f"{prefix}post") and not answers.get(f"{prefix}person_name"):
                self.add_error(f"{prefix}person_name", _("Hãy ghi họ và tên người đại diện."))
        return answers

    @staticmethod
    def person(answers: dict[str, Any], prefix: str = "") -> Representative | None:
        name, post, honorific = (answers[f"{prefix}{column}"] for column in ("person_name", "post", "honorific"))
        return Representative(name, post, honorific) if name else None

    @staticmethod
    def term(answers: dict[str, Any]) -> dict[str, Any]:
        return {column: answers[column] for column in ("on", "until", "decision")}


class AppointHeadForm(RepresentedForm):
    title = _("Cử Trưởng khối")
    explanation = _(
        "Cơ quan được chọn làm Trưởng khối kể từ ngày được ghi; Trưởng khối trước giữ chức đến hết hôm trước. "
        "Nếu cơ quan đang là Phó Trưởng khối thì thôi chức Phó cùng ngày."
    )
    button = _("Cử Trưởng khối")
    done = _("Đã cử Trưởng khối.")

    agency = ChosenAgencyField(label=_("Cơ quan"))

    def act(self, answers: dict[str, Any]) -> Officer:
        return appointing.appoint_head(
            bloc=self.subject, agency=answers["agency"], representative=self.person(answers), **self.term(answers)
        )


class AppointDeputyForm(RepresentedForm):
    title = _("Cử Phó Trưởng khối")
    explanation = _("Phó Trưởng khối phải là cơ quan khác với Trưởng khối; Phó trước giữ chức đến hết hôm trước.")
    button = _("Cử Phó Trưởng khối")
    done = _("Đã cử Phó Trưởng khối.")

    agency = ChosenAgencyField(label=_("Cơ quan"))

    def act(self, answers: dict[str, Any]) -> Officer:
        return appointing.appoint_deputy(
            bloc=self.subject, agency=answers["agency"], representative=self.person(answers), **self.term(answers)
        )


class HandOverForm(RepresentedForm):
    title = _("Bàn giao Trưởng khối (luân phiên)")
    explanation = _(
        "Trưởng khối và Phó Trưởng khối cùng thay đổi từ một ngày. Không chọn Phó thì chức Phó Trưởng khối để trống."
    )
    button = _("Bàn giao")
    done = _("Đã bàn giao Trưởng khối.")
    prefixes = {"head_": _("Trưởng khối"), "deputy_": _("Phó Trưởng khối")}

    head = ChosenAgencyField(label=_("Trưởng khối mới"))
    deputy = ChosenAgencyField(label=_("Phó Trưởng khối mới"), required=False)

    def prepare(self) -> None:
        super().prepare()
        self.order_fields(["head", *_person_fields("head_", ""), "deputy", *_person_fields("deputy_", "")])
        # The deputy of the ending year usually leads the next one.
        deputies = Officer.objects.of_bloc(self.subject).of_role(Officer.Role.DEPUTY).begun_by(self.day)
        self.fields["head"].initial = deputies.latest_first().values_list("agency", flat=True).first()

    def act(self, answers: dict[str, Any]) -> object:
        return appointing.hand_over(
            bloc=self.subject,
            head=answers["head"],
            deputy=answers["deputy"],
            head_representative=self.person(answers, "head_"),
            deputy_representative=self.person(answers, "deputy_"),
            **self.term(answers),
        )


class OfficeOfTheDayForm(BlocForm):
    """Asks which of the two offices is meant; no decision is needed."""

    office = forms.ModelChoiceField(Officer.objects.none(), label=_("Chức trách"))

    def prepare(self) -> None:
        del self.fields["decision"]
        holding = Officer.objects.of_bloc(self.subject).reaching_beyond(self.day).with_people()
        self.fields["office"].queryset = holding
        self.fields["office"].initial = holding.heads().first()


class ChangeRepresentativeForm(OfficeOfTheDayForm):
    title = _("Đổi người đại diện")
    explanation = _("Cơ quan vẫn giữ chức trách; người đại diện của cơ quan thay đổi từ ngày được ghi.")
    button = _("Đổi người đại diện")
    done = _("Đã đổi người đại diện.")

    def prepare(self) -> None:
        super().prepare()
        persons = _person_fields("", "")
        persons["person_name"].required = persons["post"].required = True
        persons["person_name"].help_text = ""
        self.fields.update(persons)

    def act(self, answers: dict[str, Any]) -> OfficerPerson:
        return appointing.change_representative(
            officer=answers["office"],
            representative=Representative(answers["person_name"], answers["post"], answers["honorific"]),
            on=answers["on"],
        )


class VacateForm(OfficeOfTheDayForm):
    title = _("Thôi giữ chức trách")
    explanation = _("Chức trách kết thúc mà chưa có cơ quan kế nhiệm.")
    button = _("Kết thúc chức trách")
    done = _("Đã kết thúc chức trách.")

    def act(self, answers: dict[str, Any]) -> None:
        appointing.vacate_office(officer=answers["office"], on=answers["on"])


class RenameBlocForm(BlocForm):
    title = _("Đổi tên hoặc số hiệu khối")
    explanation = _("Trang về những ngày trước đó vẫn ghi tên và số hiệu cũ.")
    button = _("Đổi tên")
    done = _("Đã đổi tên khối.")

    name = forms.CharField(label=_("Tên mới"), max_length=BlocName._meta.get_field("name").max_length)
    name_en = forms.CharField(
        label=_("Tên tiếng Anh mới"), required=False, max_length=BlocName._meta.get_field("name_en").max_length
    )
    number_label = forms.CharField(
        label=_("Số hiệu mới"),
        required=False,
        max_length=BlocName._meta.get_field("number_label").max_length,
        help_text=_("Ví dụ: số 5"),
    )

    def prepare(self) -> None:
        current = self.subject.name_on(self.day)
        if current is not None:
            known = {name: getattr(current, name) for name in ("name", "name_en", "number_label")}
            self.initial = known | self.initial

    def act(self, answers: dict[str, Any]) -> BlocName:
        return rearranging.rename_bloc(bloc=self.subject, **answers)


class DissolveBlocForm(BlocForm):
    title = _("Giải thể khối")
    explanation = _(
        "Mọi tư cách thành viên và chức trách trong khối kết thúc từ ngày được ghi. Hồ sơ các năm trước vẫn được giữ."
    )
    button = _("Giải thể khối")
    done = _("Đã giải thể khối.")

    def act(self, answers: dict[str, Any]) -> None:
        rearranging.dissolve_bloc(bloc=self.subject, **answers)


# Each action under the last part of its address.
BLOC_ACTS: dict[str, type[BlocForm]] = {
    "ket-nap": AdmitForm,
    "roi-khoi": ReleaseForm,
    "chuyen-khoi": MoveForm,
    "cu-truong-khoi": AppointHeadForm,
    "cu-pho-truong-khoi": AppointDeputyForm,
    "ban-giao": HandOverForm,
    "doi-nguoi-dai-dien": ChangeRepresentativeForm,
    "thoi-chuc-trach": VacateForm,
    "doi-ten": RenameBlocForm,
    "giai-the": DissolveBlocForm,
}


class FoundBlocForm(forms.ModelForm):
    """The first page of a bloc: what it is, and its first name with the decision that founds it."""

    name = forms.CharField(
        label=_("Tên"),
        max_length=BlocName._meta.get_field("name").max_length,
        help_text=BlocName._meta.get_field("name").help_text,
    )
    name_en = forms.CharField(
        label=_("Tên tiếng Anh"), required=False, max_length=BlocName._meta.get_field("name_en").max_length
    )
    number_label = forms.CharField(
        label=_("Số hiệu"),
        required=False,
        max_length=BlocName._meta.get_field("number_label").max_length,
        help_text=BlocName._meta.get_field("number_label").help_text,
    )
    on = forms.DateField(label=_("Thành lập từ ngày"), widget=AdminDateWidget)
    decision = forms.ModelChoiceField(
        Decision.objects.all(), label=_("Theo quyết định"), required=False, help_text=_("Để trống nếu chưa rõ.")
    )

    class Meta:
        model = Bloc
        fields = ["kind", "level", "slug"]

    def carry_out(self) -> Bloc:
        return rearranging.found_bloc(**self.cleaned_data)
