"""Admin of link groups, with their links inline."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.pages.models import Link, LinkGroup


class LinkInline(admin.TabularInline):
    model = Link
    fields = ["name", "name_en", "url", "position", "is_shown"]
    extra = 1


@admin.register(LinkGroup)
class LinkGroupAdmin(admin.ModelAdmin):
    list_display = ["name", "link_count", "position"]
    list_editable = ["position"]
    search_fields = ["name", "links__name", "links__url"]
    fields = ["name", "name_en", "position"]
    inlines = [LinkInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[LinkGroup]:
        return super().get_queryset(request).annotate(link_count=Count("links"))

    @admin.display(description=_("số liên kết"))
    def link_count(self, group: LinkGroup) -> int:
        return getattr(group, "link_count", 0)  # annotated by get_queryset
