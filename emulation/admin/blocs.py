"""Admin of blocs: the members page for a chosen day, its guided actions, and the full record."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from emulation.admin.guided import CreateByServiceAdmin, DecisionActionAdmin, url_for_day
from emulation.bloc_changes import create_bloc
from emulation.bloc_overview import get_bloc_overview
from emulation.forms.bloc_actions import BLOC_ACTION_FORMS, CreateBlocForm
from emulation.forms.imports import ImportMembersForm
from emulation.importers.members import (
    COLUMNS,
    MemberImportError,
    RowError,
    import_members,
    member_csv_template,
    member_xlsx_template,
)
from emulation.models import Bloc, BlocName, LeadershipTerm, Membership, Representative
from portal.core.admin.actions import CompactTabularInline, ConstraintMessagesMixin
from portal.core.admin.autocomplete import SafeAutocompleteMixin
from portal.core.admin.lists import is_changelist
from portal.core.admin.search import FoldedSearchAdmin
from portal.core.form_fields import VietnameseDateField
from portal.core.http.users import signed_in_user

IMPORT_TEMPLATES = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", member_xlsx_template),
    "csv": ("text/csv; charset=utf-8", member_csv_template),
}


class BlocNameInline(SafeAutocompleteMixin, CompactTabularInline):
    model = BlocName
    fields = ["name", "name_en", "number_label", "valid_from", "valid_to", "decision"]
    autocomplete_fields = ["decision"]
    min_num = 1


class LeadershipTermInline(SafeAutocompleteMixin, CompactTabularInline):
    model = LeadershipTerm
    fields = ["role", "agency", "valid_from", "valid_to", "decision"]
    autocomplete_fields = ["agency", "decision"]
    show_change_link = True


class MembershipInline(SafeAutocompleteMixin, CompactTabularInline):
    model = Membership
    fields = ["position", "agency", "valid_from", "valid_to", "decision", "ending_decision"]
    autocomplete_fields = ["agency", "decision", "ending_decision"]


class DayForm(forms.Form):
    """Form with the day to show."""

    ngay = VietnameseDateField(label=_("Xem vào ngày"), widget=AdminDateWidget)


@admin.register(Bloc)
class BlocAdmin(CreateByServiceAdmin, DecisionActionAdmin, FoldedSearchAdmin):
    action_forms = BLOC_ACTION_FORMS
    constraint_models = (Bloc, BlocName, Membership, LeadershipTerm)
    change_list_template = "admin/emulation/bloc/change_list.html"
    change_form_template = "admin/emulation/bloc/change_form.html"
    inlines = [BlocNameInline, LeadershipTermInline, MembershipInline]
    list_display = ["current_number", "current_name", "kind", "level", "current_head", "member_count"]
    list_display_links = None
    list_filter = ["kind", "level"]
    list_per_page = 50
    search_fields = ["label"]
    search_help_text = _("Tìm theo tên hoặc số hiệu; có dấu hay không dấu đều được.")
    fieldsets = [(None, {"fields": [("kind", "level"), "slug"]})]
    create_row = staticmethod(create_bloc)
    add_form = CreateBlocForm
    add_decision = BlocName._meta.get_field("decision")
    add_fieldsets = [
        (None, {"fields": ["name", "name_en", "number_label", "on", "decision"]}),
        (_("Loại khối"), {"fields": [("kind", "level"), "slug"]}),
    ]

    # Change list
    @admin.display(description=_("số hiệu"), ordering="effective_number")
    def current_number(self, bloc: Bloc) -> str:
        return bloc.effective_number or "–"

    @admin.display(description=_("khối, cụm"), ordering="effective_name")
    def current_name(self, bloc: Bloc) -> SafeString:
        url = reverse("admin:emulation_bloc_members", args=[bloc.pk])
        return format_html('<a href="{}">{}</a>', url, bloc.effective_name or bloc.slug)

    @admin.display(description=_("Trưởng khối"))
    def current_head(self, bloc: Bloc) -> str:
        return bloc.head_label or "–"

    @admin.display(description=_("số thành viên"), ordering="member_count")
    def member_count(self, bloc: Bloc) -> int:
        return bloc.member_count

    def get_queryset(self, request: HttpRequest) -> QuerySet[Bloc]:
        blocs: Any = super().get_queryset(request)
        return blocs.for_admin_list(timezone.localdate()) if is_changelist(request) else blocs

    # Members page for a day
    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/thanh-vien/", guarded(self.members_view), name="emulation_bloc_members"),
            path("nhap-thanh-vien/", guarded(self.import_view), name="emulation_bloc_import"),
            path("nhap-thanh-vien/mau.<slug:kind>", guarded(self.template_view), name="emulation_bloc_import_template"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def members_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lists the bloc's members on a day, with a button for every action on them."""
        bloc = self.get_changeable_or_404(request, pk)
        day_form = DayForm(request.GET if "ngay" in request.GET else None, initial={"ngay": timezone.localdate()})
        day = self.effective_date(request)
        overview = get_bloc_overview(bloc, day)
        context = {
            **self.admin_site.each_context(request),
            "title": overview.name or bloc,
            "opts": self.opts,
            "overview": overview,
            "day_form": day_form,
            "media": self.media + day_form.media,
            "may_change_agencies": request.user.has_perm("emulation.change_agency"),
        }
        return TemplateResponse(request, "admin/emulation/bloc/overview.html", context)

    def action_return_url(self, request: HttpRequest, instance: models.Model, day: dt.date) -> str:
        return url_for_day(reverse("admin:emulation_bloc_members", args=[instance.pk]), day)

    # Import of members from a spreadsheet
    @method_decorator(require_http_methods(["GET", "POST"]))
    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Imports the members of all blocs from one sheet; lists every invalid row if there are any."""
        self._require_import_permission(request)
        is_sent = request.method == "POST"
        form = ImportMembersForm(request.POST if is_sent else None, request.FILES if is_sent else None)
        bad_rows: list[RowError] = []
        if form.is_valid():
            try:
                imported = import_members(**form.cleaned_data, by=signed_in_user(request))
            except ValidationError as refusal:
                form.add_error("file", refusal)
            except MemberImportError as refusal:
                bad_rows = refusal.rows
            else:
                messages.success(
                    request,
                    gettext("Đã thêm %(admitted)s thành viên và %(registered)s cơ quan; %(known)s dòng đã có từ trước.")
                    % vars(imported),
                )
                for warning in imported.warnings:
                    messages.warning(request, warning)
                return HttpResponseRedirect(reverse("admin:emulation_bloc_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Nhập thành viên từ bảng tính"),
            "opts": self.opts,
            "form": form,
            "bad_rows": bad_rows,
            "media": self.media,
            "columns": COLUMNS,
        }
        return TemplateResponse(request, "admin/emulation/bloc/import_members.html", context)

    @method_decorator(require_safe)
    def template_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Serves the empty spreadsheet template."""
        self._require_import_permission(request)
        if kind not in IMPORT_TEMPLATES:
            raise Http404
        content_type, write = IMPORT_TEMPLATES[kind]
        return HttpResponse(
            write(),
            content_type=content_type,
            headers={"Content-Disposition": f'attachment; filename="mau-thanh-vien-khoi.{kind}"'},
        )

    def _require_import_permission(self, request: HttpRequest) -> None:
        if not request.user.has_perms(["emulation.add_membership", "emulation.add_agency"]):
            raise PermissionDenied

    def response_add(self, request: HttpRequest, obj: Bloc, post_url_continue: str | None = None) -> HttpResponse:
        """Redirects a new bloc to its members page."""
        response = super().response_add(request, obj, post_url_continue)
        if {"_popup", "_addanother", "_continue"} & set(request.POST):
            return response
        return HttpResponseRedirect(reverse("admin:emulation_bloc_members", args=[obj.pk]))


class RepresentativeInline(CompactTabularInline):
    model = Representative
    fields = ["honorific", "person_name", "post", "valid_from", "valid_to"]


@admin.register(LeadershipTerm)
class LeadershipTermAdmin(SafeAutocompleteMixin, ConstraintMessagesMixin):
    """Admin of all leadership terms, for review and correction; new terms begin on the bloc's page."""

    constraint_models = (LeadershipTerm, Representative)
    inlines = [RepresentativeInline]
    list_display = ["agency", "role", "bloc", "valid_from", "valid_to"]
    list_filter = ["role", ("bloc", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["agency", "bloc"]
    search_fields = ["agency__label", "bloc__label"]
    autocomplete_fields = ["bloc", "agency", "decision"]
    fields = ["bloc", "agency", "role", "valid_from", "valid_to", "decision"]
    ordering = ["-valid_from"]
