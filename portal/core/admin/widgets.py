"""Admin widgets with labels that Django's own lack."""

from typing import Any

from django.contrib.admin.widgets import AdminSplitDateTime
from django.utils.translation import gettext as _


class LabelledSplitDateTime(AdminSplitDateTime):
    """Date and time inputs, each with a label; Django's own only has text beside them."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, words in zip(context["widget"]["subwidgets"], (_("Ngày"), _("Giờ")), strict=True):
            part["attrs"]["aria-label"] = words
        return context
