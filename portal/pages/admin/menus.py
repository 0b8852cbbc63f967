"""Admin of the menu: an ordered list with two levels."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.pages.admin.choices import PageChoiceMixin
from portal.pages.models import MenuEntry
from portal.pages.sections import SiteSection


class MenuEntryForm(forms.ModelForm):
    """Offers only the available site sections, and only top-level entries as the parent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "section" in self.fields:
            current = self.instance.section
            shown = [section for section in SiteSection if section.is_available or section.value == current]
            available_sections = [(section.value, section.label) for section in shown]
            sections: Any = self.fields["section"]
            sections.choices = [("", "---------"), *available_sections]
        if "parent" in self.fields:
            parents: Any = self.fields["parent"]
            parents.queryset = MenuEntry.objects.filter(parent=None).exclude(pk=self.instance.pk)


@admin.register(MenuEntry)
class MenuEntryAdmin(PageChoiceMixin, admin.ModelAdmin):
    form = MenuEntryForm
    list_display = ["title", "parent", "target", "position", "is_shown"]
    list_editable = ["position", "is_shown"]
    list_filter = ["is_shown"]
    list_select_related = ["parent", "page", "category"]
    search_fields = ["title", "title_en"]
    ordering = ["parent__position", "position", "pk"]
    fieldsets = [
        (None, {"fields": ["title", "title_en", "parent"]}),
        (
            _("Dẫn đến"),
            {
                "fields": ["page", "category", "section", "url"],
                "description": _(
                    "Chọn một trong bốn. Mục cấp trên cùng có thể để trống cả bốn: khi đó nó chỉ mở ra các mục con."
                ),
            },
        ),
        (None, {"fields": ["position", "is_shown"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[MenuEntry]:
        return super().get_queryset(request).defer("page__body", "page__body_rendered")

    @admin.display(description=_("dẫn đến"))
    def target(self, entry: MenuEntry) -> str:
        if entry.section:
            return entry.get_section_display()
        return str(entry.page or entry.category or entry.url or "–")
