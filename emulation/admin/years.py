"""Admin of a bloc's years: theme, milestones, members' themes, and opening the next year."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from emulation.admin.guided import CreateByServiceAdmin
from emulation.models import EmulationYear, MemberTheme, Milestone
from emulation.years import open_next_year, open_year
from portal.core.admin.actions import ConstraintMessagesMixin
from portal.core.admin.autocomplete import SafeAutocompleteMixin
from portal.core.admin.search import FoldedSearchAdmin
from portal.core.db.fields import NFCTextField
from portal.core.http.users import signed_in_user

# A theme is a sentence or two.
SHORT_TEXTAREA_OVERRIDES: Any = {NFCTextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}


class MilestoneInline(admin.TabularInline):
    model = Milestone
    fields = ["kind", "planned_on", "done_on", "note"]
    extra = 0


class MemberThemeInline(SafeAutocompleteMixin, admin.TabularInline):
    model = MemberTheme
    fields = ["agency", "theme"]
    formfield_overrides = SHORT_TEXTAREA_OVERRIDES
    autocomplete_fields = ["agency"]
    extra = 0


@admin.register(EmulationYear)
class EmulationYearAdmin(SafeAutocompleteMixin, CreateByServiceAdmin, ConstraintMessagesMixin, FoldedSearchAdmin):
    # Opening a year creates its milestones.
    create_row = staticmethod(open_year)
    constraint_models = (EmulationYear, Milestone, MemberTheme)
    change_form_template = "admin/emulation/emulationyear/change_form.html"
    inlines = [MilestoneInline, MemberThemeInline]
    list_display = ["year_number", "bloc", "phase", "registration_deadline"]
    list_display_links = ["year_number", "bloc"]
    list_filter = ["year"]
    list_per_page = 50
    formfield_overrides = SHORT_TEXTAREA_OVERRIDES
    ordering = ["-year", "bloc__slug"]
    search_fields = ["bloc__label"]
    search_help_text = _("Tìm theo năm, tên hoặc số hiệu của khối; có dấu hay không dấu đều được.")
    autocomplete_fields = ["bloc"]
    actions = ["open_next"]
    fieldsets = [
        (_("Phong trào của năm"), {"fields": ["theme", "anniversary"]}),
        (_("Đăng ký thi đua"), {"fields": ["is_registration_required", "registration_deadline"]}),
    ]

    @admin.display(description=_("năm"), ordering="year")
    def year_number(self, year: EmulationYear) -> str:
        """Shows the year without a thousands separator."""
        return str(year.year)

    @admin.display(description=_("tiến độ"))
    def phase(self, year: EmulationYear) -> str:
        return year.phase

    def get_queryset(self, request: HttpRequest) -> QuerySet[EmulationYear]:
        return super().get_queryset(request).select_related("bloc").prefetch_related("milestones")

    def get_readonly_fields(self, request: HttpRequest, obj: EmulationYear | None = None) -> list[str]:
        """The bloc is read-only after creation: every row of the year is validated against its members."""
        return ["bloc", "year_number"] if obj else []

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return [(None, {"fields": ["bloc", "year_number" if obj else "year"]}), *self.fieldsets]

    def has_delete_permission(self, request: HttpRequest, obj: EmulationYear | None = None) -> bool:
        """Only an empty year can be deleted."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_empty)

    def view_on_site(self, obj: EmulationYear) -> str:
        return obj.get_absolute_url()

    # Opening the next year
    @admin.action(description=_("Mở năm tiếp theo"), permissions=["add"])
    def open_next(self, request: HttpRequest, queryset: QuerySet[EmulationYear]) -> None:
        for year in queryset:
            self._open_next(request, year)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.open_next_view)
        return [path("<int:pk>/nam-tiep-theo/", view, name="emulation_emulationyear_next"), *super().get_urls()]

    @method_decorator(require_POST)
    def open_next_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        year = self.get_object(request, str(pk))
        if year is None:
            raise Http404
        if not self.has_add_permission(request):
            raise PermissionDenied
        opened = self._open_next(request, year)
        return HttpResponseRedirect(reverse("admin:emulation_emulationyear_change", args=[(opened or year).pk]))

    def _open_next(self, request: HttpRequest, year: EmulationYear) -> EmulationYear | None:
        try:
            opened = open_next_year(year=year, by=signed_in_user(request))
        except ValidationError as refusal:
            self.message_user(request, f"{year}: {' '.join(refusal.messages)}", messages.WARNING)
            return None
        self.log_addition(request, opened, gettext("Mở năm tiếp theo của %(year)s") % {"year": year})
        self.message_user(request, gettext("Đã mở %(year)s.") % {"year": opened}, messages.SUCCESS)
        return opened
