"""Base form of the guided actions: the day, the decision, and the action's own fields."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.db import models
from django.utils.translation import gettext_lazy as _

from emulation.models import Agency, Decision, Membership
from portal.accounts.models import User
from portal.core.admin.action_forms import ActionForm
from portal.core.form_fields import VietnameseDateField

_LAST_FIELDS = ["on", "until", "decision"]


class DecisionActionForm(ActionForm):
    """Form of an action on a bloc or an agency that takes a decision."""

    by: User

    on = VietnameseDateField(
        label=_("Từ ngày"), widget=AdminDateWidget, help_text=_("Ngày đầu tiên của tình trạng mới.")
    )
    decision = forms.ModelChoiceField(
        Decision.objects.all(),
        label=_("Theo quyết định"),
        help_text=_("Gõ số, ký hiệu hoặc trích yếu để tìm; bấm dấu + để nhập quyết định mới."),
    )

    @property
    def log_message(self) -> str:
        return f"{self.title}: {self.cleaned_data['on']:%d/%m/%Y}"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "decision" in self.fields:
            may_add = self.by.has_perm("emulation.add_decision")
            self.use_autocomplete("decision", Membership._meta.get_field("decision"), can_add=may_add)
        self.order_fields([*(name for name in self.fields if name not in _LAST_FIELDS), *_LAST_FIELDS])
        for field in self.fields.values():
            if type(field.widget) is forms.TextInput:
                field.widget.attrs["class"] = "vTextField"


class RenameForm(DecisionActionForm):
    """Prefills the fields of the new name with the name of the day."""

    name_columns: tuple[str, ...] = ()

    def prepare(self) -> None:
        renamed: Any = self.instance
        current = renamed.name_on(self.effective_date)
        if current is not None:
            self.initial = {**{name: getattr(current, name) for name in self.name_columns}, **self.initial}


def column_field(model: type[models.Model], name: str, label: Any, **options: Any) -> forms.CharField:
    """A field with the length and the help text of a column, under a label of its own."""
    column: Any = model._meta.get_field(name)
    given: dict[str, Any] = {
        "max_length": column.max_length,
        "required": not column.blank,
        "help_text": column.help_text,
    }
    return forms.CharField(label=label, **given | options)


class AgencyChoiceField(forms.ModelChoiceField):
    """Choice among a few candidate agencies, labelled by their last recorded name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Agency.objects.none(), **kwargs)


def model_choice_field(form: forms.Form, name: str) -> forms.ModelChoiceField:
    """The form's own copy of a model choice field, to limit its choices. Raises TypeError for another kind of field."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{name} is no model choice field")
    return field
