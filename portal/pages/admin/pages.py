"""Admin of pages: the form, which stores a revision on every save, and the history."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal.core.admin.filters import OptionsFilter
from portal.core.admin.rich_text import RichTextAdmin
from portal.core.admin.save_errors import SaveErrorsMixin
from portal.core.http.users import signed_in_user
from portal.pages import services
from portal.pages.admin.choices import PageChoiceMixin
from portal.pages.admin.history import PageHistoryAdmin
from portal.pages.models import Page


class PageForm(forms.ModelForm):
    """Runs ``services.validate_page_change`` as form validation, so that the submitted values are kept."""

    request: HttpRequest
    opened_revision_number = forms.IntegerField(label=_("bản"), widget=forms.HiddenInput, required=False, min_value=0)

    class Meta:
        model = Page
        fields = "__all__"
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened_revision_number"].initial = self.instance.revision_number

    def _post_clean(self) -> None:
        """Runs after the model's own validation."""
        super()._post_clean()  # type: ignore[misc]  # not in the stubs
        if self.errors:
            return
        try:
            services.validate_page_change(
                page=self.instance,
                by=signed_in_user(self.request),
                opened_revision_number=self.cleaned_data.get("opened_revision_number"),
            )
        except ValidationError as refusal:
            self.add_error(None, refusal)


class PageStateFilter(OptionsFilter):
    title = _("trạng thái")
    parameter_name = "trang-thai"
    options = {
        "dang-dang": (_("Đang đăng"), lambda rows, request: rows.published()),
        "nhap": (_("Bản nháp"), lambda rows, request: rows.filter(published_at=None)),
    }


@admin.register(Page)
class PageAdmin(RichTextAdmin, PageChoiceMixin, PageHistoryAdmin, SaveErrorsMixin):
    form = PageForm
    change_form_template = "admin/pages/page/change_form.html"
    list_display = ["indented_title", "url", "language", "state", "updated_at"]
    list_filter = [PageStateFilter, "language"]
    list_per_page = 100
    search_fields = ["title", "path"]
    fieldsets = [
        (None, {"fields": ["title", "summary", "body", "opened_revision_number"]}),
        (_("Chỗ đứng"), {"fields": ["parent", "slug", "position", "is_in_footer"]}),
        (_("Ngôn ngữ"), {"fields": ["language", "translation_of"]}),
        (_("Thời gian đăng"), {"fields": ["published_at", "withdrawn_at"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        return super().get_queryset(request).select_related("parent")

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.request = request
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Page | None = None) -> list[tuple[Any, Any]]:
        """Omits the revision number for view-only users."""
        if obj is None or self.has_change_permission(request, obj):
            return self.fieldsets
        return [(None, {"fields": ["title", "summary", "body"]}), *self.fieldsets[1:]]

    def get_readonly_fields(self, request: HttpRequest, obj: Page | None = None) -> list[str]:
        return [] if services.can_publish(signed_in_user(request)) else ["published_at", "withdrawn_at"]

    def has_change_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        if obj is None:
            return super().has_change_permission(request)
        return services.can_change(signed_in_user(request), obj)

    def has_delete_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        """Pages are withdrawn, never deleted."""
        return False

    def save_model(self, request: HttpRequest, obj: Page, form: PageForm, change: bool) -> None:
        services.save_page(
            page=obj, by=signed_in_user(request), opened_revision_number=form.cleaned_data.get("opened_revision_number")
        )

    @admin.display(description=_("trang"), ordering="path")
    def indented_title(self, page: Page) -> str:
        return f"{'— ' * page.path.count('/')}{page.title}"

    @admin.display(description=_("địa chỉ"), ordering="path")
    def url(self, page: Page) -> SafeString | str:
        url = page.get_absolute_url()
        return format_html('<a href="{}">{}</a>', url, url) if page.is_published() else url

    @admin.display(description=_("trạng thái"), ordering="published_at")
    def state(self, page: Page) -> str:
        return page.state

    def view_on_site(self, obj: Page) -> str:
        return obj.get_absolute_url() if obj.is_published() else self._preview_url(obj)

    def _preview_url(self, page: Page) -> str:
        return reverse("admin:pages_page_revision", args=[page.pk, page.revision_number])
