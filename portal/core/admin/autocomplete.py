"""Autocomplete widgets of the admin that tolerate invalid keys and label their empty choice.

Django's own queries the database with an unvalidated key, which raises; its empty option has no text, which is invalid
HTML and unusable without JavaScript.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.core.text.numbers import parse_int


class _SafeOptionsMixin(AutocompleteMixin):
    """Renders options for valid keys only; the field reports the others as errors."""

    def optgroups(self, name: str, value: Sequence[Any], attr: dict[str, Any] | None = None) -> list[Any]:
        groups = super().optgroups(name, [sent for sent in value if _is_valid_pk(sent)], attr)
        for _name, options, _place in groups:
            for option in options:
                option["label"] = option["label"] or BLANK_CHOICE_DASH[0][1]
        return groups


class SafeAutocompleteSelect(_SafeOptionsMixin, AutocompleteSelect):
    """For a foreign key."""


class SafeAutocompleteSelectMultiple(_SafeOptionsMixin, AutocompleteSelectMultiple):
    """For a many-to-many field."""


class SafeAutocompleteMixin(BaseModelAdmin):
    """For an admin or an inline with ``autocomplete_fields``."""

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SafeAutocompleteSelect(db_field, self.admin_site, using=kwargs.get("using")))
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and hasattr(field.queryset, "visible_to"):
            label = partial(label_for_user, request.user)
            field.label_from_instance = label  # type: ignore[method-assign]  # as Django documents
        return field

    def formfield_for_manytomany(self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault(
                "widget", SafeAutocompleteSelectMultiple(db_field, self.admin_site, using=kwargs.get("using"))
            )
        return super().formfield_for_manytomany(db_field, request, **kwargs)


def label_for_user(user: Any, row: models.Model) -> str:
    """The name of a related row if the user may view it, else a neutral label. One query.

    For models with object permissions (``visible_to``).
    """
    manager: Any = type(row)._default_manager
    return str(row) if manager.visible_to(user).contains(row) else str(_("(bài bạn không mở được)"))


def _is_valid_pk(sent: Any) -> bool:
    text = str(sent)
    return text == "" or parse_int(text) is not None
