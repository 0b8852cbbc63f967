"""What the public writes."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from portal.kit import languages, vietnamese
from portal.questions.answering import Letter
from portal.questions.models import Topic

NAMED, ANONYMOUS = "viet-tat", "an-danh"
_PHONE = RegexValidator(
    r"^\+?[0-9][0-9 .()-]{6,18}[0-9]$", _("Số điện thoại chỉ gồm chữ số, dấu cách, dấu chấm; từ 8 số trở lên.")
)


def own_page(address: str) -> str:
    """The path of a page of ours, of an error report; empty for anything else."""
    path = vietnamese.nfc(address)
    try:
        parts = urlsplit(path)
    except ValueError:
        return ""
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.netloc
    return path if is_ours and len(path) <= 300 and path.isprintable() else ""


class LineField(forms.CharField):
    """A line in the form in which it is stored, so that its length and its emptiness are those of what is stored."""

    def to_python(self, value: Any) -> str:
        return vietnamese.tidy_line(super().to_python(value))


class TextField(forms.CharField):
    """Paragraphs, likewise."""

    def to_python(self, value: Any) -> str:
        return vietnamese.nfc(super().to_python(value))


class StoredSelect(forms.Select):
    """A select of stored names: on an English page each says that it is Vietnamese."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value and languages.current() != languages.VIETNAMESE:
            option["attrs"]["lang"] = languages.VIETNAMESE
        return option


class QuestionForm(forms.Form):
    """The public form. ``website`` is a trap: people do not see it, and what fills it is no person."""

    name = LineField(label=_("Họ và tên"), max_length=100, widget=forms.TextInput({"autocomplete": "name"}))
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
        validators=[_PHONE],
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    shown_as = forms.ChoiceField(
        label=_("Khi câu hỏi được đăng công khai, tên hiện là"),
        choices=[(NAMED, _("Chữ viết tắt, ví dụ: Ông/Bà N.V.A.")), (ANONYMOUS, _("Ẩn danh"))],
    )
    topic = forms.ModelChoiceField(
        label=_("Lĩnh vực"),
        queryset=Topic.objects.none(),
        required=False,
        empty_label=_("Tôi không rõ"),
        to_field_name="slug",
        widget=StoredSelect,
    )
    page = forms.CharField(
        label=_("Trang có lỗi"), max_length=300, required=False, widget=forms.TextInput({"readonly": True})
    )
    subject = LineField(label=_("Tiêu đề"), max_length=200)
    text = TextField(
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
        sent_page = own_page(str(self.data.get("page", ""))) if self.is_bound else own_page(page)
        self.is_report = bool(sent_page)
        if self.is_report:
            self.initial.update(page=sent_page, subject=_("Báo lỗi trên trang"))
            del self.fields["topic"], self.fields["shown_as"]
        else:
            del self.fields["page"]

    def clean_page(self) -> str:
        return own_page(self.cleaned_data["page"])

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Ô này phải để trống: đó là cách cổng nhận ra máy gửi thư rác."))
        return ""

    def letter(self) -> Letter:
        """What was sent, once it is valid."""
        sent = self.cleaned_data
        return Letter(
            name=sent["name"],
            email=sent["email"],
            phone=sent["phone"],
            subject=sent["subject"],
            text=sent["text"],
            topic=sent.get("topic"),
            page=sent.get("page", ""),
            is_anonymous=sent.get("shown_as") == ANONYMOUS,
        )

    @property
    def places(self) -> list[forms.BoundField]:
        """The fields in their order, without the trap and the consent, which stand by themselves."""
        return [field for field in self if field.name not in {"website", "consent"}]
