"""Public form for a comment on a draft."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.consultations.models import MAX_COMMENT_LENGTH
from portal.core.form_fields import NormalizedCharField, NormalizedTextField


class CommentForm(forms.Form):
    """``website`` is a honeypot: hidden from people, filled in by bots."""

    name = NormalizedCharField(
        label=_("Họ và tên"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    organisation = NormalizedCharField(
        label=_("Cơ quan, tổ chức (không bắt buộc)"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label=_("Thư điện tử (không bắt buộc, không công khai)"),
        max_length=200,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    text = NormalizedTextField(
        label=_("Ý kiến"),
        max_length=MAX_COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8, "aria-describedby": "comment-limit"}),
    )
    consent = forms.BooleanField(
        label=_("Tôi đồng ý để cơ quan lưu và sử dụng thông tin trên theo thông báo này"),
        error_messages={"required": _("Chưa đánh dấu đồng ý thì cơ quan không được phép nhận thông tin của bạn.")},
    )
    website = forms.CharField(
        label=_("Để trống ô này"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    use_required_attribute = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for name, field in self.fields.items():
            if self.is_bound and self.has_error(name):
                field.widget.attrs.update({"aria-invalid": "true", "aria-describedby": f"id_{name}_error"})

    @property
    def is_spam(self) -> bool:
        return bool(self.data.get("website"))
