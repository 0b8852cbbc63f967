"""Admin of units and officials with their postings; actions record real changes, the forms correct mistakes."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.admin.actions import ActionAdmin
from portal.core.admin.autocomplete import SafeAutocompleteMixin
from portal.core.admin.filters import OptionsFilter
from portal.core.admin.rich_text import RichTextAdmin
from portal.core.admin.search import FoldedSearchAdmin
from portal.images.admin import ImagePickerMixin
from portal.organisation.forms import POSTING_ACTION_FORMS, UNIT_ACTION_FORMS
from portal.organisation.models import Official, Posting, Unit

_POST_FIELDS: list[Any] = [
    ("post", "post_en"),
    ("valid_from", "valid_to", "position"),
    ("is_leader", "is_contact", "is_spokesperson"),
    ("area", "area_en"),
    ("phone", "email"),
    "decision_number",
]


class OrganisationAdmin(SafeAutocompleteMixin, ActionAdmin):
    """Base admin of the app."""

    constraint_models = (Unit, Posting)


class CurrentPeriodFilter(OptionsFilter):
    """Filters by period. Shows current rows by default."""

    title = _("thời gian")
    parameter_name = "thoi-gian"
    options = {
        "hom-nay": (_("Đang hiệu lực"), lambda rows, _request: rows.valid_on(timezone.localdate())),
        "da-het": (_("Đã kết thúc"), lambda rows, _request: rows.ended_by(timezone.localdate())),
    }


class PostingInline(SafeAutocompleteMixin, admin.StackedInline):
    """Current and future postings; they are ended by an action, not deleted. Past terms have their own list."""

    model = Posting
    verbose_name_plural = _("chức vụ đang giữ hoặc sẽ giữ")
    extra = 0
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Posting]:
        postings: Any = super().get_queryset(request)
        held = postings.current_or_future(timezone.localdate())
        return held.select_related("official", "unit")


class UnitPostingInline(PostingInline):
    fields = ["official", *_POST_FIELDS]
    autocomplete_fields = ["official"]


class OfficialPostingInline(PostingInline):
    fields = ["unit", *_POST_FIELDS]
    autocomplete_fields = ["unit"]


class PostingsAdmin(OrganisationAdmin):
    """Shows the current holders above the form, each with its actions."""

    change_form_template = "admin/organisation/change_form.html"

    def get_current_postings(self, row: Any) -> QuerySet[Posting]:
        return row.postings.valid_on(timezone.localdate()).for_pages()

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = kwargs.get("obj")
        context["current_postings"] = list(self.get_current_postings(row)) if row is not None else []
        context["can_act"] = request.user.has_perm("organisation.change_posting")
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Unit)
class UnitAdmin(RichTextAdmin, PostingsAdmin, FoldedSearchAdmin):
    action_forms = UNIT_ACTION_FORMS
    change_form_template = "admin/organisation/unit/change_form.html"
    inlines = [UnitPostingInline]
    list_display = ["name", "parent", "position", "valid_from", "valid_to"]
    list_filter = [CurrentPeriodFilter]
    list_select_related = ["parent"]
    list_per_page = 50
    search_fields = ["name"]
    search_help_text = _("Tìm theo tên, có dấu hay không dấu đều được.")
    autocomplete_fields = ["parent"]
    fieldsets = [
        (None, {"fields": [("name", "name_en"), ("short_name", "slug"), ("parent", "position")]}),
        (_("Thời gian tồn tại"), {"fields": [("valid_from", "valid_to")]}),
        (_("Chức năng, nhiệm vụ"), {"fields": ["functions", "functions_en"]}),
        (_("Liên hệ"), {"fields": [("address", "address_en"), ("phone", "fax", "email")]}),
    ]


@admin.register(Official)
class OfficialAdmin(ImagePickerMixin, PostingsAdmin, FoldedSearchAdmin):
    inlines = [OfficialPostingInline]
    list_display = ["full_name", "current_posts"]
    list_per_page = 50
    search_fields = ["full_name"]
    search_help_text = _("Tìm theo họ tên, có dấu hay không dấu đều được.")
    autocomplete_fields = ["portrait"]
    fieldsets = [
        (
            None,
            {
                "fields": ["full_name", "portrait"],
                "description": _(
                    "Cổng không lưu và không công bố ngày sinh, chỗ ở, số căn cước của cán bộ; "
                    "đừng ghi những điều ấy vào bất kỳ ô nào."
                ),
            },
        )
    ]

    @admin.display(description=_("chức vụ hôm nay"))
    def current_posts(self, official: Official) -> str:
        today = timezone.localdate()
        held = [f"{posting.post}, {posting.unit}" for posting in official.postings.all() if posting.is_valid_on(today)]
        return "; ".join(held) or "–"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Official]:
        officials: Any = super().get_queryset(request)
        return officials.with_postings()


@admin.register(Posting)
class PostingAdmin(OrganisationAdmin):
    action_forms = POSTING_ACTION_FORMS
    change_form_template = "admin/organisation/posting/change_form.html"
    list_display = ["official", "post", "unit", "valid_from", "valid_to", "is_leader", "is_contact", "is_spokesperson"]
    list_filter = [CurrentPeriodFilter, "is_leader", "is_contact", "is_spokesperson", "unit"]
    list_select_related = ["official", "unit"]
    list_per_page = 50
    search_fields = ["official__search_folded"]
    autocomplete_fields = ["official", "unit"]
    fields = [("official", "unit"), *_POST_FIELDS]

    def has_delete_permission(self, request: HttpRequest, obj: Posting | None = None) -> bool:
        """A posting that has begun stays on record; it is ended by an action."""
        return False
