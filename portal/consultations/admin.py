"""The admin's room for consultations: drafts with their files, and the comments that wait for a look."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.consultations import consulting, moderating
from portal.consultations.models import MOST_ANSWER, MOST_REASON, Comment, Consultation, ConsultationFile
from portal.kit.act_admin import ActingAdmin
from portal.kit.act_forms import ActForm
from portal.kit.autocomplete import SelectsByKey
from portal.kit.editor import with_editor_policy
from portal.library.admin import KeptFileInline, NoSecretForm, save_files

PUBLISH, MODERATE = "consultations.publish_consultation", "consultations.moderate_comment"


class ConsultationForm(NoSecretForm):
    class Meta:
        model = Consultation
        fields = ["title", "explanation", "unit", "contact", "opens_at", "closes_at", "summary", "outcome"]


class FileInline(KeptFileInline):
    model = ConsultationFile


class PublishForm(ActForm):
    subject: Consultation
    title = _("Đăng dự thảo lấy ý kiến")
    explanation = _("Người đọc thấy dự thảo và các tệp ngay; ý kiến chỉ gửi được trong thời hạn đã ghi.")
    button = _("Đăng")
    done = _("Đã đăng dự thảo.")

    def act(self, answers: dict[str, Any]) -> None:
        consulting.publish(consultation=self.subject, by=self.by)


class WithdrawForm(ActForm):
    subject: Consultation
    title = _("Rút dự thảo")
    explanation = _("Dự thảo không còn trong danh sách; ở địa chỉ của nó, người đọc thấy lý do. Ý kiến được giữ.")
    button = _("Rút")
    done = _("Đã rút dự thảo.")

    reason = forms.CharField(label=_("Lý do"), max_length=MOST_REASON, widget=AdminTextareaWidget(attrs={"rows": 3}))

    def act(self, answers: dict[str, Any]) -> None:
        consulting.withdraw(consultation=self.subject, by=self.by, reason=answers["reason"])


class SummaryForm(ActForm):
    subject: Consultation
    title = _("Công bố tổng hợp ý kiến")
    explanation = _("Phần tổng hợp, tiếp thu, giải trình đã lưu sẽ hiện cho mọi người, cùng văn bản được ban hành.")
    button = _("Công bố")
    done = _("Đã công bố tổng hợp.")

    def act(self, answers: dict[str, Any]) -> None:
        consulting.publish_summary(consultation=self.subject, by=self.by)


@admin.register(Consultation)
class ConsultationAdmin(SelectsByKey, ActingAdmin):
    form = ConsultationForm
    spoken = (Consultation,)
    act_forms = {"dang": PublishForm, "rut": WithdrawForm, "tong-hop": SummaryForm}
    change_form_template = "admin/consultations/consultation/change_form.html"
    inlines = [FileInline]
    # The button among the tools stands only where there is a page to see.
    view_on_site = False
    list_display = ["title", "unit", "opens_at", "closes_at", "state", "pending_count"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["title", "unit"]
    autocomplete_fields = ["outcome"]
    readonly_fields = ["published_at", "withdrawn_at", "withdrawal_reason", "summarised_at"]
    fieldsets = [
        (None, {"fields": ["title", "explanation", "unit", "contact"]}),
        (_("Thời hạn góp ý"), {"fields": ["opens_at", "closes_at"]}),
        (_("Sau khi kết thúc"), {"fields": ["summary", "outcome"]}),
        (_("Bí mật nhà nước"), {"fields": ["holds_no_secret"]}),
        (_("Tình trạng đăng"), {"fields": ["published_at", "withdrawn_at", "withdrawal_reason", "summarised_at"]}),
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
        return _now("Đã công bố tổng hợp") if consultation.summarised_at else _now("Đã kết thúc")

    @admin.display(description=_("ý kiến chờ duyệt"))
    def pending_count(self, consultation: Consultation) -> int:
        return consultation.pending_count

    def get_queryset(self, request: HttpRequest) -> QuerySet[Consultation]:
        return super().get_queryset(request).with_pending_count()

    def get_fieldsets(self, request: HttpRequest, obj: Consultation | None = None) -> Any:
        """Who may only look is asked for no word about secrets."""
        if obj is None:
            return self.fieldsets[:2] + self.fieldsets[3:4]
        if self.has_change_permission(request, obj):
            return self.fieldsets
        return self.fieldsets[:3] + self.fieldsets[4:]

    def has_change_permission(self, request: HttpRequest, obj: Consultation | None = None) -> bool:
        """What readers see, or once saw, is changed only by those who may publish."""
        may_change = super().has_change_permission(request, obj)
        return may_change and (obj is None or obj.is_draft or request.user.has_perm(PUBLISH))

    def has_delete_permission(self, request: HttpRequest, obj: Consultation | None = None) -> bool:
        return False

    @method_decorator(with_editor_policy)
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Consultation, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: forms.ModelForm, formset: Any, change: bool) -> None:
        save_files(formset, request.user)

    def require_right(self, request: HttpRequest, subject: Consultation, act: str) -> None:
        if not request.user.has_perm(PUBLISH):
            raise PermissionDenied

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        consultation: Consultation | None = kwargs.get("obj")
        may_act = consultation is not None and request.user.has_perm(PUBLISH)
        is_public = may_act and consultation.is_public()
        context["may_publish"] = may_act and not is_public
        context["may_withdraw"] = is_public
        context["may_summarise"] = is_public and consultation.has_closed() and consultation.summarised_at is None
        return super().render_change_form(request, context, *args, **kwargs)


class ShowForm(ActForm):
    subject: Comment
    title = _("Cho hiện ý kiến")
    explanation = _("Người đọc thấy ý kiến cùng họ tên và cơ quan của người gửi; thư điện tử không bao giờ hiện.")
    button = _("Cho hiện")
    done = _("Ý kiến đã hiện ở trang của dự thảo.")

    def act(self, answers: dict[str, Any]) -> None:
        moderating.show(comment=self.subject, by=self.by)


class HideForm(ActForm):
    subject: Comment
    title = _("Không cho hiện ý kiến")
    explanation = _("Ý kiến vẫn được giữ và tính vào tổng hợp; lý do chỉ người quản trị thấy.")
    button = _("Không cho hiện")
    done = _("Ý kiến không hiện.")

    reason = forms.CharField(label=_("Lý do"), max_length=MOST_REASON, widget=AdminTextareaWidget(attrs={"rows": 3}))

    def act(self, answers: dict[str, Any]) -> None:
        moderating.hide(comment=self.subject, by=self.by, reason=answers["reason"])


class AnswerForm(ActForm):
    subject: Comment
    title = _("Trả lời ý kiến")
    explanation = _("Câu trả lời hiện ngay dưới ý kiến khi ý kiến được hiện.")
    button = _("Trả lời")
    done = _("Đã trả lời.")

    text = forms.CharField(label=_("Trả lời"), max_length=MOST_ANSWER, widget=AdminTextareaWidget(attrs={"rows": 6}))

    def prepare(self) -> None:
        self.fields["text"].initial = self.subject.answer

    def act(self, answers: dict[str, Any]) -> None:
        moderating.answer(comment=self.subject, by=self.by, text=answers["text"])


@admin.register(Comment)
class CommentAdmin(ActingAdmin):
    """Nothing that people wrote is changed here: it is shown, kept from readers, answered."""

    act_forms = {"hien": ShowForm, "khong-hien": HideForm, "tra-loi": AnswerForm}
    change_form_template = "admin/consultations/comment/change_form.html"
    list_display = ["short_text", "consultation", "name", "organisation", "created_at", "state", "answered_at"]
    list_filter = ["state", ("consultation", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["consultation"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["text", "name", "organisation"]
    actions = ["show_chosen"]
    fieldsets = [
        (None, {"fields": ["consultation", "text"]}),
        (_("Người gửi"), {"fields": ["name", "organisation", "email", "created_at", "consented_at", "forgotten_at"]}),
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
        return request.user.has_perm(MODERATE)

    @admin.action(description=_("Cho hiện các ý kiến đã chọn"), permissions=["moderate"])
    def show_chosen(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        for comment in queryset:
            moderating.show(comment=comment, by=request.user)
        self.message_user(request, _now("Đã cho hiện %d ý kiến.") % queryset.count(), messages.SUCCESS)

    def require_right(self, request: HttpRequest, subject: Comment, act: str) -> None:
        if not self.has_moderate_permission(request):
            raise PermissionDenied

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["may_moderate"] = self.has_moderate_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)
