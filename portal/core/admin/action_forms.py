"""Forms of workflow actions: each validates its input, calls one service and shows its errors."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import AdminDateWidget, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core.admin.autocomplete import SafeAutocompleteSelect, SafeAutocompleteSelectMultiple
from portal.core.admin.save_errors import errors_by_field
from portal.core.content.editor import RichTextFormField
from portal.core.db.constraints import ConstraintViolation, constraint_errors_as_validation
from portal.core.form_fields import VietnameseDateField

if TYPE_CHECKING:
    from portal.accounts.models import User


class ActionForm(forms.Form):
    """One action on one row (``instance``), performed by a user.

    ``effective_date`` is the date that the user's page shows: the initial value of the field ``on``, if there is one.
    """

    title: str | Promise = ""
    explanation: str | Promise = ""
    submit_label: str | Promise = ""
    success_message: str | Promise = ""
    # Maps column names in errors of services and models to the form fields that fill them.
    field_map: Mapping[str, str] = {"valid_from": "on", "valid_to": "until"}

    def __init__(
        self,
        *args: Any,
        instance: models.Model,
        effective_date: dt.date,
        admin_site: AdminSite,
        by: "User",
        **kwargs: Any,
    ) -> None:
        self.instance, self.effective_date, self.admin_site, self.by = instance, effective_date, admin_site, by
        super().__init__(*args, **kwargs)
        if "on" in self.fields:
            self.fields["on"].initial = effective_date
        self.prepare()

    @classmethod
    def has_editor(cls) -> bool:
        """Whether the form has rich text."""
        return any(isinstance(field, RichTextFormField) for field in cls.base_fields.values())

    @property
    def log_message(self) -> str:
        """The message in the admin's log after the action."""
        return str(self.title)

    def prepare(self) -> None:
        """Adjusts the form to its instance before it is rendered."""

    def run(self, answers: dict[str, Any]) -> object:
        """Calls the service with the cleaned data. May raise ValidationError."""
        raise NotImplementedError

    def execute(self) -> bool:
        """Whether the action succeeded; if not, the form has the errors."""
        try:
            with constraint_errors_as_validation(type(self.instance)):
                self.run(self.cleaned_data)
        except ValidationError as refusal:
            for field, errors in errors_by_field(self._map_field_names(refusal), self).items():
                self.add_error(field, errors)
            return False
        return True

    def _map_field_names(self, refusal: ValidationError) -> ValidationError:
        """The error with form field names instead of column names."""
        if isinstance(refusal, ConstraintViolation):
            refusal.fields = tuple(self.field_map.get(name, name) for name in refusal.fields)
            return refusal
        if not hasattr(refusal, "error_dict"):
            return refusal
        asked: dict[str, list[ValidationError]] = {}
        for name, errors in refusal.error_dict.items():
            asked.setdefault(self.field_map.get(name, name), []).extend(errors)
        return ValidationError(asked)

    def use_autocomplete(
        self, name: str, column: models.ForeignKey, *, can_add: bool = False, multiple: bool = False
    ) -> None:
        """Gives a field the admin's autocomplete widget, with a button to add a related object."""
        field = self.fields[name]
        widget = (SafeAutocompleteSelectMultiple if multiple else SafeAutocompleteSelect)(column, self.admin_site)
        widget.choices = field.choices  # type: ignore[attr-defined]  # a field of choices
        field.widget = RelatedFieldWidgetWrapper(
            widget,
            column.remote_field,
            self.admin_site,
            can_add_related=can_add,
            can_change_related=False,
            can_delete_related=False,
            can_view_related=False,
        )
        field.widget.is_required = field.required


class DatedActionForm(ActionForm):
    """An action with an effective date."""

    on = VietnameseDateField(label=_("Ngày"), widget=AdminDateWidget)
