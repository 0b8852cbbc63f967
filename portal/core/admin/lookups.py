"""Allowed lookups in the query string of an admin list."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest


class SafeLookupsMixin:
    """For an admin: refuses lookups that reveal rows which the list does not show.

    Django allows to filter by any relation that points at the table (``?versions__isnull=0``). Whether a row matches
    would then reveal facts of rows that the user may not view.
    """

    model: type[models.Model]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        if _exposes_hidden_rows(self.model, lookup.partition("__")[0]) and not self._is_offered(lookup, request):
            return False
        return super().lookup_allowed(lookup, value, request)  # type: ignore[misc]  # of ModelAdmin

    def _is_offered(self, lookup: str, request: HttpRequest) -> bool:
        """Whether one of the list's filters uses it."""
        filters = self.get_list_filter(request)  # type: ignore[attr-defined]  # likewise
        paths = [entry[0] if isinstance(entry, list | tuple) else entry for entry in filters]
        return any(isinstance(path, str) and lookup.startswith(path) for path in paths)


def _exposes_hidden_rows(model: type[models.Model], name: str) -> bool:
    """Whether a lookup follows a reverse relation, or leads to a table with object permissions."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    if not field.is_relation:
        return False
    is_reverse = field.auto_created and not field.concrete
    related: Any = field.related_model
    return is_reverse or hasattr(related._default_manager.all(), "visible_to")
