"""Admin of agencies with their names over time, and of the decisions behind them."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from emulation.admin.guided import CreateByServiceAdmin, DecisionActionAdmin, url_for_day
from emulation.agency_changes import create_agency
from emulation.forms.agency_actions import AGENCY_ACTION_FORMS, CreateAgencyForm
from emulation.models import Agency, AgencyName, AgencyRelation, Decision, Membership
from portal.core.admin.actions import CompactTabularInline, ConstraintMessagesMixin
from portal.core.admin.autocomplete import SafeAutocompleteMixin
from portal.core.admin.filters import OptionsFilter
from portal.core.admin.lists import is_changelist
from portal.core.admin.search import FoldedSearchAdmin
from portal.core.content.private_files import private_file_response
from portal.core.text.numbers import parse_int


@admin.register(Decision)
class DecisionAdmin(SafeAutocompleteMixin, ConstraintMessagesMixin, FoldedSearchAdmin):
    constraint_models = (Decision,)
    list_display = ["reference", "issued_on", "effective_from", "issuer", "abstract"]
    list_display_links = ["reference", "abstract"]
    list_filter = ["issued_on", "issuer"]
    date_hierarchy = "issued_on"
    search_fields = ["number"]
    search_help_text = _("Tìm theo số, ký hiệu, cơ quan ban hành hoặc trích yếu; có dấu hay không dấu đều được.")
    autocomplete_fields = ["replaces"]
    fieldsets = [
        (None, {"fields": [("number", "symbol"), ("issued_on", "effective_from"), "issuer", "abstract"]}),
        (_("Liên quan"), {"fields": ["replaces", "file"]}),
    ]

    @admin.display(description=_("số, ký hiệu"), ordering="number")
    def reference(self, decision: Decision) -> str:
        return decision.reference

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.file_view)
        return [path("<int:pk>/tep/", view, name="emulation_decision_file"), *super().get_urls()]

    @method_decorator(require_safe)
    def file_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Serves the scanned decision to users with the view permission."""
        decision = self.get_viewable_or_404(request, pk)
        if not decision.file:
            raise Http404
        return private_file_response(request, decision.file)


class AgencyNameInline(SafeAutocompleteMixin, CompactTabularInline):
    model = AgencyName
    fields = ["name", "name_en", "short_name", "initials", "valid_from", "valid_to", "decision"]
    autocomplete_fields = ["decision"]
    min_num = 1


_MEMBERSHIP_COLUMNS: list[Any] = ["bloc", "valid_from", "valid_to", "decision", "ending_decision"]


class MembershipOfAgencyInline(CompactTabularInline):
    """Memberships of the agency, read-only: they are edited on the bloc's page."""

    model = Membership
    fields = _MEMBERSHIP_COLUMNS
    readonly_fields = _MEMBERSHIP_COLUMNS
    can_delete = False
    verbose_name_plural = _("tư cách thành viên (sửa ở trang của khối)")

    def has_add_permission(self, request: HttpRequest, obj: Agency | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Agency | None = None) -> bool:
        return False


class AgencyRelationInline(SafeAutocompleteMixin, CompactTabularInline):
    model = AgencyRelation
    fk_name = "agency"
    fields = ["kind", "other", "occurred_on", "decision"]
    autocomplete_fields = ["other", "decision"]


class DissolvedFilter(OptionsFilter):
    """Filters dissolved agencies. Hides them by default."""

    title = _("còn tồn tại")
    parameter_name = "ton-tai"
    options = {
        "co": (_("Còn tồn tại"), lambda rows, _request: rows.existing_on(timezone.localdate())),
        "khong": (
            _("Đã giải thể, sáp nhập"),
            lambda rows, _request: rows.exclude(pk__in=Agency.objects.existing_on(timezone.localdate()).values("pk")),
        ),
    }


@admin.register(Agency)
class AgencyAdmin(SafeAutocompleteMixin, CreateByServiceAdmin, DecisionActionAdmin, FoldedSearchAdmin):
    action_forms = AGENCY_ACTION_FORMS
    constraint_models = (Agency, AgencyName, AgencyRelation)
    change_form_template = "admin/emulation/agency/change_form.html"
    inlines = [AgencyNameInline, MembershipOfAgencyInline, AgencyRelationInline]
    list_display = ["label", "initials", "line", "force", "current_bloc", "dissolved_on"]
    list_filter = [DissolvedFilter, "line", "force"]
    list_per_page = 50
    search_fields = ["label"]
    search_help_text = _("Tìm theo tên, tên cũ hoặc tên viết tắt; có dấu hay không dấu đều được.")
    autocomplete_fields = ["emblem"]
    ordering = ["label"]
    readonly_fields = ["dissolved_on"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = [
        (None, {"fields": [("line", "force"), "slug", "dissolved_on"]}),
        (_("Liên hệ"), {"fields": ["address", ("phone", "email"), "website", "emblem"]}),
    ]
    create_row = staticmethod(create_agency)
    add_form = CreateAgencyForm
    add_decision = AgencyName._meta.get_field("decision")
    add_fieldsets = [
        (None, {"fields": ["name", "name_en", ("short_name", "initials"), "on", "decision"]}),
        (_("Quản lý"), {"fields": [("line", "force"), "slug"]}),
    ]

    @admin.display(description=_("viết tắt"))
    def initials(self, agency: Agency) -> str:
        return agency.effective_initials or ""

    @admin.display(description=_("khối thi đua hiện nay"))
    def current_bloc(self, agency: Agency) -> str:
        return agency.bloc_label or "–"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agency]:
        agencies: Any = super().get_queryset(request)
        today = timezone.localdate()
        return agencies.with_name_on(today).with_bloc_label_on(today) if is_changelist(request) else agencies

    def action_return_url(self, request: HttpRequest, instance: models.Model, day: dt.date) -> str:
        """Redirects to the bloc's page that linked here (``?khoi=``), on the day of the change."""
        bloc = parse_int(request.GET.get("khoi"))
        if bloc is not None:
            return url_for_day(reverse("admin:emulation_bloc_members", args=[bloc]), day)
        return super().action_return_url(request, instance, day)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["action_links"] = [(action, form.title) for action, form in self.action_forms.items()]
        return super().render_change_form(request, context, *args, **kwargs)
