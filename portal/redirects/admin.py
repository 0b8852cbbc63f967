"""Redirects, and the list of missed addresses from which most of them are made."""

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

from portal.redirects import paths
from portal.redirects.leading import has_page, make_redirect
from portal.redirects.models import MissedAddress, Redirect
from portal.redirects.suggesting import suggest_target


class RedirectForm(forms.ModelForm):
    """Refuses what the row alone cannot know: that a page stands at the old address, or none at the new one."""

    request: HttpRequest

    class Meta:
        model = Redirect
        fields = ["path", "target", "is_permanent", "note"]
        widgets = {
            "path": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "target": forms.TextInput(attrs={"class": "vLargeTextField"}),
        }

    def _post_clean(self) -> None:
        """After the row has brought its addresses into form."""
        super()._post_clean()
        if self.errors:
            return
        if has_page(self.instance.path, self.request):
            self.add_error(
                "path", _("Ở địa chỉ này đang có một trang; chuyển hướng chỉ dành cho địa chỉ không có trang.")
            )
        target = self.instance.target_path
        if target and not has_page(target, self.request):
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

    def get_form(self, request: HttpRequest, obj: Redirect | None = None, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, **kwargs)
        form.request = request
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str]:
        """From the list of missed addresses: the address, and our guess where its content is now."""
        initial = super().get_changeform_initial_data(request)
        path = initial.get("path", "")
        return {"target": suggest_target(path), **initial} if path else initial

    def save_model(self, request: HttpRequest, obj: Redirect, form: Any, change: bool) -> None:
        make_redirect(redirect=obj, by=request.user)


class StateFilter(admin.SimpleListFilter):
    """Shows what waits, unless something else is asked for."""

    title = _("trạng thái")
    parameter_name = "trang-thai"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("bo-qua", _("Đã bỏ qua")), ("tat-ca", _("Tất cả"))]

    def choices(self, changelist: Any) -> Any:
        """Django's "All" is what waits here."""
        first, *others = super().choices(changelist)
        return [{**first, "display": _("Chưa xử lý")}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[MissedAddress]) -> QuerySet[MissedAddress]:
        if self.value() == "bo-qua":
            return queryset.ignored()
        return queryset if self.value() == "tat-ca" else queryset.waiting()


@admin.register(MissedAddress)
class MissedAddressAdmin(admin.ModelAdmin):
    """Ordered by how often; a click makes a redirect, a tick puts aside. Nothing here is written by hand."""

    list_display = ["path", "count", "last_at", "last_referrer", "make_redirect"]
    list_display_links = None
    list_filter = [StateFilter]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["path"]
    ordering = ["-count", "-last_at"]
    actions = ["ignore", "take_up_again"]
    fields = readonly_fields = ["path", "count", "first_at", "last_at", "last_referrer", "is_ignored"]

    class Media:
        css = {"all": ["css/admin-redirects.css"]}

    def has_view_permission(self, request: HttpRequest, obj: MissedAddress | None = None) -> bool:
        return super().has_view_permission(request, obj) or self.has_mend_permission(request)

    def has_mend_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("redirects.add_redirect")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return super().has_module_permission(request) or self.has_mend_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: MissedAddress | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: MissedAddress | None = None) -> bool:
        return False

    @admin.display(description=_("việc cần làm"))
    def make_redirect(self, missed: MissedAddress) -> SafeString | str:
        if paths.probe_of(missed.path) or not missed.path.startswith("/"):
            return "–"
        address = f"{reverse('admin:redirects_redirect_add')}?{urlencode({'path': missed.path})}"
        return format_html('<a class="button" href="{}">{}</a>', address, _now("Tạo chuyển hướng"))

    @admin.action(description=_("Bỏ qua các địa chỉ đã chọn"), permissions=["mend"])
    def ignore(self, request: HttpRequest, queryset: QuerySet[MissedAddress]) -> None:
        self._put(request, queryset, True, _now("Đã bỏ qua %d địa chỉ."))

    @admin.action(description=_("Đưa trở lại danh sách"), permissions=["mend"])
    def take_up_again(self, request: HttpRequest, queryset: QuerySet[MissedAddress]) -> None:
        self._put(request, queryset, False, _now("Đã đưa %d địa chỉ trở lại danh sách."))

    def _put(self, request: HttpRequest, queryset: QuerySet[MissedAddress], aside: bool, done: str) -> None:
        self.message_user(request, done % queryset.update(is_ignored=aside), messages.SUCCESS)
