"""Forms for documents: creation with the first version, and choice of two versions to compare."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation.models import BlocDocument, DocumentVersion
from portal.core.content import uploads
from portal.core.content.editor import RichTextFormField
from portal.core.content.pending_uploads import UploadField


class DraftDocumentForm(forms.ModelForm):
    """A new document with its first version."""

    text = RichTextFormField(label=_("Nội dung"), required=False)
    file = UploadField(
        label=_("Tệp"),
        required=False,
        validators=[uploads.validate_document],  # type: ignore[list-item]  # Django ignores what a validator returns
    )

    class Meta:
        model = BlocDocument
        fields = ["year", "kind", "title"]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if not answers.get("text") and not answers.get("file") and not self.errors:
            raise ValidationError(gettext("Phiên bản phải có nội dung hoặc tệp."))
        return answers


class CompareVersionsForm(forms.Form):
    """Two versions to compare (``?cu=1&moi=3``); by default the last two."""

    cu = forms.TypedChoiceField(label=_("Bản cũ"), coerce=int)
    moi = forms.TypedChoiceField(label=_("Bản mới"), coerce=int)

    def __init__(self, *args: Any, versions: Sequence[DocumentVersion], **kwargs: Any) -> None:
        """``versions`` must be ordered newest first."""
        self.versions = {version.number: version for version in versions}
        numbers = list(self.versions)
        super().__init__(*args, **kwargs)
        for field, initial in (("cu", numbers[1:2] or numbers[:1]), ("moi", numbers[:1])):
            choice = self.fields[field]
            if isinstance(choice, forms.ChoiceField):
                choice.choices = [(number, str(version)) for number, version in self.versions.items()]
            self.initial[field] = initial[0] if initial else None

    def get_versions(self) -> tuple[DocumentVersion | None, DocumentVersion | None]:
        answers = self.cleaned_data if self.is_bound and self.is_valid() else self.initial
        return self.versions.get(answers["cu"]), self.versions.get(answers["moi"])
