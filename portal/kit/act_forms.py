"""The form of an act: it shapes the answers and calls one act; what that refuses is shown at the field at fault."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import AdminDateWidget, AutocompleteSelectMultiple, RelatedFieldWidgetWrapper
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.kit.autocomplete import KeySelect


class ActForm(forms.Form):
    """One act on one row (``subject``), carried out by a person.

    ``day`` is what that person is looking at: the answer to the question ``on``, where there is one, until changed.
    """

    title: str | Promise = ""
    explanation: str | Promise = ""
    button: str | Promise = ""
    done: str | Promise = ""
    # Where acts and models name a column, the form has the question that fills it.
    asked_as: Mapping[str, str] = {"valid_from": "on", "valid_to": "until"}

    def __init__(
        self, *args: Any, subject: models.Model, day: dt.date, site: AdminSite, by: AbstractBaseUser, **kwargs: Any
    ) -> None:
        self.subject, self.day, self.site, self.by = subject, day, site, by
        super().__init__(*args, **kwargs)
        if "on" in self.fields:
            self.fields["on"].initial = day
        self.prepare()

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
            field = self.asked_as.get(name, name)
            asked.setdefault(field if field in self.fields else None, []).extend(errors)
        return asked

    def find_by_typing(
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


class DatedActForm(ActForm):
    """An act on a day."""

    on = forms.DateField(label=_("Ngày"), widget=AdminDateWidget)
