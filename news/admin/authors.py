from django.contrib import admin

from news.models import Author
from portal.core.admin.search import FoldedSearchAdmin
from portal.images.admin import ImagePickerMixin


@admin.register(Author)
class AuthorAdmin(ImagePickerMixin, FoldedSearchAdmin):
    list_display = ["display_name", "user"]
    list_select_related = ["user"]
    search_fields = ["display_name"]
    autocomplete_fields = ["user", "portrait"]
    fields = ["display_name", "slug", "biography", "portrait", "user"]
