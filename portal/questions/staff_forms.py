"""What staff decide on a question."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.questions.answering import REASON_LENGTH
from portal.questions.models import Question


class AnswerForm(forms.ModelForm):
    """A question on its way; ``seen_edition`` and ``reason`` go with the act whose button was pressed."""

    seen_edition = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=REASON_LENGTH,
        required=False,
        help_text=_("Cần khi từ chối (người gửi đọc được), trả lại, gỡ và xóa thông tin liên hệ (chỉ nội bộ)."),
        widget=forms.Textarea({"rows": 3, "class": "vLargeTextField"}),
    )
    # Why an act was refused; the form comes back with all that was typed.
    refusal: ValidationError | None = None

    class Meta:
        model = Question
        fields = ["topic", "public_subject", "public_text", "unit", "assignee", "answer"]
        widgets = {
            "public_subject": forms.TextInput({"class": "vLargeTextField"}),
            "unit": forms.TextInput({"class": "vLargeTextField"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen_edition"] = self.instance.edition

    def clean_seen_edition(self) -> int:
        self.instance.edition = self.cleaned_data["seen_edition"]
        return self.instance.edition

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.refusal is not None:
            self.add_error(None, ValidationError(self.refusal.messages, code="refused"))
        return cleaned
