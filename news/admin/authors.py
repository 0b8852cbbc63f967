from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from news.models import Author
from portal.images.admin import ImagePickerMixin


@admin.register(Author)
class AuthorAdmin(ImagePickerMixin, admin.ModelAdmin):
    list_display = ["display_name", "user"]
    list_select_related = ["user"]
    search_fields = ["display_name"]
    autocomplete_fields = ["user", "portrait"]
    fields = ["display_name", "slug", "biography", "portrait", "user"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Author], search_term: str
    ) -> tuple[QuerySet[Author], bool]:
        return queryset.matching(search_term), False
