"""Admin of the bloc's documents: versions, their diff, circulation, comments with answers, adoption."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from emulation.admin.guided import CreateByServiceAdmin
from emulation.documents import draft_document
from emulation.forms.documents import CompareVersionsForm, DraftDocumentForm
from emulation.forms.year_actions import DOCUMENT_ACTION_FORMS
from emulation.models import BlocDocument, DocumentVersion
from emulation.version_diff import diff_rich_text
from portal.core.admin.actions import ActionAdmin
from portal.core.admin.autocomplete import SafeAutocompleteMixin
from portal.core.admin.rich_text import RichTextAdmin
from portal.core.content.private_files import private_file_response


@admin.register(BlocDocument)
class BlocDocumentAdmin(RichTextAdmin, SafeAutocompleteMixin, CreateByServiceAdmin, ActionAdmin):
    constraint_models = (BlocDocument, DocumentVersion)
    action_forms = DOCUMENT_ACTION_FORMS
    change_form_template = "admin/emulation/blocdocument/change_form.html"
    list_display = ["title", "kind", "reference", "state", "adopted_on", "year"]
    list_filter = ["kind", "state", ("year", admin.RelatedOnlyFieldListFilter)]
    list_per_page = 50
    list_select_related = ["year__bloc"]
    search_fields = ["title", "number", "symbol"]
    autocomplete_fields = ["year"]
    readonly_fields = ["state", "circulated_on", "adopted_on"]
    fieldsets = [
        (None, {"fields": ["year", "kind", "title"]}),
        (
            _("Số, ngày và người ký"),
            {"fields": [("number", "symbol", "issued_on"), "signer_capacity", "signer_name", "signer_post"]},
        ),
        (_("Tình trạng"), {"fields": [("state", "circulated_on", "adopted_on")]}),
    ]
    create_row = staticmethod(draft_document)
    add_form = DraftDocumentForm
    add_fieldsets = [
        (None, {"fields": ["year", "kind", "title"]}),
        (_("Phiên bản đầu tiên"), {"fields": ["text", "file"]}),
    ]

    @admin.display(description=_("số, ký hiệu"), ordering="number")
    def reference(self, document: BlocDocument) -> str:
        return document.reference or "–"

    def has_delete_permission(self, request: HttpRequest, obj: BlocDocument | None = None) -> bool:
        """Documents cannot be deleted, because their versions are append-only."""
        return False

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        document: BlocDocument | None = kwargs.get("obj")
        if document is not None:
            context["versions"] = document.versions.latest_first().select_related("created_by")
            context["comments"] = document.comments().select_related("agency", "version", "answered_by")
            context["is_open"] = document.state != BlocDocument.State.ADOPTED
            context["is_circulated"] = document.state == BlocDocument.State.CIRCULATED
        return super().render_change_form(request, context, *args, **kwargs)

    # Diff of two versions, and their files
    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/so-sanh/", guarded(self.compare_view), name="emulation_blocdocument_compare"),
            path("<int:pk>/tep/<int:number>/", guarded(self.file_view), name="emulation_blocdocument_file"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Shows the diff of two versions (``?cu=1&moi=3``); by default of the last two."""
        document = self.get_viewable_or_404(request, pk)
        versions = list(document.versions.latest_first())
        form = CompareVersionsForm(request.GET or None, versions=versions)
        old, new = form.get_versions()
        context = {
            **self.admin_site.each_context(request),
            "title": _("So sánh hai phiên bản"),
            "subtitle": str(document),
            "opts": self.opts,
            "document": document,
            "form": form,
            "old": old,
            "new": new,
            "rows": diff_rich_text(old.text, new.text) if old and new else [],
        }
        return TemplateResponse(request, "admin/emulation/blocdocument/compare.html", context)

    @method_decorator(require_safe)
    def file_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
        """Serves the file of a version to users who may view the document."""
        version = self.get_viewable_or_404(request, pk).get_version(number)
        if version is None or not version.file:
            raise Http404
        return private_file_response(request, version.file)

    def get_queryset(self, request: HttpRequest) -> QuerySet[BlocDocument]:
        return super().get_queryset(request).select_related("year__bloc")
