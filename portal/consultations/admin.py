"""Admin of consultations: drafts with their files, and comments to moderate."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.consultations import moderation, services
from portal.consultations.models import MAX_ANSWER_LENGTH, Comment, Consultation, ConsultationFile
from portal.core.admin.action_forms import ActionForm
from portal.core.admin.actions import ActionAdmin
from portal.core.admin.attached_files import AttachedFileInline, StateSecretCheckForm, save_vetted_files
from portal.core.admin.autocomplete import SafeAutocompleteMixin
from portal.core.admin.publishing import PUBLICATION_FIELDS, PublicationStateFilter, PublishableAdmin, ReasonActionForm
from portal.core.admin.rich_text import RichTextAdmin
from portal.core.http.users import signed_in_user
from portal.documents.services import add_file, remove_file

MODERATE_PERMISSION = "consultations.moderate_comment"


class ConsultationForm(StateSecretCheckForm):
    class Meta:
        model = Consultation
        fields = ["title", "explanation", "unit", "contact", "opens_at", "closes_at", "summary", "outcome"]


class ConsultationFileInline(AttachedFileInline):
    model = ConsultationFile


class PublishConsultationForm(ActionForm):
    instance: Consultation
    title = _("Đăng dự thảo lấy ý kiến")
    explanation = _("Người đọc thấy dự thảo và các tệp ngay; ý kiến chỉ gửi được trong thời hạn đã ghi.")
    submit_label = _("Đăng")
    success_message = _("Đã đăng dự thảo.")

    def run(self, answers: dict[str, Any]) -> None:
        services.publish_consultation(consultation=self.instance, by=self.by)


class WithdrawConsultationForm(ReasonActionForm):
    instance: Consultation
    title = _("Rút dự thảo")
    explanation = _("Dự thảo không còn trong danh sách; ở địa chỉ của nó, người đọc thấy lý do. Ý kiến được giữ.")
    submit_label = _("Rút")
    success_message = _("Đã rút dự thảo.")

    def run(self, answers: dict[str, Any]) -> None:
        services.withdraw_consultation(consultation=self.instance, by=self.by, reason=answers["reason"])


class PublishSummaryForm(ActionForm):
    instance: Consultation
    title = _("Công bố tổng hợp ý kiến")
    explanation = _("Phần tổng hợp, tiếp thu, giải trình đã lưu sẽ hiện cho mọi người, cùng văn bản được ban hành.")
    submit_label = _("Công bố")
    success_message = _("Đã công bố tổng hợp.")

    def run(self, answers: dict[str, Any]) -> None:
        services.publish_summary(consultation=self.instance, by=self.by)


@admin.register(Consultation)
class ConsultationAdmin(RichTextAdmin, SafeAutocompleteMixin, PublishableAdmin):
    form = ConsultationForm
    publish_permission = "consultations.publish_consultation"
    constraint_models = (Consultation,)
    action_forms = {"dang": PublishConsultationForm, "rut": WithdrawConsultationForm, "tong-hop": PublishSummaryForm}
    change_form_template = "admin/consultations/consultation/change_form.html"
    inlines = [ConsultationFileInline]
    list_display = ["title", "unit", "opens_at", "closes_at", "state", "pending_count"]
    # Explicit, because the annotation that counts comments drops ``Meta.ordering``.
    ordering = ["-closes_at", "-pk"]
    list_filter = [PublicationStateFilter]
    search_fields = ["title", "unit"]
    autocomplete_fields = ["outcome"]
    readonly_fields = [*PUBLICATION_FIELDS, "summary_published_at"]
    fieldsets = [
        (None, {"fields": ["title", "explanation", "unit", "contact"]}),
        (_("Thời hạn góp ý"), {"fields": ["opens_at", "closes_at"]}),
        (_("Sau khi kết thúc"), {"fields": ["summary", "outcome"]}),
        (_("Bí mật nhà nước"), {"fields": ["holds_no_secret"]}),
        (
            _("Tình trạng đăng"),
            {"fields": [*PUBLICATION_FIELDS, "summary_published_at"]},
        ),
    ]

    @admin.display(description=_("tình trạng"))
    def state(self, consultation: Consultation) -> str:
        if consultation.is_withdrawn:
            return _now("Đã rút")
        if consultation.is_draft:
            return _now("Bản nháp")
        if consultation.is_open():
            return _now("Đang nhận ý kiến")
        if not consultation.has_closed():
            return _now("Sắp nhận ý kiến")
        return _now("Đã công bố tổng hợp") if consultation.summary_published_at else _now("Đã kết thúc")

    @admin.display(description=_("ý kiến chờ duyệt"))
    def pending_count(self, consultation: Consultation) -> int:
        return getattr(consultation, "pending_count", 0)  # annotated by get_queryset

    def get_queryset(self, request: HttpRequest) -> QuerySet[Consultation]:
        consultations: Any = super().get_queryset(request)
        return consultations.with_pending_count()

    def get_fieldsets(self, request: HttpRequest, obj: Consultation | None = None) -> Any:
        """Omits the state secret confirmation for view-only users."""
        if obj is None:
            return self.fieldsets[:2] + self.fieldsets[3:4]
        if self.has_change_permission(request, obj):
            return self.fieldsets
        return self.fieldsets[:3] + self.fieldsets[4:]

    def save_formset(self, request: HttpRequest, form: forms.ModelForm, formset: Any, change: bool) -> None:
        save_vetted_files(formset, by=signed_in_user(request), add=add_file, remove=remove_file)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        consultation: Consultation | None = kwargs.get("obj")
        context["can_publish_summary"] = (
            consultation is not None
            and request.user.has_perm(self.publish_permission)
            and consultation.is_public()
            and consultation.has_closed()
            and consultation.summary_published_at is None
        )
        return super().render_change_form(request, context, *args, **kwargs)


class ShowCommentForm(ActionForm):
    instance: Comment
    title = _("Cho hiện ý kiến")
    explanation = _("Người đọc thấy ý kiến cùng họ tên và cơ quan của người gửi; thư điện tử không bao giờ hiện.")
    submit_label = _("Cho hiện")
    success_message = _("Ý kiến đã hiện ở trang của dự thảo.")

    def run(self, answers: dict[str, Any]) -> None:
        moderation.show_comment(comment=self.instance, by=self.by)


class HideCommentForm(ReasonActionForm):
    instance: Comment
    title = _("Không cho hiện ý kiến")
    explanation = _("Ý kiến vẫn được giữ và tính vào tổng hợp; lý do chỉ người quản trị thấy.")
    submit_label = _("Không cho hiện")
    success_message = _("Ý kiến không hiện.")

    def run(self, answers: dict[str, Any]) -> None:
        moderation.hide_comment(comment=self.instance, by=self.by, reason=answers["reason"])


class AnswerCommentForm(ActionForm):
    instance: Comment
    title = _("Trả lời ý kiến")
    explanation = _("Câu trả lời hiện ngay dưới ý kiến khi ý kiến được hiện.")
    submit_label = _("Trả lời")
    success_message = _("Đã trả lời.")

    text = forms.CharField(
        label=_("Trả lời"), max_length=MAX_ANSWER_LENGTH, widget=AdminTextareaWidget(attrs={"rows": 6})
    )

    def prepare(self) -> None:
        self.fields["text"].initial = self.instance.answer

    def run(self, answers: dict[str, Any]) -> None:
        moderation.answer_comment(comment=self.instance, by=self.by, text=answers["text"])


@admin.register(Comment)
class CommentAdmin(ActionAdmin):
    """Comments cannot be edited: they are shown, hidden or answered."""

    action_forms = {"hien": ShowCommentForm, "khong-hien": HideCommentForm, "tra-loi": AnswerCommentForm}
    change_form_template = "admin/consultations/comment/change_form.html"
    list_display = ["short_text", "consultation", "name", "organisation", "created_at", "state", "answered_at"]
    list_filter = ["state", ("consultation", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["consultation"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["text", "name", "organisation"]
    actions = ["show_selected_comments"]
    fieldsets = [
        (None, {"fields": ["consultation", "text"]}),
        (_("Người gửi"), {"fields": ["name", "organisation", "email", "created_at", "consented_at", "anonymized_at"]}),
        (_("Duyệt"), {"fields": ["state", "hidden_reason", "moderated_at", "moderated_by"]}),
        (_("Trả lời"), {"fields": ["answer", "answered_at", "answered_by"]}),
    ]

    @admin.display(description=_("ý kiến"))
    def short_text(self, comment: Comment) -> str:
        return str(comment)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MODERATE_PERMISSION)

    @admin.action(description=_("Cho hiện các ý kiến đã chọn"), permissions=["moderate"])
    def show_selected_comments(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        for comment in queryset:
            moderation.show_comment(comment=comment, by=signed_in_user(request))
        self.message_user(request, _now("Đã cho hiện %d ý kiến.") % queryset.count(), messages.SUCCESS)

    def require_permission(self, request: HttpRequest, instance: models.Model, action: str) -> None:
        if not self.has_moderate_permission(request):
            raise PermissionDenied

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["can_moderate"] = self.has_moderate_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)
