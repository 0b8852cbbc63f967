"""The library's room in the admin: documents with their files and relations, and the headings they stand under."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kit import vietnamese
from portal.kit.act_admin import ActingAdmin, PlainInline, SpokenRefusals
from portal.kit.act_forms import ActForm
from portal.kit.autocomplete import SelectsByKey
from portal.library import publishing, references
from portal.library.files import KeptFile
from portal.library.models import Document, DocumentFile, DocumentKind, Field, Heading, IssuingBody, Relation
from portal.library.querysets import DocumentQuerySet
from portal.library.validity import Validity

PUBLISH = "library.publish_document"


class NoSecretForm(forms.ModelForm):
    """Files are taken only with a word about secrets."""

    holds_no_secret = forms.BooleanField(
        label=_("Tôi đã kiểm tra: các tệp tải lên không chứa bí mật nhà nước"),
        required=False,
        help_text=_(
            "Không được đưa tài liệu đóng dấu Mật, Tối mật, Tuyệt mật lên cổng, kể cả ở dạng nháp. "
            "Bắt buộc đánh dấu mỗi khi tải tệp lên; cổng ghi lại ai đã xác nhận."
        ),
    )

    def clean_holds_no_secret(self) -> bool:
        confirmed = bool(self.cleaned_data["holds_no_secret"])
        if self.files and not confirmed:
            raise ValidationError(_("Hãy kiểm tra các tệp và đánh dấu ô này thì mới tải lên được."), code="secret")
        return confirmed


class DocumentForm(NoSecretForm):
    """Number and symbol are typed as they stand on the paper."""

    reference = forms.CharField(
        label=_("Số, ký hiệu"),
        max_length=120,
        widget=AdminTextInputWidget(attrs={"autocomplete": "off"}),
        help_text=_("Như ghi trên văn bản, ví dụ 12/QĐ-UBND. Cổng tự bỏ khoảng trắng thừa và số 0 đứng đầu."),
    )

    class Meta:
        model = Document
        fields = [
            *("kind", "body", "field", "abstract", "issued_on", "effective_from", "partly_ceased_on", "ceased_on"),
            *("signer_capacity", "signer_name", "signer_post"),
        ]
        widgets = {"abstract": AdminTextareaWidget(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Somebody who may only look has no such fields.
        if "reference" in self.fields and self.instance.pk:
            self.fields["reference"].initial = self.instance.reference

    def clean_reference(self) -> str:
        try:
            parsed = references.parse(self.cleaned_data["reference"])
        except ValueError as error:
            raise ValidationError(str(error)) from error
        self.instance.number, self.instance.symbol = parsed
        return self.instance.reference

    def _get_validation_exclusions(self) -> set[str]:
        """The derived key is looked at too, so that a second entry of one document is told in the form."""
        return super()._get_validation_exclusions() - {"reference_key"}


class KeptFileInline(PlainInline):
    fields = ["file", "name", "position"]
    can_delete = True
    verbose_name_plural = _("tệp (PDF, DOC, DOCX, XLS, XLSX, ODT, ZIP) – không tải lên tài liệu mật")

    def get_queryset(self, request: HttpRequest) -> QuerySet[KeptFile]:
        return super().get_queryset(request).present()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Taking off is offered to whoever may change the document; nothing is lost by it."""
        return self.has_change_permission(request, obj)


def save_files(formset: Any, by: User) -> None:
    """Files taken off or exchanged stay in the store; who brought one is noted."""
    formset.save(commit=False)
    for file in formset.deleted_objects:
        publishing.remove_file(file=file, by=by)
    for file, changed in formset.changed_objects:
        if "file" in changed:
            publishing.remove_file(file=type(file)._default_manager.get(pk=file.pk), by=by)
            file.pk, file._state.adding = None, True
            file.added_by, file.added_at = by, timezone.now()
        file.save()
    for file in formset.new_objects:
        file.added_by = by
        file.save()


class FileInline(KeptFileInline):
    model = DocumentFile


class RelationInline(SelectsByKey, PlainInline):
    model = Relation
    fk_name = "source"
    fields = ["kind", "target"]
    autocomplete_fields = ["target"]

    def has_delete_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return self.has_change_permission(request, obj)


class PublishForm(ActForm):
    subject: Document
    title = _("Đăng văn bản")
    explanation = _(
        "Người đọc sẽ thấy văn bản, các tệp và quan hệ của nó. "
        "Văn bản bị nó thay thế được ghi hết hiệu lực từ ngày văn bản này có hiệu lực, nếu chưa ghi ngày nào."
    )
    button = _("Đăng")
    done = _("Đã đăng văn bản.")

    def act(self, answers: dict[str, Any]) -> None:
        publishing.publish(document=self.subject, by=self.by)


class WithdrawForm(ActForm):
    subject: Document
    title = _("Rút văn bản")
    explanation = _(
        "Văn bản không còn trong danh sách và trong tìm kiếm; ở địa chỉ của nó, người đọc thấy lý do dưới đây. "
        "Rút văn bản đăng nhầm; văn bản hết hiệu lực thì ghi ngày hết hiệu lực chứ không rút."
    )
    button = _("Rút")
    done = _("Đã rút văn bản.")

    reason = forms.CharField(
        label=_("Lý do"), max_length=publishing.MOST_REASON, widget=AdminTextareaWidget(attrs={"rows": 3})
    )

    def act(self, answers: dict[str, Any]) -> None:
        publishing.withdraw(document=self.subject, by=self.by, reason=answers["reason"])


