"""Filters of admin change lists."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.functional import Promise

Narrow = Callable[[Any, HttpRequest], Any]


class OptionsFilter(admin.SimpleListFilter):
    """Each option narrows the query set; without a known option all rows are shown."""

    # The value in the query string: the label, and a function of the query set and the request.
    options: ClassVar[Mapping[str, tuple[str | Promise, Narrow]]] = {}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(value, label) for value, (label, _narrow) in self.options.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        option = self.options.get(self.value() or "")
        return option[1](queryset, request) if option else queryset
