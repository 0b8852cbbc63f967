"""Staff form of a question."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.questions.models import Question
from portal.questions.services import MAX_REASON_LENGTH


class QuestionAdminForm(forms.ModelForm):
    """Staff form; ``seen_revision_number`` and ``reason`` are arguments of the requested action."""

    seen_revision_number = forms.IntegerField(label=_("bản"), widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=MAX_REASON_LENGTH,
        required=False,
        help_text=_("Cần khi từ chối (người gửi đọc được), trả lại, gỡ và xóa thông tin liên hệ (chỉ nội bộ)."),
        widget=forms.Textarea({"rows": 3, "class": "vLargeTextField"}),
    )

    class Meta:
        model = Question
        fields = ["topic", "public_subject", "public_text", "unit", "assignee", "answer"]
        widgets = {
            "public_subject": forms.TextInput({"class": "vLargeTextField"}),
            "unit": forms.TextInput({"class": "vLargeTextField"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen_revision_number"] = self.instance.revision_number

    def clean_seen_revision_number(self) -> int:
        self.instance.revision_number = self.cleaned_data["seen_revision_number"]
        return self.instance.revision_number
