"""Admin of the award catalogue (titles, forms, kinds), which staff keep in line with the law."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from emulation.models import CommendationForm, CommendationKind, EmulationTitle
from portal.core.admin.actions import ConstraintMessagesMixin

_NAME_FIELDS: list[Any] = ["name", "code", "position"]
_LEGAL_BASIS_FIELDSET: Any = (_("Căn cứ"), {"fields": ["law", "provision", "valid_from", "valid_to"]})
_VERIFICATION_FIELDSET: Any = (_("Kiểm chứng"), {"fields": ["is_unverified", "note"]})


class AwardAdmin(ConstraintMessagesMixin):
    list_filter = ["law", "is_unverified"]
    search_fields = ["name", "code"]
    ordering = ["-valid_from", "position"]


@admin.register(EmulationTitle)
class EmulationTitleAdmin(AwardAdmin):
    constraint_models = (EmulationTitle,)
    list_display = ["name", "recipient_type", "force", "deciding_authority", "law", "provision", "is_unverified"]
    list_filter = [*AwardAdmin.list_filter, "recipient_type", "force"]
    fieldsets = [
        (None, {"fields": [*_NAME_FIELDS, "recipient_type", "force", "deciding_authority", "criteria"]}),
        _LEGAL_BASIS_FIELDSET,
        _VERIFICATION_FIELDSET,
    ]


@admin.register(CommendationForm)
class CommendationFormAdmin(AwardAdmin):
    constraint_models = (CommendationForm,)
    list_display = ["name", "group", "force", "deciding_authority", "law", "provision", "is_unverified"]
    list_filter = [*AwardAdmin.list_filter, "group", "force"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *_NAME_FIELDS,
                    "group",
                    "is_for_individuals",
                    "is_for_collectives",
                    "is_for_households",
                    "force",
                    "deciding_authority",
                ]
            },
        ),
        _LEGAL_BASIS_FIELDSET,
        _VERIFICATION_FIELDSET,
    ]


@admin.register(CommendationKind)
class CommendationKindAdmin(AwardAdmin):
    constraint_models = (CommendationKind,)
    list_display = ["name", "law", "provision", "is_unverified"]
    fieldsets = [(None, {"fields": _NAME_FIELDS}), _LEGAL_BASIS_FIELDSET, _VERIFICATION_FIELDSET]
