"""The editor's form of an article, and the small form that goes with an act."""

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

from news import publishing, revisions, workflow
from news.checking.stored import is_signed, text_of_form
from news.models import CORRECTION_NOTE_MAX_LENGTH, Article
from news.picturing import refusal_to_show
from news.workflow import Act, State
from portal.kit.admin_widgets import SplitMoment

# Where a form says which edition it was opened with, and under which key it is kept while it is typed into.
EDITION, KEY = "_edition", "_key"
# A form that comes back to be looked at, not saved: what was typed before a crash, or two texts brought together.
RECOVER, MERGE = "_recover", "_merge"


class ActForm(forms.Form):
    """The words that go with an act. Which of them are needed, the act itself says."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do trả lại"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    moment = forms.SplitDateTimeField(label=gettext_lazy("Giờ đăng"), required=False, widget=SplitMoment)
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
        super().__init__(*args, prefix="act", **kwargs)

    def words(self) -> publishing.Words:
        """Of a valid form."""
        return publishing.Words(**self.cleaned_data)


def act_in(data: Mapping[str, str]) -> Act:
    """The act that a pressed button names; plain saving when it names none. Raises ValidationError for nonsense."""
    name = data.get("_act") or Act.EDIT.value
    try:
        return Act(name)
    except ValueError as error:
        raise ValidationError(_("Không có việc này.")) from error


class ArticleForm(forms.ModelForm):
    """Keeps all that was typed when something is wrong; what an act needs is asked for before anything is saved."""

    # Set for each request by the admin.
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
        if RECOVER in self.data or MERGE in self.data:
            # Shown again with what was brought back; its writer looks at it and saves.
            self.add_error(None, ValidationError(_("Chưa lưu: hãy xem lại rồi bấm Lưu."), code="shown-again"))
            return cleaned
        if self.was_overtaken:
            self.add_error(None, publishing.Outdated(self.instance))
        if refused := getattr(self.request, "refused_act", None):
            self.add_error(None, refused)
        self._ask_for_what_is_missing(cleaned)
        return cleaned

    @property
    def was_overtaken(self) -> bool:
        """Whether somebody saved the article since this form was opened."""
        opened_with = self.data.get(EDITION, "")
        return bool(self.instance.pk) and opened_with.isdigit() and int(opened_with) != self.instance.edition

    def _ask_for_what_is_missing(self, cleaned: dict[str, Any]) -> None:
        try:
            act = act_in(self.data)
        except ValidationError as error:
            self.add_error(None, error)
            return
        state = self.instance.state_at() if self.instance.pk else State.DRAFT
        line = workflow.transition(act, state, is_version=self.instance.is_version)
        stays_public = act == Act.EDIT and state in workflow.PUBLIC_SIDE
        if stays_public or (line is not None and workflow.Need.COMPLETE in line.needs):
            given = {**cleaned, "has_author": is_signed(self.data)}
            known = {**vars(text_of_form(given)), **{name: cleaned.get(name) or "" for name in ("summary", "body")}}
            for field, message in publishing.missing_for_publication(**known).items():
                if field not in self.errors:
                    self.add_error(field if field in self.fields else None, message)
            if refused := refusal_to_show(lead=cleaned.get("lead_picture"), article=self.instance):
                self.add_error("lead_picture", refused)

    def _get_validation_exclusions(self) -> set[str]:
        # The day of the address is derived, not typed, yet a clash of addresses must be told before saving.
        return super()._get_validation_exclusions() - {"published_on", "slug", "revises"}


def typed(snapshot: Mapping[str, Any]) -> dict[str, str]:
    """What a browser would send for an article's own fields if a form held this snapshot."""
    values: dict[str, str] = {}
    for name in revisions.FIELDS:
        value = snapshot.get(name)
        field = Article._meta.get_field(name)
        if field.get_internal_type() == "DateTimeField":
            values |= _typed_moment(name, parse_datetime(value) if value else None)
        elif isinstance(value, bool):
            values[name] = "on" if value else ""
        else:
            values[name] = "" if value is None else str(value)
    return values


def _typed_moment(name: str, moment: dt.datetime | None) -> dict[str, str]:
    if moment is None:
        return {f"{name}_0": "", f"{name}_1": ""}
    local = timezone.localtime(moment)
    return {f"{name}_0": local.strftime("%d/%m/%Y"), f"{name}_1": local.strftime("%H:%M:%S")}


def put(data: QueryDict, values: Mapping[str, str]) -> None:
    """Writes values into a form's data; an empty value of a tick box is no value at all."""
    for name, value in values.items():
        if value or name not in {"is_featured", "is_pinned"}:
            data[name] = value
        else:
            data.pop(name, None)
