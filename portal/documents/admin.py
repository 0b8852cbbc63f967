"""Admin of documents with their files and relations, and of the taxonomies."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.admin.action_forms import ActionForm
from portal.core.admin.actions import CompactTabularInline, ConstraintMessagesMixin
from portal.core.admin.attached_files import AttachedFileInline, StateSecretCheckForm, save_vetted_files
from portal.core.admin.autocomplete import SafeAutocompleteMixin
from portal.core.admin.publishing import PUBLICATION_FIELDS, PublicationStateFilter, PublishableAdmin, ReasonActionForm
from portal.core.admin.search import FoldedSearchAdmin
from portal.core.http.users import signed_in_user
from portal.core.text import vietnamese
from portal.documents import references, services
from portal.documents.models import (
    Document,
    DocumentFile,
    DocumentKind,
    DocumentRelation,
    IssuingBody,
    SubjectArea,
)
from portal.documents.querysets import DocumentQuerySet
from portal.documents.validity import Validity


class DocumentForm(StateSecretCheckForm):
    """Form in which number and symbol are typed as one reference, as printed on the document."""

    reference = forms.CharField(
        label=_("Số, ký hiệu"),
        max_length=120,
        widget=AdminTextInputWidget(attrs={"autocomplete": "off"}),
        help_text=_("Như ghi trên văn bản, ví dụ 12/QĐ-UBND. Cổng tự bỏ khoảng trắng thừa và số 0 đứng đầu."),
    )

    class Meta:
        model = Document
        fields = [
            *(
                "kind",
                "issuing_body",
                "subject_area",
                "abstract",
                "issued_on",
                "effective_from",
                "partly_ceased_on",
                "ceased_on",
            ),
            *("signer_capacity", "signer_name", "signer_post"),
        ]
        widgets = {"abstract": AdminTextareaWidget(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # View-only users do not have these fields.
        if "reference" in self.fields and self.instance.pk:
            self.fields["reference"].initial = self.instance.reference

    def clean_reference(self) -> str:
        try:
            parsed = references.parse_reference(self.cleaned_data["reference"])
        except ValueError as error:
            raise ValidationError(str(error)) from error
        self.instance.number, self.instance.symbol = parsed
        return self.instance.reference

    def _get_validation_exclusions(self) -> set[str]:
        """Also validates the derived key, so that a duplicate document is reported in the form."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # not in the stubs
        return excluded - {"reference_key"}


class DocumentFileInline(AttachedFileInline):
    model = DocumentFile


class DocumentRelationInline(SafeAutocompleteMixin, CompactTabularInline):
    model = DocumentRelation
    fk_name = "source"
    fields = ["kind", "target"]
    autocomplete_fields = ["target"]

    def has_delete_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return self.has_change_permission(request, obj)


class PublishDocumentForm(ActionForm):
    instance: Document
    title = _("Đăng văn bản")
    explanation = _(
        "Người đọc sẽ thấy văn bản, các tệp và quan hệ của nó. "
        "Văn bản bị nó thay thế được ghi hết hiệu lực từ ngày văn bản này có hiệu lực, nếu chưa ghi ngày nào."
    )
    submit_label = _("Đăng")
    success_message = _("Đã đăng văn bản.")

    def run(self, answers: dict[str, Any]) -> None:
        services.publish_document(document=self.instance, by=self.by)


class WithdrawDocumentForm(ReasonActionForm):
    instance: Document
    title = _("Rút văn bản")
    explanation = _(
        "Văn bản không còn trong danh sách và trong tìm kiếm; ở địa chỉ của nó, người đọc thấy lý do dưới đây. "
        "Rút văn bản đăng nhầm; văn bản hết hiệu lực thì ghi ngày hết hiệu lực chứ không rút."
    )
    submit_label = _("Rút")
    success_message = _("Đã rút văn bản.")

    def run(self, answers: dict[str, Any]) -> None:
        services.withdraw_document(document=self.instance, by=self.by, reason=answers["reason"])


class ValidityFilter(admin.SimpleListFilter):
    title = _("hiệu lực hôm nay")
    parameter_name = "hieu-luc"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(Validity.choices)

    def queryset(self, request: HttpRequest, queryset: Any) -> DocumentQuerySet:
        value = self.value()
        return queryset.with_validity(value, timezone.localdate()) if value in Validity.values else queryset


