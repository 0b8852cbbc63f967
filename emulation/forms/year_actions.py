"""Forms of the actions on a year: sign, correct, add a version, circulate, comment, withdraw."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminTextInputWidget, AdminTimeWidget
from django.utils.translation import gettext_lazy as _

from emulation import covenants, documents, registrations
from emulation.forms.guided import AgencyChoiceField, model_choice_field
from emulation.models import Agency, BlocDocument, Covenant, CovenantSignature, DocumentComment, Registration
from portal.accounts.models import User
from portal.core.admin.action_forms import ActionForm, DatedActionForm
from portal.core.content import uploads
from portal.core.content.editor import RichTextFormField
from portal.core.content.pending_uploads import UploadField
from portal.core.form_fields import VietnameseDateField
from portal.core.text.signatures import SigningCapacity


class YearActionForm(ActionForm):
    by: User


class DatedYearActionForm(DatedActionForm):
    by: User


# Covenants
class SignCovenantForm(YearActionForm):
    instance: Covenant
    title = _("Ghi nhận chữ ký")
    explanation = _(
        "Mỗi bên ký một lần. Khi bên cuối cùng ký, bản giao ước được khoá: không câu chữ hay chữ ký nào sửa được nữa."
    )
    submit_label = _("Ghi nhận")
    success_message = _("Đã ghi nhận chữ ký.")

    agency = AgencyChoiceField(label=_("Đơn vị ký"))
    capacity = forms.ChoiceField(label=_("Thẩm quyền ký"), choices=SigningCapacity.choices)
    person_name = forms.CharField(
        label=_("Người ký"),
        max_length=150,
        required=False,
        widget=AdminTextInputWidget,
        help_text=_("Để trống khi hồ sơ không ghi lại tên người ký."),
    )
    post = forms.CharField(label=_("Chức vụ"), max_length=150, widget=AdminTextInputWidget)
    signed_on = VietnameseDateField(label=_("Ký ngày"), widget=AdminDateWidget)
    signed_time = forms.TimeField(label=_("Lúc"), required=False, widget=AdminTimeWidget)
    copy = UploadField(
        label=_("Bản đã ký"),
        required=False,
        validators=[uploads.validate_document],  # type: ignore[list-item]  # Django ignores what a validator returns
        help_text=_("Bản quét hoặc bản ký số."),
    )

    def prepare(self) -> None:
        choice = model_choice_field(self, "agency")
        choice.queryset = covenants.agencies_awaiting_signature(self.instance)
        self.fields["signed_on"].initial = self.instance.signed_on

    def run(self, answers: dict[str, Any]) -> CovenantSignature:
        return covenants.sign_covenant(covenant=self.instance, by=self.by, **answers)


class WithdrawSignatureForm(YearActionForm):
    instance: Covenant
    title = _("Gỡ một chữ ký ghi nhầm")
    explanation = _("Chỉ làm được khi bản giao ước chưa khoá.")
    submit_label = _("Gỡ chữ ký")
    success_message = _("Đã gỡ chữ ký.")

    signature = forms.ModelChoiceField(CovenantSignature.objects.none(), label=_("Chữ ký"))

    def prepare(self) -> None:
        choice = model_choice_field(self, "signature")
        choice.queryset = self.instance.signatures.select_related("agency")
        choice.label_from_instance = lambda obj: f"{obj.agency} – {obj}"  # type: ignore[method-assign]  # for one field

    def run(self, answers: dict[str, Any]) -> None:
        covenants.withdraw_signature(signature=answers["signature"], by=self.by)


class AddMissingPartiesForm(YearActionForm):
    instance: Covenant
    title = _("Đưa các thành viên vào làm bên giao ước")
    explanation = _(
        "Mọi đơn vị là thành viên của khối vào ngày ký trở thành một bên của bản giao ước; bên đã có thì giữ nguyên."
    )
    submit_label = _("Thêm các thành viên")
    success_message = _("Đã thêm các thành viên còn thiếu.")

    def run(self, answers: dict[str, Any]) -> None:
        covenants.add_missing_parties(covenant=self.instance, by=self.by)


class CorrectCovenantForm(DatedYearActionForm):
    instance: Covenant
    title = _("Lập bản đính chính")
    explanation = _("Bản đã khoá giữ nguyên và vẫn có hiệu lực cho đến khi bản mới được mọi bên ký.")
    submit_label = _("Lập bản mới")
    success_message = _("Đã lập bản mới; hãy sửa câu chữ rồi lấy lại chữ ký.")

    def prepare(self) -> None:
        super().prepare()
        self.fields["on"].label = _("Ngày ký của bản mới")

    def run(self, answers: dict[str, Any]) -> Covenant:
        return covenants.correct_covenant(covenant=self.instance, signed_on=answers["on"], by=self.by)


# Documents
class AddVersionForm(YearActionForm):
    instance: BlocDocument
    title = _("Thêm phiên bản")
    explanation = _("Các phiên bản trước được giữ nguyên; có thể so sánh hai phiên bản bất kỳ.")
    submit_label = _("Lưu phiên bản")
    success_message = _("Đã lưu phiên bản mới.")

    text = RichTextFormField(label=_("Nội dung"), required=False)
    file = UploadField(
        label=_("Tệp"),
        required=False,
        validators=[uploads.validate_document],  # type: ignore[list-item]  # Django ignores what a validator returns
    )
    note = forms.CharField(label=_("Điều đã thay đổi"), max_length=250, required=False, widget=AdminTextInputWidget)

    def prepare(self) -> None:
        last = self.instance.versions.latest_first().first()
        self.fields["text"].initial = last.text if last else ""

    def run(self, answers: dict[str, Any]) -> object:
        return documents.add_version(document=self.instance, by=self.by, **answers)


class CirculateDocumentForm(DatedYearActionForm):
    instance: BlocDocument
    title = _("Gửi lấy ý kiến")
    explanation = _("Phiên bản mới nhất được gửi tới các thành viên để góp ý.")
    submit_label = _("Gửi lấy ý kiến")
    success_message = _("Văn bản đang lấy ý kiến.")

    def run(self, answers: dict[str, Any]) -> BlocDocument:
        return documents.circulate_document(document=self.instance, on=answers["on"], by=self.by)


class AdoptDocumentForm(DatedYearActionForm):
    instance: BlocDocument
    title = _("Thông qua")
    explanation = _("Phiên bản mới nhất trở thành văn bản chính thức và hiện ở trang công khai của năm.")
    submit_label = _("Thông qua")
    success_message = _("Văn bản đã được thông qua.")

    def run(self, answers: dict[str, Any]) -> BlocDocument:
        return documents.adopt_document(document=self.instance, on=answers["on"], by=self.by)


class AddCommentForm(YearActionForm):
    instance: BlocDocument
    title = _("Ghi ý kiến góp ý")
    explanation = _("Ý kiến của một đơn vị thành viên về phiên bản đang lấy ý kiến.")
    submit_label = _("Ghi ý kiến")
    success_message = _("Đã ghi ý kiến góp ý.")

    agency = AgencyChoiceField(label=_("Đơn vị góp ý"))
    author = forms.CharField(label=_("Người góp ý"), max_length=150, required=False, widget=AdminTextInputWidget)
    text = forms.CharField(label=_("Ý kiến"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6, "cols": 80}))

    def prepare(self) -> None:
        year = self.instance.year
        choice = model_choice_field(self, "agency")
        choice.queryset = Agency.objects.members_of(year.bloc, since=year.first_day)

    def run(self, answers: dict[str, Any]) -> DocumentComment:
        return documents.add_comment(version=self.instance.versions.latest_first()[0], by=self.by, **answers)


class AnswerCommentForm(YearActionForm):
    instance: BlocDocument
    title = _("Trả lời ý kiến góp ý")
    explanation = _("Câu trả lời được lưu cùng ý kiến và không sửa lại được.")
    submit_label = _("Trả lời")
    success_message = _("Đã trả lời ý kiến góp ý.")

    comment = forms.ModelChoiceField(DocumentComment.objects.none(), label=_("Ý kiến"))
    answer = forms.CharField(label=_("Trả lời"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6, "cols": 80}))

    def prepare(self) -> None:
        choice = model_choice_field(self, "comment")
        choice.queryset = self.instance.unanswered_comments().select_related("agency")
        choice.label_from_instance = lambda obj: f"{obj.agency}: {obj}"  # type: ignore[method-assign]  # for one field

    def run(self, answers: dict[str, Any]) -> DocumentComment:
        return documents.answer_comment(by=self.by, **answers)


# Registrations
class WithdrawRegistrationForm(DatedYearActionForm):
    instance: Registration
    title = _("Rút đăng ký")
    explanation = _("Đăng ký được rút vẫn lưu trong hồ sơ.")
    submit_label = _("Rút đăng ký")
    success_message = _("Đã rút đăng ký.")

    def run(self, answers: dict[str, Any]) -> Registration:
        return registrations.withdraw_registration(registration=self.instance, on=answers["on"], by=self.by)


COVENANT_ACTION_FORMS = {
    "ky": SignCovenantForm,
    "go-chu-ky": WithdrawSignatureForm,
    "moi-thanh-vien": AddMissingPartiesForm,
    "dinh-chinh": CorrectCovenantForm,
}
DOCUMENT_ACTION_FORMS = {
    "phien-ban": AddVersionForm,
    "lay-y-kien": CirculateDocumentForm,
    "thong-qua": AdoptDocumentForm,
    "gop-y": AddCommentForm,
    "tra-loi": AnswerCommentForm,
}
REGISTRATION_ACTION_FORMS = {"rut": WithdrawRegistrationForm}
