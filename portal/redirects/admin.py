"""Admin of redirects and of the 404 log, from which most redirects are created."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.core.http.users import signed_in_user
from portal.redirects import paths
from portal.redirects.models import NotFoundHit, Redirect
from portal.redirects.resolver import page_exists, save_redirect, set_ignored
from portal.redirects.suggestions import suggest_target


class RedirectForm(forms.ModelForm):
    """Rejects redirects whose old URL is an existing page, or whose target page does not exist."""

    request: HttpRequest

    class Meta:
        model = Redirect
        fields = ["path", "target", "is_permanent", "note"]
        widgets = {
            "path": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "target": forms.TextInput(attrs={"class": "vLargeTextField"}),
        }

    def _post_clean(self) -> None:
        """Runs after the model has normalized its URLs."""
        super()._post_clean()  # type: ignore[misc]  # not in the stubs
        if self.errors:
            return
        if page_exists(self.instance.path, self.request):
            self.add_error(
                "path", _("Ở địa chỉ này đang có một trang; chuyển hướng chỉ dành cho địa chỉ không có trang.")
            )
        target = self.instance.target_path
        if target and not page_exists(target, self.request):
            self.add_error("target", _("Cổng này không có trang nào ở địa chỉ này."))


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin):
    form = RedirectForm
    list_display = ["path", "target", "is_permanent", "made_by", "made_at"]
    list_filter = ["is_permanent"]
    list_select_related = ["made_by"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["path", "target", "note"]
    fields = ["path", "target", "is_permanent", "note"]

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.request = request
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str | list[str]]:
        """Prefills the path from the 404 log, with the suggested target."""
        initial = super().get_changeform_initial_data(request)
        path = str(initial.get("path", ""))
        return {"target": suggest_target(path), **initial} if path else initial

    def save_model(self, request: HttpRequest, obj: Redirect, form: Any, change: bool) -> None:
        save_redirect(redirect=obj, by=signed_in_user(request))


class IgnoredFilter(admin.SimpleListFilter):
    """Filters ignored rows. Hides them by default."""

    title = _("trạng thái")
    parameter_name = "trang-thai"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("bo-qua", _("Đã bỏ qua")), ("tat-ca", _("Tất cả"))]

    def choices(self, changelist: Any) -> Any:
        """Django's "All" choice stands for rows that are not ignored."""
        first, *others = super().choices(changelist)
        return [{**first, "display": _("Chưa xử lý")}, *others]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[NotFoundHit]:
        if self.value() == "bo-qua":
            return queryset.ignored()
        return queryset if self.value() == "tat-ca" else queryset.unhandled()


_COLUMNS: list[Any] = ["path", "count", "first_seen_at", "last_seen_at", "last_referrer", "is_ignored"]


@admin.register(NotFoundHit)
class NotFoundHitAdmin(admin.ModelAdmin):
    """404 log, ordered by hits; a link creates a redirect, an action ignores rows. Rows are read-only."""

    list_display = ["path", "count", "last_seen_at", "last_referrer", "create_redirect_link"]
    list_display_links = None
    list_filter = [IgnoredFilter]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["path"]
    ordering = ["-count", "-last_seen_at"]
    actions = ["ignore", "restore_to_list"]
    fields = _COLUMNS
    readonly_fields = _COLUMNS

    class Media:
        css = {"all": ["css/admin-redirects.css"]}

    def has_view_permission(self, request: HttpRequest, obj: NotFoundHit | None = None) -> bool:
        return super().has_view_permission(request, obj) or self.has_redirect_permission(request)

    def has_redirect_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("redirects.add_redirect")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return super().has_module_permission(request) or self.has_redirect_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: NotFoundHit | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: NotFoundHit | None = None) -> bool:
        return False

    @admin.display(description=_("việc cần làm"))
    def create_redirect_link(self, hit: NotFoundHit) -> SafeString | str:
        if paths.probe_kind_of(hit.path) or not hit.path.startswith("/"):
            return "–"
        url = f"{reverse('admin:redirects_redirect_add')}?{urlencode({'path': hit.path})}"
        return format_html('<a class="button" href="{}">{}</a>', url, _now("Tạo chuyển hướng"))

    @admin.action(description=_("Bỏ qua các địa chỉ đã chọn"), permissions=["redirect"])
    def ignore(self, request: HttpRequest, queryset: QuerySet[NotFoundHit]) -> None:
        self._set_ignored(request, queryset, True, _now("Đã bỏ qua %d địa chỉ."))

    @admin.action(description=_("Đưa trở lại danh sách"), permissions=["redirect"])
    def restore_to_list(self, request: HttpRequest, queryset: QuerySet[NotFoundHit]) -> None:
        self._set_ignored(request, queryset, False, _now("Đã đưa %d địa chỉ trở lại danh sách."))

    def _set_ignored(
        self, request: HttpRequest, queryset: QuerySet[NotFoundHit], is_ignored: bool, message: str
    ) -> None:
        count = set_ignored(hits=queryset, is_ignored=is_ignored, by=signed_in_user(request))
        self.message_user(request, message % count, messages.SUCCESS)
