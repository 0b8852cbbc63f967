"""Admin of covenants, their signatures and the members' registrations."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
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

from emulation.admin.guided import CreateByServiceAdmin
from emulation.covenants import draft_covenant, unsigned_parties
from emulation.forms.year_actions import COVENANT_ACTION_FORMS, REGISTRATION_ACTION_FORMS
from emulation.models import Covenant, CovenantParty, CovenantSignature, Registration, TargetIndicator
from emulation.registrations import save_registration
from portal.core.admin.actions import ActionAdmin
from portal.core.admin.autocomplete import SafeAutocompleteMixin
from portal.core.admin.rich_text import RichTextAdmin
from portal.core.content.private_files import private_file_response
from portal.core.http.users import signed_in_user
from portal.core.templatetags.rich_text import rendered_richtext


class ReadOnlyOnceSignedMixin(InlineModelAdmin):
    """Inline that becomes read-only after the first signature, so that nobody alters a text already signed."""

    def has_add_permission(self, request: HttpRequest, obj: Covenant | None = None) -> bool:
        return super().has_add_permission(request, obj) and _is_editable(obj)

    def has_change_permission(self, request: HttpRequest, obj: Covenant | None = None) -> bool:
        return super().has_change_permission(request, obj) and _is_editable(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Covenant | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_editable(obj)


class CovenantPartyInline(SafeAutocompleteMixin, ReadOnlyOnceSignedMixin, admin.TabularInline):
    model = CovenantParty
    fields = ["agency"]
    autocomplete_fields = ["agency"]
    extra = 0


class TargetIndicatorInline(ReadOnlyOnceSignedMixin, admin.TabularInline):
    model = TargetIndicator
    fields = ["position", "text", "unit", "planned_value"]
    extra = 0


@admin.register(Covenant)
class CovenantAdmin(RichTextAdmin, SafeAutocompleteMixin, CreateByServiceAdmin, ActionAdmin):
    # A new covenant gets the members of its day as parties.
    create_row = staticmethod(draft_covenant)
    constraint_models = (Covenant, CovenantParty, TargetIndicator, CovenantSignature)
    action_forms = COVENANT_ACTION_FORMS
    change_form_template = "admin/emulation/covenant/change_form.html"
    inlines = [CovenantPartyInline, TargetIndicatorInline]
    list_display = ["title", "year", "signed_on", "signature_progress", "sealed_at"]
    # Explicit, because the annotation that counts signatures drops ``Meta.ordering``.
    ordering = ["-signed_on", "-pk"]
    list_filter = [("year", admin.RelatedOnlyFieldListFilter), ("sealed_at", admin.EmptyFieldListFilter)]
    list_per_page = 50
    search_fields = ["title"]
    autocomplete_fields = ["year"]
    readonly_fields = ["supersedes", "sealed_at", "seal_digest"]

    @admin.display(description=_("đã ký"))
    def signature_progress(self, covenant: Covenant) -> str:
        return f"{covenant.signature_count}/{covenant.party_count}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Covenant]:
        covenants: Any = super().get_queryset(request)
        return covenants.with_signature_counts().select_related("year__bloc")

    def get_readonly_fields(self, request: HttpRequest, obj: Covenant | None = None) -> list[str]:
        """Makes the text read-only after the first signature; the signatures must be withdrawn first."""
        signed_fields = (
            [] if _is_editable(obj) else ["title", "signed_on", "place", "legal_bases", "signed_commitments"]
        )
        return [*self.readonly_fields, *(["year"] if obj else []), *signed_fields]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Shows read-only rich text as rendered, not as HTML source."""
        commitments = "commitments" if _is_editable(obj) else "signed_commitments"
        return [
            (None, {"fields": ["year", "title", ("signed_on", "place")]}),
            (_("Nội dung"), {"fields": ["legal_bases", commitments]}),
            (_("Niêm phong"), {"fields": self.readonly_fields}),
        ]

    @admin.display(description=_("nội dung giao ước"))
    def signed_commitments(self, covenant: Covenant) -> SafeString:
        return rendered_richtext(covenant.commitments_rendered)

    def has_change_permission(self, request: HttpRequest, obj: Covenant | None = None) -> bool:
        """A sealed covenant is read-only."""
        return super().has_change_permission(request, obj) and (obj is None or not obj.is_sealed)

    def has_delete_permission(self, request: HttpRequest, obj: Covenant | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_editable(obj)

    def view_on_site(self, obj: Covenant) -> str:
        return obj.get_absolute_url()

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        covenant: Covenant | None = kwargs.get("obj")
        if covenant is not None:
            context["signatures"] = covenant.signatures.select_related("agency", "recorded_by")
            context["unsigned_parties"] = unsigned_parties(covenant)
            context["may_correct"] = self.has_add_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def require_permission(self, request: HttpRequest, instance: models.Model, action: str) -> None:
        """Allows a correction of a sealed covenant, because it only creates another one."""
        covenant: Any = instance
        allowed = (
            self.has_add_permission(request)
            if action == "dinh-chinh"
            else self.has_change_permission(request, covenant)
        )
        if not allowed:
            raise PermissionDenied

    # Signed copies
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.signed_copy_view)
        return [
            path("<int:pk>/ban-ky/<int:signature>/", view, name="emulation_covenant_copy"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def signed_copy_view(self, request: HttpRequest, pk: int, signature: int) -> HttpResponseBase:
        """Serves the signed copy of a signature to users who may view the covenant."""
        covenant = self.get_viewable_or_404(request, pk)
        found = covenant.get_signature(signature)
        if found is None or not found.copy:
            raise Http404
        return private_file_response(request, found.copy)


@admin.register(Registration)
class RegistrationAdmin(SafeAutocompleteMixin, ActionAdmin):
    constraint_models = (Registration,)
    action_forms = REGISTRATION_ACTION_FORMS
    change_form_template = "admin/emulation/registration/change_form.html"
    list_display = ["award", "agency", "recipient_type", "person_name", "year", "registered_on", "withdrawn_on"]
    list_filter = [
        "recipient_type",
        ("year", admin.RelatedOnlyFieldListFilter),
        ("withdrawn_on", admin.EmptyFieldListFilter),
    ]
    list_per_page = 50
    list_select_related = ["year__bloc", "agency", "title", "form"]
    search_fields = ["agency__label", "person_name", "title__name", "form__name"]
    autocomplete_fields = ["year", "agency", "title", "form"]
    readonly_fields = ["withdrawn_on", "recorded_by"]
    fieldsets = [
        (None, {"fields": ["year", "agency", "registered_on"]}),
        (_("Đăng ký"), {"fields": ["recipient_type", "title", "form"]}),
        (_("Cá nhân"), {"fields": ["person_name", "post"], "description": _("Không hiện ở trang công khai.")}),
        (_("Ghi chú"), {"fields": ["note", "withdrawn_on", "recorded_by"]}),
    ]

    @admin.display(description=_("danh hiệu, hình thức"))
    def award(self, registration: Registration) -> str:
        return str(registration)

    def has_change_permission(self, request: HttpRequest, obj: Registration | None = None) -> bool:
        """A withdrawn registration is read-only."""
        return super().has_change_permission(request, obj) and (obj is None or obj.withdrawn_on is None)

    def has_delete_permission(self, request: HttpRequest, obj: Registration | None = None) -> bool:
        """Registrations are withdrawn, never deleted."""
        return False

    def save_model(self, request: HttpRequest, obj: Registration, form: forms.ModelForm, change: bool) -> None:
        user = signed_in_user(request)
        if not change:
            obj.recorded_by = user
        save_registration(registration=obj, by=user)


def _is_editable(covenant: Covenant | None) -> bool:
    return covenant is None or (not covenant.is_sealed and not covenant.signatures.exists())
