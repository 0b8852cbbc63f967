from django.contrib import admin

from news.models import Category


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ["name", "parent", "slug", "position"]
    list_editable = ["position"]
    list_filter = ["parent"]
    list_select_related = ["parent"]
    search_fields = ["name", "name_en", "slug"]
    fields = ["name", "name_en", "slug", "parent", "position", "description"]
    ordering = ["parent__position", "position"]
