"""Article form of the admin, the form with the input of a workflow action, and notification settings."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news import revisions, services, workflow
from news.content_checks.article import form_article_text, has_byline
from news.models import CORRECTION_NOTE_MAX_LENGTH, Article, NoticeSettings
from news.workflow import ArticleAction, ArticleState
from portal.core.admin.widgets import LabelledSplitDateTime
from portal.core.form_fields import VietnameseDateTimeField
from portal.core.text.numbers import MAX_INTEGER, parse_int
from portal.images.services import missing_alt_text_error

# Hidden inputs: the revision number that the form was opened with, and the autosave key.
REVISION_NUMBER_FIELD, FORM_KEY_FIELD = "_revision", "_key"
# Inputs that only redisplay the form without saving: recover an autosave, merge an edit conflict.
RECOVER_FIELD, MERGE_FIELD = "_recover", "_merge"


class ArticleActionForm(forms.Form):
    """Input of a workflow action. Which fields are required is decided by the action."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do trả lại"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    publish_at = VietnameseDateTimeField(label=gettext_lazy("Giờ đăng"), required=False, widget=LabelledSplitDateTime)
    note = forms.CharField(
        label=gettext_lazy("Lời giải thích cho người đọc"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    target = forms.CharField(
        label=gettext_lazy("Hoặc chuyển người đọc đến"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Địa chỉ trên cổng (bắt đầu bằng /) hoặc địa chỉ đầy đủ https://…"),
    )
    acknowledged = forms.BooleanField(label=gettext_lazy("Tôi đã đối chiếu với bản đang đăng"), required=False)
    correction = forms.CharField(
        label=gettext_lazy("Ghi chú cập nhật cho người đọc"),
        max_length=CORRECTION_NOTE_MAX_LENGTH,
        required=False,
        help_text=gettext_lazy("Khi nội dung đổi, người đọc thấy “Cập nhật lúc …” kèm câu này."),
    )
    is_minor = forms.BooleanField(label=gettext_lazy("Chỉ sửa lỗi nhỏ, không cần báo cho người đọc"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": "act"})

    def action_input(self) -> services.ActionInput:
        """The input of a valid form."""
        return services.ActionInput(**self.cleaned_data)


def parse_action(data: Mapping[str, str]) -> ArticleAction:
    """The action of the pressed button; plain saving when none is given. Raises ValidationError for an unknown one."""
    name = data.get("_act") or ArticleAction.EDIT.value
    try:
        return ArticleAction(name)
    except ValueError as error:
        raise ValidationError(_("Không có việc này.")) from error


# ``published_on`` is derived, not typed, but a duplicate URL must be reported before saving.
_CHECKED_DERIVED = {"published_on", "slug", "revision_of"}


class ArticleForm(forms.ModelForm):
    """Keeps all input when validation fails; the requirements of an action are checked before anything is saved."""

    # Set by the admin for each request.
    request: HttpRequest | None = None

    class Meta:
        model = Article
        fields = "__all__"
        widgets = {
            "title": forms.TextInput(attrs={"class": "vTextField article-title"}),
            "summary": forms.Textarea(attrs={"rows": 3}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if RECOVER_FIELD in self.data or MERGE_FIELD in self.data:
            # The form was redisplayed with recovered or merged data; the user reviews it and saves.
            self.add_error(None, ValidationError(_("Chưa lưu: hãy xem lại rồi bấm Lưu."), code="shown-again"))
            return cleaned
        if self.has_edit_conflict:
            self.add_error(None, services.EditConflict(self.instance))
        if action_error := getattr(self.request, "action_error", None):
            self.add_error(None, action_error)
        self._check_requirements(cleaned)
        return cleaned

    @property
    def has_edit_conflict(self) -> bool:
        """Whether the article was saved since this form was opened."""
        base_revision_number = parse_int(self.data.get(REVISION_NUMBER_FIELD), maximum=MAX_INTEGER)
        return (
            bool(self.instance.pk)
            and base_revision_number is not None
            and base_revision_number != self.instance.revision_number
        )

    def _check_requirements(self, cleaned: dict[str, Any]) -> None:
        try:
            action = parse_action(self.data)
        except ValidationError as error:
            self.add_error(None, error)
            return
        state = self.instance.state_at() if self.instance.pk else ArticleState.DRAFT
        transition = workflow.ARTICLE_WORKFLOW.find_transition(
            action, state, is_variant=self.instance.is_pending_revision
        )
        stays_public = action == ArticleAction.EDIT and state in workflow.LIVE_STATES
        if stays_public or (transition is not None and workflow.Requirement.COMPLETE in transition.requirements):
            given = {**cleaned, "has_author": has_byline(self.data)}
            known = {
                **vars(form_article_text(given)),
                **{name: cleaned.get(name) or "" for name in ("summary", "body")},
            }
            for field, message in services.missing_for_publication(**known).items():
                if field not in self.errors:
                    self.add_error(field if field in self.fields else None, message)
            if image_error := missing_alt_text_error(lead_image=cleaned.get("lead_image"), article=self.instance):
                self.add_error("lead_image", image_error)

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - _CHECKED_DERIVED  # type: ignore[misc]  # missing in the stubs


def form_data_from_snapshot(snapshot: Mapping[str, Any]) -> dict[str, str]:
    """Form data of an article's own fields, as a browser would send it, from a revision snapshot."""
    values: dict[str, str] = {}
    for name in revisions.SNAPSHOT_FIELDS:
        value = snapshot.get(name)
        field = revisions.article_field(name)
        if field.get_internal_type() == "DateTimeField":
            values |= _datetime_form_data(name, parse_datetime(value) if value else None)
        elif isinstance(value, bool):
            values[name] = "on" if value else ""
        else:
            values[name] = "" if value is None else str(value)
    return values


def _datetime_form_data(name: str, value: dt.datetime | None) -> dict[str, str]:
    if value is None:
        return {f"{name}_0": "", f"{name}_1": ""}
    local = timezone.localtime(value)
    return {f"{name}_0": local.strftime("%d/%m/%Y"), f"{name}_1": local.strftime("%H:%M:%S")}


def update_form_data(data: QueryDict, values: Mapping[str, str]) -> None:
    """Writes values into form data; an unchecked checkbox is left out."""
    for name, value in values.items():
        if value or name not in {"is_featured", "is_pinned"}:
            data[name] = value
        else:
            data.pop(name, None)


class NoticeSettingsForm(forms.ModelForm):
    """A user's notification settings."""

    class Meta:
        model = NoticeSettings
        fields = ["in_page", "by_email"]
