"""Admin of the bloc's documents: versions, their diff, circulation, comments with answers, adoption."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from emulation.documents import draft_document
from emulation.forms.documents import CompareVersionsForm, DraftDocumentForm
from emulation.forms.year_actions import DOCUMENT_ACTION_FORMS
from emulation.models import BlocDocument, DocumentVersion
from emulation.version_diff import diff_rich_text
from portal.core.admin.actions import ActionAdmin
from portal.core.admin.autocomplete import SafeAutocompleteMixin
from portal.core.content.editor import with_editor_csp
from portal.core.content.private_files import private_file_response


@admin.register(BlocDocument)
class BlocDocumentAdmin(SafeAutocompleteMixin, ActionAdmin):
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
    add_fieldsets = [
        (None, {"fields": ["year", "kind", "title"]}),
        (_("Phiên bản đầu tiên"), {"fields": ["text", "file"]}),
    ]

    @admin.display(description=_("số, ký hiệu"), ordering="number")
    def reference(self, document: BlocDocument) -> str:
        return document.reference or "–"

    def get_fieldsets(self, request: HttpRequest, obj: BlocDocument | None = None) -> Any:
        return self.fieldsets if obj else self.add_fieldsets

    def get_form(
        self, request: HttpRequest, obj: BlocDocument | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        return super().get_form(request, obj, change, **({} if obj else {"form": DraftDocumentForm}), **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: BlocDocument | None = None) -> bool:
        """Documents cannot be deleted, because their versions are append-only."""
        return False

    @method_decorator(with_editor_csp)
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: BlocDocument, form: forms.ModelForm, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        obj.pk = draft_document(**form.cleaned_data, by=request.user).pk
        obj.refresh_from_db()

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

    def require_permission(self, request: HttpRequest, instance: models.Model, action: str) -> None:
        if not self.has_change_permission(request, instance):
            raise PermissionDenied

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
        document = self._get_viewable_document(request, pk)
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
        version = self._get_viewable_document(request, pk).get_version(number)
        if version is None or not version.file:
            raise Http404
        return private_file_response(request, version.file)

    def _get_viewable_document(self, request: HttpRequest, pk: int) -> BlocDocument:
        document = self.get_object(request, str(pk))
        if document is None:
            raise Http404
        if not self.has_view_permission(request, document):
            raise PermissionDenied
        return document

    def get_queryset(self, request: HttpRequest) -> QuerySet[BlocDocument]:
        return super().get_queryset(request).select_related("year__bloc")
