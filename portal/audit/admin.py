"""The audit log in the admin: a read-only list and a CSV export."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.audit import services
from portal.audit.filters import AuditLogFilterForm, csv_headers, csv_rows
from portal.audit.models import AuditEntry
from portal.core.http import pagination
from portal.core.http.spreadsheets import streamed_csv_response
from portal.core.http.users import signed_in_user

AUDIT_LOG_PAGE_SIZE = 50


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    """The audit log, read-only. The list view is our own: keyset pagination without COUNT (ADR 0014)."""

    fields = [
        "occurred_at",
        "action_label",
        "actor_name",
        "model_label",
        "target_id",
        "title",
        "details_text",
        "ip_address",
    ]

    class Media:
        css = {"all": ["css/admin-audit-log.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    @admin.display(description=_("việc"))
    def action_label(self, entry: AuditEntry) -> str:
        return str(services.action_label(entry.action))

    @admin.display(description=_("loại"))
    def model_label(self, entry: AuditEntry) -> str:
        return str(services.model_label(entry.kind))

    @admin.display(description=_("chi tiết"))
    def details_text(self, entry: AuditEntry) -> str:
        return services.details_text(entry)

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(self.export_view)
        return [path("xuat-csv/", export, name="audit_auditentry_export"), *super().get_urls()]

    @method_decorator(require_safe)
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self._require_view_permission(request)
        filter_form = AuditLogFilterForm(request.GET)
        try:
            page = pagination.paginate(filter_form.entries(), request.GET, AUDIT_LOG_PAGE_SIZE)
        except pagination.InvalidPage:
            messages.warning(request, _("Nhật ký không có trang này."))
            return HttpResponseRedirect(reverse("admin:audit_auditentry_changelist"))
        filter_query = urlencode(filter_form.query_params())
        context = {
            **self.admin_site.each_context(request),
            "title": _("Nhật ký"),
            "opts": self.opts,
            "media": self.media + filter_form.media,
            "form": filter_form,
            "rows": [
                (entry, self.action_label(entry), self.model_label(entry), self.details_text(entry))
                for entry in page.rows
            ],
            "newer": page.newer and f"{page.newer}&{filter_query}".rstrip("&"),
            "older": page.older and f"{page.older}&{filter_query}".rstrip("&"),
            "filter_query": filter_query,
            "is_filtered_by_target": filter_form.is_valid() and filter_form.cleaned_data["kind"],
        }
        return TemplateResponse(request, "admin/audit/audit_log.html", context)

    @method_decorator(require_safe)
    def export_view(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        """Streams the filtered entries as CSV; the export itself is written to the audit log."""
        self._require_view_permission(request)
        filter_form = AuditLogFilterForm(request.GET)
        if not filter_form.is_valid():
            return HttpResponseRedirect(f"{reverse('admin:audit_auditentry_changelist')}?{request.GET.urlencode()}")
        details, user = filter_form.audit_details(), signed_in_user(request)
        services.record(action=services.AUDIT_LOG_EXPORTED, by=user, detail=details)
        name = f"nhat-ky-{timezone.localdate():%Y-%m-%d}"
        return streamed_csv_response(name, csv_headers(), csv_rows(filter_form.entries()))

    def _require_view_permission(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied
