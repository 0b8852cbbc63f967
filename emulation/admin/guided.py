"""Base classes of the app's admin: actions with a date and a decision, and rows created by a service."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from portal.core.admin.actions import ActionAdmin
from portal.core.admin.autocomplete import SafeAutocompleteSelect
from portal.core.http.users import signed_in_user
from portal.core.text import dates
from portal.core.text.numbers import parse_int


class CreateByServiceAdmin(admin.ModelAdmin):
    """A service creates new rows from the cleaned data of ``add_form``; their form has no inlines."""

    create_row: Callable[..., models.Model]
    add_form: type[forms.ModelForm] | None = None
    add_fieldsets: Sequence[Any] = ()
    # The column whose autocomplete widget the field ``decision`` of the form gets.
    add_decision: models.Field | None = None

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return self.add_fieldsets if obj is None and self.add_fieldsets else super().get_fieldsets(request, obj)

    def get_inlines(self, request: HttpRequest, obj: models.Model | None) -> Any:
        return self.inlines if obj else []

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        if obj is not None or self.add_form is None:
            return super().get_form(request, obj, change, **kwargs)
        form = super().get_form(request, obj, change, form=self.add_form, **kwargs)
        if self.add_decision is not None:
            field: Any = form.base_fields["decision"]
            field.widget = SafeAutocompleteSelect(self.add_decision, self.admin_site, choices=field.choices)
        return form

    def save_model(self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.pk = self.create_row(**form.cleaned_data, by=signed_in_user(request)).pk
            obj.refresh_from_db()


class DecisionActionAdmin(ActionAdmin):
    """Actions of the day in ``?ngay=``, with the agency in ``?co-quan=``."""

    def effective_date(self, request: HttpRequest) -> dt.date:
        """The day in ``?ngay=``; today when it is missing or invalid."""
        try:
            return dates.parse_date(request.GET.get("ngay", ""))
        except ValueError:
            return timezone.localdate()

    def action_initial(self, request: HttpRequest) -> dict[str, Any]:
        agency = request.GET.get("co-quan", "")
        return {} if parse_int(agency) is None else {"agency": agency}


def url_for_day(url: str, day: dt.date) -> str:
    return f"{url}?{urlencode({'ngay': f'{day:%d/%m/%Y}'})}"
