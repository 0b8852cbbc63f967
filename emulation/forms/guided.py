"""What every guided action asks for: the day, the decision, and what the act itself needs."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils.translation import gettext_lazy as _

from emulation.models import Agency, Decision, Membership
from portal.kit.act_forms import ActForm

_ASKED_LAST = ["on", "until", "decision"]


class GuidedForm(ActForm):
    """An act on a bloc or an agency that rests on a decision."""

    on = forms.DateField(label=_("Từ ngày"), widget=AdminDateWidget, help_text=_("Ngày đầu tiên của tình trạng mới."))
    decision = forms.ModelChoiceField(
        Decision.objects.all(),
        label=_("Theo quyết định"),
        help_text=_("Gõ số, ký hiệu hoặc trích yếu để tìm; bấm dấu + để nhập quyết định mới."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "decision" in self.fields:
            may_add = self.by.has_perm("emulation.add_decision")
            self.find_by_typing("decision", Membership._meta.get_field("decision"), may_add=may_add)
        self.order_fields([*(name for name in self.fields if name not in _ASKED_LAST), *_ASKED_LAST])
        for field in self.fields.values():
            if type(field.widget) is forms.TextInput:
                field.widget.attrs["class"] = "vTextField"


class ChosenAgencyField(forms.ModelChoiceField):
    """An agency out of the few that come into question, called by its last recorded name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Agency.objects.none(), **kwargs)
