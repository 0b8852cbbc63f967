"""Inline of bylines in the article form."""

from collections.abc import Sequence

from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from news.models import Article, Byline
from portal.core.admin.autocomplete import SafeAutocompleteMixin


class BylineFormSet(BaseInlineFormSet):
    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        """Uses the constraint's message; Django's would say "duplicate data"."""
        return str(next(iter(self.model._meta.constraints)).get_violation_error_message())


class BylineInline(SafeAutocompleteMixin, admin.TabularInline):
    """Needs no permission of its own: whoever may edit the article may edit its bylines."""

    model = Byline
    formset = BylineFormSet
    autocomplete_fields = ["author"]
    fields = ["author", "contribution", "position"]
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return self._of_articles().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        articles = self._of_articles()
        return articles.has_add_permission(request) if obj is None else articles.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def _of_articles(self) -> admin.ModelAdmin:
        return self.admin_site.get_model_admin(Article)
