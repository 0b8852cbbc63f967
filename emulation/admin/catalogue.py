"""The catalogue of titles, forms and kinds: data that staff keep in line with the law."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from emulation.models import CommendationForm, CommendationKind, EmulationTitle
from portal.kit.act_admin import SpokenRefusals

_ENTRY = ["name", "code", "position"]
_BASIS = (_("Căn cứ"), {"fields": ["law", "article", "valid_from", "valid_to"]})
_REMARK = (_("Kiểm chứng"), {"fields": ["is_unsure", "note"]})


class CatalogueAdmin(SpokenRefusals):
    list_filter = ["law", "is_unsure"]
    search_fields = ["name", "code"]
    ordering = ["-valid_from", "position"]


@admin.register(EmulationTitle)
class EmulationTitleAdmin(CatalogueAdmin):
    spoken = (EmulationTitle,)
    list_display = ["name", "subject", "force", "deciding_authority", "law", "article", "is_unsure"]
    list_filter = [*CatalogueAdmin.list_filter, "subject", "force"]
    fieldsets = [
        (None, {"fields": [*_ENTRY, "subject", "force", "deciding_authority", "criteria"]}),
        _BASIS,
        _REMARK,
    ]


@admin.register(CommendationForm)
class CommendationFormAdmin(CatalogueAdmin):
    spoken = (CommendationForm,)
    list_display = ["name", "group", "force", "deciding_authority", "law", "article", "is_unsure"]
    list_filter = [*CatalogueAdmin.list_filter, "group", "force"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *_ENTRY,
                    "group",
                    "for_individuals",
                    "for_collectives",
                    "for_households",
                    "force",
                    "deciding_authority",
                ]
            },
        ),
        _BASIS,
        _REMARK,
    ]


@admin.register(CommendationKind)
class CommendationKindAdmin(CatalogueAdmin):
    spoken = (CommendationKind,)
    list_display = ["name", "law", "article", "is_unsure"]
    fieldsets = [(None, {"fields": _ENTRY}), _BASIS, _REMARK]
