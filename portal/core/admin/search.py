"""Search of admin change lists and autocomplete fields by folded text, with or without diacritics."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class FoldedSearchAdmin(admin.ModelAdmin):
    """Searches by ``matching`` of the query set; ``search_fields`` only switches the search box on."""

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return queryset.matching(search_term.replace("\0", "")), False
