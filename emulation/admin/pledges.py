"""Covenants with their signatures, and what members register for."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from emulation.admin.documents import private_file
from emulation.forms.year_acts import COVENANT_ACTS, REGISTRATION_ACTS
from emulation.models import Covenant, CovenantParty, CovenantSignature, Registration, TargetIndicator
from emulation.registering import store_registration
from emulation.signing import invite_members, unsigned_parties
from portal.kit.act_admin import ActingAdmin
from portal.kit.autocomplete import SelectsByKey
from portal.kit.editor import with_editor_policy
from portal.kit.templatetags.richtext import rendered_richtext


class OpenUntilSigned:
    """An inline that stands still once somebody has signed: nobody may find other words above a name."""

    def has_add_permission(self, request: HttpRequest, obj: Covenant | None = None) -> bool:
        return super().has_add_permission(request, obj) and _is_open(obj)

    def has_change_permission(self, request: HttpRequest, obj: Covenant | None = None) -> bool:
        return super().has_change_permission(request, obj) and _is_open(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Covenant | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_open(obj)


class PartyInline(SelectsByKey, OpenUntilSigned, admin.TabularInline):
    model = CovenantParty
    fields = ["agency"]
    autocomplete_fields = ["agency"]
    extra = 0


class TargetInline(OpenUntilSigned, admin.TabularInline):
    model = TargetIndicator
    fields = ["position", "text", "unit", "planned_value"]
    extra = 0


@admin.register(Covenant)
class CovenantAdmin(SelectsByKey, ActingAdmin):
    spoken = (Covenant, CovenantParty, TargetIndicator, CovenantSignature)
    act_forms = COVENANT_ACTS
    change_form_template = "admin/emulation/covenant/change_form.html"
    inlines = [PartyInline, TargetInline]
    list_display = ["title", "year", "signed_on", "progress", "sealed_at"]
    list_filter = [("year", admin.RelatedOnlyFieldListFilter), ("sealed_at", admin.EmptyFieldListFilter)]
    list_per_page = 50
    search_fields = ["title"]
    autocomplete_fields = ["year"]
    readonly_fields = ["supersedes", "sealed_at", "seal_digest"]

    @admin.display(description=_("đã ký"))
    def progress(self, covenant: Covenant) -> str:
        return f"{covenant.signature_count}/{covenant.party_count}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Covenant]:
        return super().get_queryset(request).with_signature_counts().select_related("year__bloc")

    def get_readonly_fields(self, request: HttpRequest, obj: Covenant | None = None) -> list[str]:
        """Under a signature the words stand still; the signatures would have to be taken back first."""
        words = [] if _is_open(obj) else ["title", "signed_on", "place", "legal_bases", "signed_commitments"]
        return [*self.readonly_fields, *(["year"] if obj else []), *words]

    def get_fieldsets(self, request: HttpRequest, obj: Covenant | None = None) -> Any:
        """What can no longer change is shown as readers see it, not as HTML."""
        commitments = "commitments" if _is_open(obj) else "signed_commitments"
        return [
            (None, {"fields": ["year", "title", ("signed_on", "place")]}),
            (_("Nội dung"), {"fields": ["legal_bases", commitments]}),
            (_("Niêm phong"), {"fields": self.readonly_fields}),
        ]

    @admin.display(description=_("nội dung giao ước"))
    def signed_commitments(self, covenant: Covenant) -> SafeString:
        return rendered_richtext(covenant.commitments_rendered)

    def get_inlines(self, request: HttpRequest, obj: Covenant | None) -> Any:
        """A new covenant takes the members of its day for parties; the tables come afterwards."""
        return self.inlines if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Covenant | None = None) -> bool:
        """A sealed covenant is only looked at."""
        return super().has_change_permission(request, obj) and (obj is None or not obj.is_sealed)

    def has_delete_permission(self, request: HttpRequest, obj: Covenant | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_open(obj)

    def view_on_site(self, obj: Covenant) -> str:
        return obj.get_absolute_url()

    @method_decorator(with_editor_policy)
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Covenant, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            invite_members(covenant=obj)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        covenant: Covenant | None = kwargs.get("obj")
        if covenant is not None:
            context["signatures"] = covenant.signatures.select_related("agency", "recorded_by")
            context["unsigned"] = unsigned_parties(covenant)
            context["may_correct"] = self.has_add_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def require_right(self, request: HttpRequest, subject: models.Model, act: str) -> None:
        """A correction leaves the sealed covenant alone and adds another."""
        allowed = (
            self.has_add_permission(request) if act == "dinh-chinh" else self.has_change_permission(request, subject)
        )
        if not allowed:
            raise PermissionDenied

    # --- signed copies ---------------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.copy_view)
        return [
            path("<int:pk>/ban-ky/<int:signature>/", view, name="emulation_covenant_copy"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def copy_view(self, request: HttpRequest, pk: int, signature: int) -> HttpResponseBase:
        """The copy that shows a signature, for those who may see the covenant here."""
        covenant = self.get_object(request, str(pk))
        if covenant is None:
            raise Http404
        if not self.has_view_permission(request, covenant):
            raise PermissionDenied
        found = covenant.signature(signature)
        if found is None or not found.copy:
            raise Http404
        return private_file(found.copy)


@admin.register(Registration)
class RegistrationAdmin(SelectsByKey, ActingAdmin):
    spoken = (Registration,)
    act_forms = REGISTRATION_ACTS
    change_form_template = "admin/emulation/registration/change_form.html"
    list_display = ["entry", "agency", "subject", "person_name", "year", "registered_on", "withdrawn_on"]
    list_filter = ["subject", ("year", admin.RelatedOnlyFieldListFilter), ("withdrawn_on", admin.EmptyFieldListFilter)]
    list_per_page = 50
    list_select_related = ["year__bloc", "agency", "title", "form"]
    search_fields = ["agency__label", "person_name", "title__name", "form__name"]
    autocomplete_fields = ["year", "agency", "title", "form"]
    readonly_fields = ["withdrawn_on", "recorded_by"]
    fieldsets = [
        (None, {"fields": ["year", "agency", "registered_on"]}),
        (_("Đăng ký"), {"fields": ["subject", "title", "form"]}),
        (_("Cá nhân"), {"fields": ["person_name", "post"], "description": _("Không hiện ở trang công khai.")}),
        (_("Ghi chú"), {"fields": ["note", "withdrawn_on", "recorded_by"]}),
    ]

    @admin.display(description=_("danh hiệu, hình thức"))
    def entry(self, registration: Registration) -> str:
        return str(registration)

    def has_change_permission(self, request: HttpRequest, obj: Registration | None = None) -> bool:
        """A withdrawn one is history."""
        return super().has_change_permission(request, obj) and (obj is None or obj.withdrawn_on is None)

    def has_delete_permission(self, request: HttpRequest, obj: Registration | None = None) -> bool:
        """It is withdrawn, not deleted."""
        return False

    def save_model(self, request: HttpRequest, obj: Registration, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.recorded_by = request.user
        store_registration(registration=obj)

    def require_right(self, request: HttpRequest, subject: models.Model, act: str) -> None:
        if not self.has_change_permission(request, subject):
            raise PermissionDenied


def _is_open(covenant: Covenant | None) -> bool:
    return covenant is None or (not covenant.is_sealed and not covenant.signatures.exists())
