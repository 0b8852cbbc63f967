"""What every guided action asks for: the day, the decision, and what the act itself needs.

A form here shapes the answers and calls one act; what the act refuses is shown at the field that is at fault.
"""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import (
    AdminDateWidget,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emulation.models import Agency, Decision, Membership
from portal.kit.autocomplete import KeySelect

# Where acts and models name a column, the form has the question that fills it.
_ASKED_AS = {"valid_from": "on", "valid_to": "until"}
_ASKED_LAST = ["on", "until", "decision"]


class GuidedForm(forms.Form):
    """One act on one row (``subject``): a bloc or an agency. ``day`` is the day the manager is looking at."""

    title: str | Promise = ""
    explanation: str | Promise = ""
    button: str | Promise = ""
    done: str | Promise = ""

    on = forms.DateField(label=_("Từ ngày"), widget=AdminDateWidget, help_text=_("Ngày đầu tiên của tình trạng mới."))
    decision = forms.ModelChoiceField(
        Decision.objects.all(),
        label=_("Theo quyết định"),
        help_text=_("Gõ số, ký hiệu hoặc trích yếu để tìm; bấm dấu + để nhập quyết định mới."),
    )

    def __init__(
        self, *args: Any, subject: models.Model, day: dt.date, site: AdminSite, may_add_decision: bool, **kwargs: Any
    ) -> None:
        self.subject, self.day, self.site = subject, day, site
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = day
        self._find_by_typing("decision", Membership._meta.get_field("decision"), may_add=may_add_decision)
        self.prepare()
        self.order_fields([*(name for name in self.fields if name not in _ASKED_LAST), *_ASKED_LAST])
        for field in self.fields.values():
            if type(field.widget) is forms.TextInput:
                field.widget.attrs["class"] = "vTextField"

    def prepare(self) -> None:
        """What a form adjusts to its subject, before anybody sees it."""

    def act(self, answers: dict[str, Any]) -> object:
        """Calls the act with what was answered. May raise ValidationError."""
        raise NotImplementedError

    def carry_out(self) -> bool:
        """Whether the act was done; if not, the form says why."""
        try:
            self.act(self.cleaned_data)
        except ValidationError as refusal:
            for field, errors in self._by_field(refusal).items():
                self.add_error(field, errors)
            return False
        return True

    def _by_field(self, refusal: ValidationError) -> dict[str | None, list[ValidationError]]:
        found = refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}
        asked: dict[str | None, list[ValidationError]] = {}
        for name, errors in found.items():
            field = _ASKED_AS.get(name, name)
            asked.setdefault(field if field in self.fields else None, []).extend(errors)
        return asked

    def _find_by_typing(
        self, name: str, column: models.ForeignKey, *, may_add: bool = False, several: bool = False
    ) -> None:
        """Gives a question the search box of the admin, and a button to add what is not there yet."""
        field = self.fields[name]
        widget = (AutocompleteSelectMultiple if several else KeySelect)(column, self.site)
        widget.choices = field.choices
        field.widget = RelatedFieldWidgetWrapper(
            widget,
            column.remote_field,
            self.site,
            can_add_related=may_add,
            can_change_related=False,
            can_delete_related=False,
            can_view_related=False,
        )
        field.widget.is_required = field.required


class ChosenAgencyField(forms.ModelChoiceField):
    """An agency out of the few that come into question, called by its last recorded name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Agency.objects.none(), **kwargs)
