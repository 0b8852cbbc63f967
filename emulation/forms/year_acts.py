"""What the acts of a bloc's year ask for: signing, correcting, new versions, circulation, comments, withdrawal."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminTextInputWidget, AdminTimeWidget
from django.utils.translation import gettext_lazy as _

from emulation import drafting, registering, signing
from emulation.forms.guided import ChosenAgencyField
from emulation.models import Agency, BlocDocument, Covenant, CovenantSignature, DocumentComment, Registration
from portal.kit import uploads
from portal.kit.act_forms import ActForm, DatedActForm
from portal.kit.richtext import RichTextFormField
from portal.kit.signatures import SigningCapacity


# --- the covenant ----------------------------------------------------------------------------------------------
class SignForm(ActForm):
    subject: Covenant
    title = _("Ghi nhận chữ ký")
    explanation = _(
        "Mỗi bên ký một lần. Khi bên cuối cùng ký, bản giao ước được khoá: không câu chữ hay chữ ký nào sửa được nữa."
    )
    button = _("Ghi nhận")
    done = _("Đã ghi nhận chữ ký.")

    agency = ChosenAgencyField(label=_("Đơn vị ký"))
    capacity = forms.ChoiceField(label=_("Thẩm quyền ký"), choices=SigningCapacity.choices)
    person_name = forms.CharField(
        label=_("Người ký"),
        max_length=150,
        required=False,
        widget=AdminTextInputWidget,
        help_text=_("Để trống khi hồ sơ không ghi lại tên người ký."),
    )
    post = forms.CharField(label=_("Chức vụ"), max_length=150, widget=AdminTextInputWidget)
    signed_on = forms.DateField(label=_("Ký ngày"), widget=AdminDateWidget)
    signed_time = forms.TimeField(label=_("Lúc"), required=False, widget=AdminTimeWidget)
    copy = forms.FileField(
        label=_("Bản đã ký"),
        required=False,
        validators=[uploads.check_document],
        help_text=_("Bản quét hoặc bản ký số."),
    )

    def prepare(self) -> None:
        self.fields["agency"].queryset = signing.agencies_to_sign(self.subject)
        self.fields["signed_on"].initial = self.subject.signed_on

    def act(self, answers: dict[str, Any]) -> CovenantSignature:
        return signing.sign_covenant(covenant=self.subject, by=self.by, **answers)


class WithdrawSignatureForm(ActForm):
    subject: Covenant
    title = _("Gỡ một chữ ký ghi nhầm")
    explanation = _("Chỉ làm được khi bản giao ước chưa khoá.")
    button = _("Gỡ chữ ký")
    done = _("Đã gỡ chữ ký.")

    signature = forms.ModelChoiceField(CovenantSignature.objects.none(), label=_("Chữ ký"))

    def prepare(self) -> None:
        self.fields["signature"].queryset = self.subject.signatures.select_related("agency")
        self.fields["signature"].label_from_instance = lambda signature: f"{signature.agency} – {signature}"

    def act(self, answers: dict[str, Any]) -> None:
        signing.withdraw_signature(signature=answers["signature"])


class InviteForm(ActForm):
    subject: Covenant
    title = _("Đưa các thành viên vào làm bên giao ước")
    explanation = _(
        "Mọi đơn vị là thành viên của khối vào ngày ký trở thành một bên của bản giao ước; bên đã có thì giữ nguyên."
    )
    button = _("Thêm các thành viên")
    done = _("Đã thêm các thành viên còn thiếu.")

    def act(self, answers: dict[str, Any]) -> None:
        signing.invite_members(covenant=self.subject)


class CorrectForm(DatedActForm):
    subject: Covenant
    title = _("Lập bản đính chính")
    explanation = _("Bản đã khoá giữ nguyên và vẫn có hiệu lực cho đến khi bản mới được mọi bên ký.")
    button = _("Lập bản mới")
    done = _("Đã lập bản mới; hãy sửa câu chữ rồi lấy lại chữ ký.")

    def prepare(self) -> None:
        super().prepare()
        self.fields["on"].label = _("Ngày ký của bản mới")

    def act(self, answers: dict[str, Any]) -> Covenant:
        return signing.correct_covenant(covenant=self.subject, signed_on=answers["on"])


# --- documents ---------------------------------------------------------------------------------------------------
class AddVersionForm(ActForm):
    subject: BlocDocument
    title = _("Thêm phiên bản")
    explanation = _("Các phiên bản trước được giữ nguyên; có thể so sánh hai phiên bản bất kỳ.")
    button = _("Lưu phiên bản")
    done = _("Đã lưu phiên bản mới.")

    text = RichTextFormField(label=_("Nội dung"), required=False)
    file = forms.FileField(label=_("Tệp"), required=False, validators=[uploads.check_document])
    note = forms.CharField(label=_("Điều đã thay đổi"), max_length=250, required=False, widget=AdminTextInputWidget)

    def prepare(self) -> None:
        last = self.subject.versions.latest_first().first()
        self.fields["text"].initial = last.text if last else ""

    def act(self, answers: dict[str, Any]) -> object:
        return drafting.add_version(document=self.subject, by=self.by, **answers)


class CirculateForm(DatedActForm):
    subject: BlocDocument
    title = _("Gửi lấy ý kiến")
    explanation = _("Phiên bản mới nhất được gửi tới các thành viên để góp ý.")
    button = _("Gửi lấy ý kiến")
    done = _("Văn bản đang lấy ý kiến.")

    def act(self, answers: dict[str, Any]) -> BlocDocument:
        return drafting.circulate_document(document=self.subject, on=answers["on"])


class AdoptForm(DatedActForm):
    subject: BlocDocument
    title = _("Thông qua")
    explanation = _("Phiên bản mới nhất trở thành văn bản chính thức và hiện ở trang công khai của năm.")
    button = _("Thông qua")
    done = _("Văn bản đã được thông qua.")

    def act(self, answers: dict[str, Any]) -> BlocDocument:
        return drafting.adopt_document(document=self.subject, on=answers["on"])


class CommentForm(ActForm):
    subject: BlocDocument
    title = _("Ghi ý kiến góp ý")
    explanation = _("Ý kiến của một đơn vị thành viên về phiên bản đang lấy ý kiến.")
    button = _("Ghi ý kiến")
    done = _("Đã ghi ý kiến góp ý.")

    agency = ChosenAgencyField(label=_("Đơn vị góp ý"))
    author = forms.CharField(label=_("Người góp ý"), max_length=150, required=False, widget=AdminTextInputWidget)
    text = forms.CharField(label=_("Ý kiến"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6, "cols": 80}))

    def prepare(self) -> None:
        year = self.subject.year
        self.fields["agency"].queryset = Agency.objects.members_of(year.bloc, since=year.first_day)

    def act(self, answers: dict[str, Any]) -> DocumentComment:
        return drafting.comment_on(version=self.subject.versions.latest_first()[0], **answers)


class AnswerForm(ActForm):
    subject: BlocDocument
    title = _("Trả lời ý kiến góp ý")
    explanation = _("Câu trả lời được lưu cùng ý kiến và không sửa lại được.")
    button = _("Trả lời")
    done = _("Đã trả lời ý kiến góp ý.")

    comment = forms.ModelChoiceField(DocumentComment.objects.none(), label=_("Ý kiến"))
    answer = forms.CharField(label=_("Trả lời"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6, "cols": 80}))

    def prepare(self) -> None:
        self.fields["comment"].queryset = self.subject.unanswered_comments().select_related("agency")
        self.fields["comment"].label_from_instance = lambda comment: f"{comment.agency}: {comment}"

    def act(self, answers: dict[str, Any]) -> DocumentComment:
        return drafting.answer_comment(by=self.by, **answers)


# --- registrations -----------------------------------------------------------------------------------------------
class WithdrawRegistrationForm(DatedActForm):
    subject: Registration
    title = _("Rút đăng ký")
    explanation = _("Đăng ký được rút vẫn lưu trong hồ sơ.")
    button = _("Rút đăng ký")
    done = _("Đã rút đăng ký.")

    def act(self, answers: dict[str, Any]) -> Registration:
        return registering.withdraw_registration(registration=self.subject, on=answers["on"])


COVENANT_ACTS = {
    "ky": SignForm,
    "go-chu-ky": WithdrawSignatureForm,
    "moi-thanh-vien": InviteForm,
    "dinh-chinh": CorrectForm,
}
DOCUMENT_ACTS = {
    "phien-ban": AddVersionForm,
    "lay-y-kien": CirculateForm,
    "thong-qua": AdoptForm,
    "gop-y": CommentForm,
    "tra-loi": AnswerForm,
}
REGISTRATION_ACTS = {"rut": WithdrawRegistrationForm}