class StateFilter(admin.SimpleListFilter):
    title = _("tình trạng đăng")
    parameter_name = "tinh-trang"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("nhap", _("Bản nháp")), ("dang", _("Đang đăng")), ("rut", _("Đã rút"))]

    def queryset(self, request: HttpRequest, queryset: DocumentQuerySet) -> DocumentQuerySet:
        asked = {"nhap": queryset.drafts, "dang": queryset.public, "rut": queryset.withdrawn}
        return asked[self.value()]() if self.value() in asked else queryset


class ValidityFilter(admin.SimpleListFilter):
    title = _("hiệu lực hôm nay")
    parameter_name = "hieu-luc"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(Validity.choices)

    def queryset(self, request: HttpRequest, queryset: DocumentQuerySet) -> DocumentQuerySet:
        if self.value() not in Validity.values:
            return queryset
        return queryset.with_validity(self.value(), timezone.localdate())


@admin.register(Document)
class DocumentAdmin(SelectsByKey, ActingAdmin):
    form = DocumentForm
    spoken = (Document, Relation)
    act_forms = {"dang": PublishForm, "rut": WithdrawForm}
    change_form_template = "admin/library/document/change_form.html"
    inlines = [FileInline, RelationInline]
    # The button among the tools stands only where there is a page to see.
    view_on_site = False
    list_display = ["shown_reference", "short_abstract", "kind", "issued_on", "shown_validity", "state"]
    list_filter = [
        StateFilter,
        ValidityFilter,
        ("kind", admin.RelatedOnlyFieldListFilter),
        ("body", admin.RelatedOnlyFieldListFilter),
        ("field", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["kind"]
    list_per_page = 50
    show_full_result_count = False
    date_hierarchy = "issued_on"
    search_fields = ["search_folded"]
    search_help_text = _("Số, ký hiệu hoặc chữ trong trích yếu; gõ không dấu cũng được.")
    autocomplete_fields = ["kind", "body", "field"]
    readonly_fields = ["published_at", "withdrawn_at", "withdrawal_reason"]
    fieldsets = [
        (None, {"fields": ["kind", "reference", "abstract", "body", "field"]}),
        (_("Ngày tháng và hiệu lực"), {"fields": ["issued_on", "effective_from", "partly_ceased_on", "ceased_on"]}),
        (_("Người ký"), {"fields": ["signer_capacity", "signer_name", "signer_post"]}),
        (_("Bí mật nhà nước"), {"fields": ["holds_no_secret"]}),
    ]
    record_fieldset = (_("Tình trạng đăng"), {"fields": ["published_at", "withdrawn_at", "withdrawal_reason"]})

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
        """Who may only look sees the record as it is: no questions, no word about secrets."""
        if obj is None:
            return self.fieldsets
        if not self.has_change_permission(request, obj):
            plain = list(DocumentForm.Meta.fields)
            return [(None, {"fields": ["shown_reference", *plain]}), self.record_fieldset]
        return [*self.fieldsets, self.record_fieldset]

    def get_readonly_fields(self, request: HttpRequest, obj: Document | None = None) -> Any:
        if obj is not None and not self.has_change_permission(request, obj):
            return [*self.readonly_fields, "shown_reference"]
        return self.readonly_fields

    def has_change_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        """What readers see, or once saw, is changed only by those who may publish."""
        may_change = super().has_change_permission(request, obj)
        return may_change and (obj is None or obj.is_draft or request.user.has_perm(PUBLISH))

    def has_delete_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        """Documents are withdrawn, never deleted."""
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: DocumentQuerySet, search_term: str
    ) -> tuple[DocumentQuerySet, bool]:
        return queryset.matching(search_term.replace("\0", "")), False

    def save_model(self, request: HttpRequest, obj: Document, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: forms.ModelForm, formset: Any, change: bool) -> None:
        if formset.model is DocumentFile:
            save_files(formset, request.user)
        else:
            super().save_formset(request, form, formset, change)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        count = publishing.settle_replaced(document=form.instance)
        if count:
            self.message_user(request, _("Đã ghi ngày hết hiệu lực cho %d văn bản bị thay thế.") % count)

    def require_right(self, request: HttpRequest, subject: Document, act: str) -> None:
        if not request.user.has_perm(PUBLISH):
            raise PermissionDenied

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        document: Document | None = kwargs.get("obj")
        may_publish = document is not None and request.user.has_perm(PUBLISH)
        context["may_publish"] = may_publish and (document.is_draft or document.is_withdrawn)
        context["may_withdraw"] = may_publish and document.is_public()
        context["relations_here"] = (
            list(document.relations_here.select_related("source__kind")) if document is not None else []
        )
        return super().render_change_form(request, context, *args, **kwargs)


class HeadingAdmin(SpokenRefusals):
    list_display = ["name", "position"]
    list_editable = ["position"]
    list_per_page = 100
    search_fields = ["name"]
    fields = ["name", "position"]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Without diacritics; there are few headings, so they are folded here."""
        asked = vietnamese.fold(search_term.replace("\0", ""))
        keys = [row.pk for row in queryset if asked in vietnamese.fold(self.searched_words(row))]
        return queryset.filter(pk__in=keys), False

    def searched_words(self, heading: Heading) -> str:
        return heading.name


@admin.register(DocumentKind)
class DocumentKindAdmin(HeadingAdmin):
    list_display = ["name", "abbreviation", "position"]
    fields = ["name", "abbreviation", "position"]

    def searched_words(self, heading: DocumentKind) -> str:
        return f"{heading.name} {heading.abbreviation}"


admin.site.register(IssuingBody, HeadingAdmin)
admin.site.register(Field, HeadingAdmin)
