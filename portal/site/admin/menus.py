"""The menu as a list in its order, two levels."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.site.admin.choices import ChoosesPages
from portal.site.models import MenuEntry
from portal.site.rooms import Room


class MenuEntryForm(forms.ModelForm):
    """Offers the rooms that this portal has, and for the entry above only those at the top."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "room" in self.fields:
            chosen = self.instance.room
            offered = [(room.value, room.label) for room in Room if room.is_open or room.value == chosen]
            self.fields["room"].choices = [("", "---------"), *offered]
        if "parent" in self.fields:
            self.fields["parent"].queryset = MenuEntry.objects.filter(parent=None).exclude(pk=self.instance.pk)


@admin.register(MenuEntry)
class MenuEntryAdmin(ChoosesPages, admin.ModelAdmin):
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
                "fields": ["page", "category", "room", "address"],
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
        if entry.room:
            return entry.get_room_display()
        return str(entry.page or entry.category or entry.address or "–")
