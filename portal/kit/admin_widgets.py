"""Widgets of the admin that the framework leaves without names."""

from typing import Any

from django.contrib.admin.widgets import AdminSplitDateTime
from django.utils.translation import gettext as _


class SplitMoment(AdminSplitDateTime):
    """A day and an hour in two boxes, each of which says what it is; the framework only writes words beside them."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, words in zip(context["widget"]["subwidgets"], (_("Ngày"), _("Giờ")), strict=True):
            part["attrs"]["aria-label"] = words
        return context
