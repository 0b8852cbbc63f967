"""Units with their posts, officials with theirs; what really happened is entered by acts, mistakes are corrected."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from news.admin.pictures import PicksPictures
from portal.kit.act_admin import ActingAdmin
from portal.kit.autocomplete import SelectsByKey
from portal.kit.editor import with_editor_policy
from portal.organisation.forms import POSTING_ACTS, UNIT_ACTS
from portal.organisation.models import Official, Posting, Unit

_POST_FIELDS = [
    ("post", "post_en"),
    ("valid_from", "valid_to", "position"),
    ("is_leader", "is_contact", "is_spokesperson"),
    ("area", "area_en"),
    ("phone", "email"),
    "decision_number",
]


class OrganisationAdmin(SelectsByKey, ActingAdmin):
    """What its pages share. The acts leave an entry of their own in the trail, so the admin's is not written twice."""

    spoken = (Unit, Posting)

    def require_right(self, request: HttpRequest, subject: models.Model, act: str) -> None:
        if not self.has_change_permission(request, subject):
            raise PermissionDenied

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        """Acts say what they did in words (``ActingAdmin``), forms in a list of changed fields."""
        return None if isinstance(message, str) else super().log_change(request, obj, message)


class HoldsToday(admin.SimpleListFilter):
    """Most look for what holds today; the past is one click away."""

    title = _("thời gian")
    parameter_name = "thoi-gian"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("hom-nay", _("Đang hiệu lực")), ("da-het", _("Đã kết thúc"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "hom-nay":
                return queryset.holding_on(timezone.localdate())
            case "da-het":
                return queryset.ended_by(timezone.localdate())
        return queryset


class PostingInline(SelectsByKey, admin.StackedInline):
    """Posts that are held or to be held; they end by an act, and are not deleted. Past terms have their own list."""

    model = Posting
    verbose_name_plural = _("chức vụ đang giữ hoặc sẽ giữ")
    extra = 0
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Posting]:
        held = super().get_queryset(request).reaching_beyond(timezone.localdate())
        return held.select_related("official", "unit")


class PostingOfUnitInline(PostingInline):
    fields = ["official", *_POST_FIELDS]
    autocomplete_fields = ["official"]


class PostingOfOfficialInline(PostingInline):
    fields = ["unit", *_POST_FIELDS]
    autocomplete_fields = ["unit"]


class WithPostings(OrganisationAdmin):
    """Shows above the form who holds which post today, each with its acts."""

    change_form_template = "admin/organisation/change_form.html"

    def postings_of(self, row: Any) -> QuerySet[Posting]:
        return row.postings.holding_on(timezone.localdate()).for_pages()

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = kwargs.get("obj")
        context["holding"] = list(self.postings_of(row)) if row is not None else []
        context["may_act"] = request.user.has_perm("organisation.change_posting")
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Unit)
class UnitAdmin(WithPostings):
    act_forms = UNIT_ACTS
    change_form_template = "admin/organisation/unit/change_form.html"
    inlines = [PostingOfUnitInline]
    list_display = ["name", "parent", "position", "valid_from", "valid_to"]
    list_filter = [HoldsToday]
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

    @method_decorator(with_editor_policy)
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(request, *args, **kwargs)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Unit], search_term: str
    ) -> tuple[QuerySet[Unit], bool]:
        return queryset.matching(search_term), False


@admin.register(Official)
class OfficialAdmin(PicksPictures, WithPostings):
    inlines = [PostingOfOfficialInline]
    list_display = ["full_name", "posts_today"]
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
    def posts_today(self, official: Official) -> str:
        today = timezone.localdate()
        held = [f"{posting.post}, {posting.unit}" for posting in official.postings.all() if posting.holds_on(today)]
        return "; ".join(held) or "–"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Official]:
        return super().get_queryset(request).with_postings()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Official], search_term: str
    ) -> tuple[QuerySet[Official], bool]:
        return queryset.matching(search_term), False


@admin.register(Posting)
class PostingAdmin(OrganisationAdmin):
    act_forms = POSTING_ACTS
    change_form_template = "admin/organisation/posting/change_form.html"
    list_display = ["official", "post", "unit", "valid_from", "valid_to", "is_leader", "is_contact", "is_spokesperson"]
    list_filter = [HoldsToday, "is_leader", "is_contact", "is_spokesperson", "unit"]
    list_select_related = ["official", "unit"]
    list_per_page = 50
    search_fields = ["official__search_folded"]
    autocomplete_fields = ["official", "unit"]
    fields = [("official", "unit"), *_POST_FIELDS]

    def has_delete_permission(self, request: HttpRequest, obj: Posting | None = None) -> bool:
        """A term that was served stays on record; it ends by an act."""
        return False
