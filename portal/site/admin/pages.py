"""The pages' room: the form, whose every save is an edition, and the history."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal.kit.editor import with_editor_policy
from portal.site import editing
from portal.site.admin.choices import ChoosesPages
from portal.site.admin.history import HistoryMixin
from portal.site.models import Page


class PageForm(forms.ModelForm):
    """Refuses what the act would refuse, while what was typed is still in the form."""

    request: HttpRequest
    opened_edition = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    class Meta:
        model = Page
        fields = "__all__"
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened_edition"].initial = self.instance.edition

    def _post_clean(self) -> None:
        """After the row has checked itself."""
        super()._post_clean()
        if self.errors:
            return
        try:
            editing.check(
                page=self.instance, by=self.request.user, opened_edition=self.cleaned_data.get("opened_edition")
            )
        except ValidationError as refusal:
            self.add_error(None, refusal)


class StateFilter(admin.SimpleListFilter):
    title = _("trạng thái")
    parameter_name = "trang-thai"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("dang-dang", _("Đang đăng")), ("nhap", _("Bản nháp"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Page]) -> QuerySet[Page]:
        if self.value() == "dang-dang":
            return queryset.published()
        return queryset.filter(published_at=None) if self.value() == "nhap" else queryset


@admin.register(Page)
class PageAdmin(ChoosesPages, HistoryMixin, admin.ModelAdmin):
    form = PageForm
    change_form_template = "admin/site/page/change_form.html"
    list_display = ["indented_title", "address", "language", "state", "updated_at"]
    list_filter = [StateFilter, "language"]
    list_per_page = 100
    search_fields = ["title", "path"]
    fieldsets = [
        (None, {"fields": ["title", "summary", "body", "opened_edition"]}),
        (_("Chỗ đứng"), {"fields": ["parent", "slug", "position", "in_footer"]}),
        (_("Ngôn ngữ"), {"fields": ["language", "translation_of"]}),
        (_("Thời gian đăng"), {"fields": ["published_at", "withdrawn_at"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        return super().get_queryset(request).select_related("parent")

    def get_form(self, request: HttpRequest, obj: Page | None = None, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, **kwargs)
        form.request = request
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Page | None = None) -> list[tuple[Any, Any]]:
        """The number of the edition is for the form only, not for who merely looks."""
        if obj is None or self.has_change_permission(request, obj):
            return self.fieldsets
        return [(None, {"fields": ["title", "summary", "body"]}), *self.fieldsets[1:]]

    def get_readonly_fields(self, request: HttpRequest, obj: Page | None = None) -> list[str]:
        return [] if editing.may_publish(request.user) else ["published_at", "withdrawn_at"]

    def has_change_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        if obj is None:
            return super().has_change_permission(request)
        return editing.may_change(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        """A page is withdrawn, never deleted."""
        return False

    @method_decorator(with_editor_policy)
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as refusal:  # somebody was quicker between the form's check and the act's
            for text in refusal.messages:
                messages.error(request, text)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Page, form: PageForm, change: bool) -> None:
        editing.store_page(page=obj, by=request.user, opened_edition=form.cleaned_data.get("opened_edition"))

    @admin.display(description=_("trang"), ordering="path")
    def indented_title(self, page: Page) -> str:
        return f"{'— ' * page.path.count('/')}{page.title}"

    @admin.display(description=_("địa chỉ"), ordering="path")
    def address(self, page: Page) -> SafeString | str:
        address = page.get_absolute_url()
        return format_html('<a href="{}">{}</a>', address, address) if page.is_published() else address

    @admin.display(description=_("trạng thái"), ordering="published_at")
    def state(self, page: Page) -> str:
        return page.state

    def view_on_site(self, obj: Page) -> str:
        return obj.get_absolute_url() if obj.is_published() else self._preview_address(obj)

    def _preview_address(self, page: Page) -> str:
        return reverse("admin:site_page_edition", args=[page.pk, page.edition])
