"""Public forms for questions and error reports."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from portal.core.form_fields import (
    NormalizedCharField,
    NormalizedTextField,
    SlugChoiceField,
    exceeds_length_before_normalizing,
)
from portal.core.http.absolute_urls import split_url
from portal.core.text import languages, vietnamese
from portal.questions.models import Topic
from portal.questions.services import QuestionSubmission

MAX_PATH_LENGTH = 300
SHOW_INITIALS, SHOW_ANONYMOUS = "viet-tat", "an-danh"
_PHONE_VALIDATOR = RegexValidator(
    r"^\+?[0-9][0-9 .()-]{6,18}[0-9]$", _("Số điện thoại chỉ gồm chữ số, dấu cách, dấu chấm; từ 8 số trở lên.")
)


def clean_own_path(address: str) -> str:
    """Path on this site for an error report; empty for anything else."""
    if exceeds_length_before_normalizing(address, MAX_PATH_LENGTH):
        return ""
    path = vietnamese.nfc(address)
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and not split_url(path).netloc
    return path if is_ours and len(path) <= MAX_PATH_LENGTH and path.isprintable() else ""


class LanguageTaggedSelect(forms.Select):
    """Select of stored names; on an English page its options have ``lang="vi"``."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value and languages.current_language() != languages.VIETNAMESE:
            option["attrs"]["lang"] = languages.VIETNAMESE
        return option


class QuestionForm(forms.Form):
    """Public form. ``website`` is a honeypot: hidden from people, filled in by bots."""

    name = NormalizedCharField(label=_("Họ và tên"), max_length=100, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Thư điện tử (không bắt buộc)"),
        max_length=254,
        required=False,
        help_text=_("Có thư điện tử thì cổng gửi thư khi có kết quả."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Điện thoại (không bắt buộc)"),
        max_length=20,
        required=False,
        validators=[_PHONE_VALIDATOR],
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    shown_as = forms.ChoiceField(
        label=_("Khi câu hỏi được đăng công khai, tên hiện là"),
        choices=[(SHOW_INITIALS, _("Chữ viết tắt, ví dụ: Ông/Bà N.V.A.")), (SHOW_ANONYMOUS, _("Ẩn danh"))],
    )
    topic = SlugChoiceField(
        label=_("Lĩnh vực"),
        queryset=Topic.objects.none(),
        required=False,
        empty_label=_("Tôi không rõ"),
        widget=LanguageTaggedSelect,
    )
    page = forms.CharField(
        label=_("Trang có lỗi"), max_length=MAX_PATH_LENGTH, required=False, widget=forms.TextInput({"readonly": True})
    )
    subject = NormalizedCharField(label=_("Tiêu đề"), max_length=200)
    text = NormalizedTextField(
        label=_("Nội dung"),
        max_length=5000,
        help_text=_("Không viết số giấy tờ, số tài khoản hay thông tin riêng của người khác."),
        widget=forms.Textarea({"rows": 8}),
    )
    website = forms.CharField(
        label=_("Để trống ô này"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )
    consent = forms.BooleanField(
        label=_("Tôi đồng ý để cơ quan dùng những thông tin trên vào việc trả lời tôi"),
        error_messages={"required": _("Cần có sự đồng ý này thì cơ quan mới được nhận thông tin của Ông/Bà.")},
    )

    def __init__(self, *args: Any, page: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Topic.objects.open().in_order()  # type: ignore[attr-defined]
        sent_page = clean_own_path(str(self.data.get("page", ""))) if self.is_bound else clean_own_path(page)
        self.is_report = bool(sent_page)
        if self.is_report:
            self.initial.update(page=sent_page, subject=_("Báo lỗi trên trang"))
            del self.fields["topic"], self.fields["shown_as"]
        else:
            del self.fields["page"]

    def clean_page(self) -> str:
        return clean_own_path(self.cleaned_data["page"])

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Ô này phải để trống: đó là cách cổng nhận ra máy gửi thư rác."))
        return ""

    def submission(self) -> QuestionSubmission:
        """The valid submission."""
        data = self.cleaned_data
        return QuestionSubmission(
            name=data["name"],
            email=data["email"],
            phone=data["phone"],
            subject=data["subject"],
            text=data["text"],
            topic=data.get("topic"),
            reported_path=data.get("page", ""),
            is_anonymous=data.get("shown_as") == SHOW_ANONYMOUS,
        )

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """Fields in order, without the honeypot and the consent, which the template renders separately."""
        return [field for field in self if field.name not in {"website", "consent"}]
