"""Blocs: the page of members on a chosen day, its guided actions, and the full record behind it."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget, AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
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

from emulation.admin.guided import GuidedAdmin, address_on, asked_day
from emulation.desks import desk_on
from emulation.forms.bloc_acts import BLOC_ACTS, FoundBlocForm
from emulation.forms.importing import ImportMembersForm
from emulation.importing.members import (
    COLUMNS,
    BadRow,
    MembersRefused,
    import_members,
    member_csv_template,
    member_xlsx_template,
)
from emulation.models import Bloc, BlocName, Membership, Officer, OfficerPerson
from portal.kit.act_admin import PlainInline, SpokenRefusals
from portal.kit.autocomplete import SelectsByKey

TEMPLATES = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", member_xlsx_template),
    "csv": ("text/csv; charset=utf-8", member_csv_template),
}


class BlocNameInline(SelectsByKey, PlainInline):
    model = BlocName
    fields = ["name", "name_en", "number_label", "valid_from", "valid_to", "decision"]
    autocomplete_fields = ["decision"]
    min_num = 1


class OfficerInline(SelectsByKey, PlainInline):
    model = Officer
    fields = ["role", "agency", "valid_from", "valid_to", "decision"]
    autocomplete_fields = ["agency", "decision"]
    show_change_link = True


class MembershipInline(SelectsByKey, PlainInline):
    model = Membership
    fields = ["position", "agency", "valid_from", "valid_to", "decision", "ending_decision"]
    autocomplete_fields = ["agency", "decision", "ending_decision"]


class DayForm(forms.Form):
    """Which day a manager looks at."""

    ngay = forms.DateField(label=_("Xem vào ngày"), widget=AdminDateWidget)


@admin.register(Bloc)
class BlocAdmin(GuidedAdmin):
    guided_forms = BLOC_ACTS
    spoken = (Bloc, BlocName, Membership, Officer)
    change_list_template = "admin/emulation/bloc/change_list.html"
    change_form_template = "admin/emulation/bloc/change_form.html"
    inlines = [BlocNameInline, OfficerInline, MembershipInline]
    list_display = ["number_today", "name_today", "kind", "level", "head_today", "member_count"]
    list_display_links = None
    list_filter = ["kind", "level"]
    list_per_page = 50
    search_fields = ["label"]
    search_help_text = _("Tìm theo tên hoặc số hiệu; có dấu hay không dấu đều được.")
    fieldsets = [(None, {"fields": [("kind", "level"), "slug"]})]
    add_fieldsets = [
        (None, {"fields": ["name", "name_en", "number_label", "on", "decision"]}),
        (_("Loại khối"), {"fields": [("kind", "level"), "slug"]}),
    ]

    # --- the list --------------------------------------------------------------------------------------------
    @admin.display(description=_("số hiệu"), ordering="day_number")
    def number_today(self, bloc: Bloc) -> str:
        return bloc.day_number or "–"

    @admin.display(description=_("khối, cụm"), ordering="day_name")
    def name_today(self, bloc: Bloc) -> SafeString:
        desk = reverse("admin:emulation_bloc_desk", args=[bloc.pk])
        return format_html('<a href="{}">{}</a>', desk, bloc.day_name or bloc.slug)

    @admin.display(description=_("Trưởng khối"))
    def head_today(self, bloc: Bloc) -> str:
        return bloc.head_label or "–"

    @admin.display(description=_("số thành viên"), ordering="member_count")
    def member_count(self, bloc: Bloc) -> int:
        return bloc.member_count

    def get_queryset(self, request: HttpRequest) -> QuerySet[Bloc]:
        queryset = super().get_queryset(request)
        if request.resolver_match.url_name.endswith("_changelist"):
            return queryset.for_admin_list(timezone.localdate())
        return queryset

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Bloc], search_term: str
    ) -> tuple[QuerySet[Bloc], bool]:
        return queryset.matching(search_term), False

    # --- the members on a day --------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/thanh-vien/", guarded(self.desk_view), name="emulation_bloc_desk"),
            path("nhap-thanh-vien/", guarded(self.import_view), name="emulation_bloc_import"),
            path("nhap-thanh-vien/mau.<slug:kind>", guarded(self.template_view), name="emulation_bloc_import_template"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def desk_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who belongs to the bloc on a day, with a button for everything that may happen to them."""
        bloc = self.row_or_404(request, pk)
        chosen = DayForm(request.GET if "ngay" in request.GET else None, initial={"ngay": timezone.localdate()})
        day = asked_day(request)
        desk = desk_on(bloc, day)
        context = {
            **self.admin_site.each_context(request),
            "title": desk.name or bloc,
            "opts": self.opts,
            "desk": desk,
            "day_form": chosen,
            "media": self.media + chosen.media,
            "may_change_agencies": request.user.has_perm("emulation.change_agency"),
        }
        return TemplateResponse(request, "admin/emulation/bloc/desk.html", context)

    def after_guided(self, request: HttpRequest, subject: Bloc, day: dt.date) -> str:
        return address_on(reverse("admin:emulation_bloc_desk", args=[subject.pk]), day)

    # --- members from a spreadsheet --------------------------------------------------------------------------
    @method_decorator(require_http_methods(["GET", "POST"]))
    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Takes the members of all blocs from one sheet; shows every bad row when there is one."""
        self._require_import(request)
        form = ImportMembersForm(*([request.POST, request.FILES] if request.method == "POST" else []))
        bad_rows: list[BadRow] = []
        if form.is_valid():
            try:
                imported = import_members(**form.cleaned_data)
            except ValidationError as refusal:
                form.add_error("file", refusal)
            except MembersRefused as refusal:
                bad_rows = refusal.rows
            else:
                messages.success(
                    request,
                    gettext("Đã thêm %(admitted)s thành viên và %(registered)s cơ quan; %(known)s dòng đã có từ trước.")
                    % vars(imported),
                )
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
        return TemplateResponse(request, "admin/emulation/bloc/import.html", context)

    @method_decorator(require_safe)
    def template_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """The empty sheet to fill in."""
        self._require_import(request)
        if kind not in TEMPLATES:
            raise Http404
        content_type, write = TEMPLATES[kind]
        return HttpResponse(
            write(),
            content_type=content_type,
            headers={"Content-Disposition": f'attachment; filename="mau-thanh-vien-khoi.{kind}"'},
        )

    def _require_import(self, request: HttpRequest) -> None:
        if not request.user.has_perms(["emulation.add_membership", "emulation.add_agency"]):
            raise PermissionDenied

    # --- the full record -------------------------------------------------------------------------------------
    def get_fieldsets(self, request: HttpRequest, obj: Bloc | None = None) -> Any:
        return self.fieldsets if obj else self.add_fieldsets

    def get_inlines(self, request: HttpRequest, obj: Bloc | None) -> Any:
        """A new bloc gets its first name from the questions above; the tables come afterwards."""
        return self.inlines if obj else []

    def get_form(
        self, request: HttpRequest, obj: Bloc | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        form = super().get_form(request, obj, change, form=FoundBlocForm, **kwargs)
        form.base_fields["decision"].widget = AutocompleteSelect(
            BlocName._meta.get_field("decision"), self.admin_site, choices=form.base_fields["decision"].choices
        )
        return form

    def save_model(self, request: HttpRequest, obj: Bloc, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.pk = form.carry_out().pk
            obj.refresh_from_db()

    def response_add(self, request: HttpRequest, obj: Bloc, post_url_continue: str | None = None) -> HttpResponse:
        """Founded, a bloc wants members: its page of members comes next."""
        response = super().response_add(request, obj, post_url_continue)
        if {"_popup", "_addanother", "_continue"} & set(request.POST):
            return response
        return HttpResponseRedirect(reverse("admin:emulation_bloc_desk", args=[obj.pk]))


class OfficerPersonInline(PlainInline):
    model = OfficerPerson
    fields = ["honorific", "person_name", "post", "valid_from", "valid_to"]


@admin.register(Officer)
class OfficerAdmin(SelectsByKey, SpokenRefusals):
    """Every term in office, for looking back and for putting right; new ones begin on the bloc's page."""

    spoken = (Officer, OfficerPerson)
    inlines = [OfficerPersonInline]
    list_display = ["agency", "role", "bloc", "valid_from", "valid_to"]
    list_filter = ["role", ("bloc", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["agency", "bloc"]
    search_fields = ["agency__label", "bloc__label"]
    autocomplete_fields = ["bloc", "agency", "decision"]
    fields = ["bloc", "agency", "role", "valid_from", "valid_to", "decision"]
    ordering = ["-valid_from"]