@admin.register(Document)
class DocumentAdmin(FoldedSearchAdmin, SafeAutocompleteMixin, PublishableAdmin):
    form = DocumentForm
    publish_permission = "documents.publish_document"
    constraint_models = (Document, DocumentRelation)
    action_forms = {"dang": PublishDocumentForm, "rut": WithdrawDocumentForm}
    change_form_template = "admin/documents/document/change_form.html"
    inlines = [DocumentFileInline, DocumentRelationInline]
    list_display = ["shown_reference", "short_abstract", "kind", "issued_on", "shown_validity", "state"]
    list_filter = [
        PublicationStateFilter,
        ValidityFilter,
        ("kind", admin.RelatedOnlyFieldListFilter),
        ("issuing_body", admin.RelatedOnlyFieldListFilter),
        ("subject_area", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["kind"]
    date_hierarchy = "issued_on"
    search_fields = ["search_folded"]
    search_help_text = _("Số, ký hiệu hoặc chữ trong trích yếu; gõ không dấu cũng được.")
    autocomplete_fields = ["kind", "issuing_body", "subject_area"]
    fieldsets = [
        (None, {"fields": ["kind", "reference", "abstract", "issuing_body", "subject_area"]}),
        (_("Ngày tháng và hiệu lực"), {"fields": ["issued_on", "effective_from", "partly_ceased_on", "ceased_on"]}),
        (_("Người ký"), {"fields": ["signer_capacity", "signer_name", "signer_post"]}),
        (_("Bí mật nhà nước"), {"fields": ["holds_no_secret"]}),
    ]
    publication_fieldset = (_("Tình trạng đăng"), {"fields": PUBLICATION_FIELDS})

    @admin.display(description=_("số, ký hiệu"), ordering="reference_key")
    def shown_reference(self, document: Document) -> str:
        return document.reference

    @admin.display(description=_("trích yếu"))
    def short_abstract(self, document: Document) -> str:
        return document.abstract if len(document.abstract) < 110 else f"{document.abstract[:109]}…"

    @admin.display(description=_("hiệu lực"))
    def shown_validity(self, document: Document) -> str:
        return str(document.validity.label)

    @admin.display(description=_("tình trạng đăng"))
    def state(self, document: Document) -> str:
        if document.is_withdrawn:
            return str(_("Đã rút"))
        return str(_("Bản nháp") if document.is_draft else _("Đang đăng"))

    def get_fieldsets(self, request: HttpRequest, obj: Document | None = None) -> Any:
        """View-only users see the stored fields, without the reference input and the state secret confirmation."""
        if obj is None:
            return self.fieldsets
        if not self.has_change_permission(request, obj):
            plain = list(DocumentForm.Meta.fields)
            return [(None, {"fields": ["shown_reference", *plain]}), self.publication_fieldset]
        return [*self.fieldsets, self.publication_fieldset]

    def get_readonly_fields(self, request: HttpRequest, obj: Document | None = None) -> Any:
        if obj is not None and not self.has_change_permission(request, obj):
            return [*self.readonly_fields, "shown_reference"]
        return self.readonly_fields

    def save_formset(self, request: HttpRequest, form: forms.ModelForm, formset: Any, change: bool) -> None:
        if formset.model is DocumentFile:
            save_vetted_files(formset, by=signed_in_user(request), add=services.add_file, remove=services.remove_file)
        else:
            super().save_formset(request, form, formset, change)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        count = services.cease_replaced_documents(document=form.instance, by=signed_in_user(request))
        if count:
            self.message_user(request, _("Đã ghi ngày hết hiệu lực cho %d văn bản bị thay thế.") % count)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        document: Document | None = kwargs.get("obj")
        context["incoming_relations"] = (
            list(document.incoming_relations.select_related("source__kind")) if document is not None else []
        )
        return super().render_change_form(request, context, *args, **kwargs)


class TaxonomyTermAdmin(ConstraintMessagesMixin):
    list_display = ["name", "position"]
    list_editable = ["position"]
    list_per_page = 100
    search_fields = ["name"]
    fields = ["name", "position"]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Searches without diacritics; the terms are few, so they are folded in Python."""
        folded_term = vietnamese.fold(search_term.replace("\0", ""))
        keys = [row.pk for row in queryset if folded_term in vietnamese.fold(self.searchable_text(row))]
        return queryset.filter(pk__in=keys), False

    def searchable_text(self, term: Any) -> str:
        return term.name


@admin.register(DocumentKind)
class DocumentKindAdmin(TaxonomyTermAdmin):
    list_display = ["name", "abbreviation", "position"]
    fields = ["name", "abbreviation", "position"]

    def searchable_text(self, term: Any) -> str:
        return f"{term.name} {term.abbreviation}"


admin.site.register(IssuingBody, TaxonomyTermAdmin)
admin.site.register(SubjectArea, TaxonomyTermAdmin)
