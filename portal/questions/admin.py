"""The office's room: what came in, what is promised until when, and the buttons of the acts."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.kit.editor import with_editor_policy
from portal.questions.answering import perform
from portal.questions.models import DayOff, Question, Topic
from portal.questions.rights import acts_for, people_who_answer
from portal.questions.staff_forms import AnswerForm
from portal.questions.workflow import OPEN, Act

ACT = "_act"


class WaitingFilter(admin.SimpleListFilter):
    """What is late, and what is mine."""

    title = _("việc")
    parameter_name = "viec"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("qua-han", _("Quá hạn")), ("cua-toi", _("Giao cho tôi")), ("dang-cho", _("Chưa xong"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        match self.value():
            case "qua-han":
                return queryset.overdue(timezone.now())
            case "cua-toi":
                return queryset.assigned_to(request.user)
            case "dang-cho":
                return queryset.in_states(OPEN)
            case _:
                return queryset


@admin.register(Question)
class QuestionAdmin(admin.ModelAdmin):
    form = AnswerForm
    change_form_template = "admin/questions/question/change_form.html"
    list_display = ["public_subject", "kind", "topic", "state", "deadline", "assignee", "received_at"]
    list_filter = [WaitingFilter, "status", "kind", "topic"]
    list_select_related = ["topic", "assignee"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    date_hierarchy = "received_at"
    search_fields = ["public_subject"]
    search_help_text = _("Tìm trong câu hỏi và câu trả lời; gõ có dấu hay không dấu đều được.")
    actions = None
    view_on_site = False
    readonly_fields = [
        *("kind", "state", "deadline", "spoken_code", "received_at", "name", "email", "phone"),
        *("subject", "text", "page", "public_name", "contact_erased_at"),
    ]
    fieldsets = [
        (None, {"fields": ["kind", "state", "deadline", "spoken_code", "received_at"]}),
        (
            _("Người gửi viết (không công bố)"),
            {"fields": ["name", "email", "phone", "subject", "text", "page", "contact_erased_at"]},
        ),
        (_("Phần công bố"), {"fields": ["public_name", "topic", "public_subject", "public_text"]}),
        (_("Trả lời"), {"fields": ["unit", "assignee", "answer"]}),
        (_("Việc"), {"fields": ["reason", "seen_edition"]}),
    ]

    class Media:
        css = {"all": ["css/admin-questions.css"]}

    # --- the list --------------------------------------------------------------------------------------------
    @admin.display(description=_("trạng thái"), ordering="status")
    def state(self, question: Question) -> str:
        return question.get_status_display()

    @admin.display(description=_("hạn trả lời"), ordering="due_on")
    def deadline(self, question: Question) -> SafeString | str:
        day = f"{question.due_on:%d/%m/%Y}"
        late = _now("quá hạn")
        return format_html("{} <strong>({})</strong>", day, late) if question.is_overdue() else day

    @admin.display(description=_("mã theo dõi"))
    def spoken_code(self, question: Question) -> str:
        return question.spoken_code

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Question], search_term: str
    ) -> tuple[QuerySet[Question], bool]:
        return queryset.matching(search_term.replace("\x00", "")), False

    # --- who may what ----------------------------------------------------------------------------------------
    def has_add_permission(self, request: HttpRequest) -> bool:
        """Questions come by the public form."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Question | None = None) -> bool:
        """Nothing is deleted: it is refused or withdrawn; contact data is erased by an act."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Question | None = None) -> list[str]:
        readonly = list(super().get_readonly_fields(request, obj))
        if obj is not None and Act.EDIT not in acts_for(request.user, obj):
            readonly += self.form.Meta.fields
        return readonly

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Topics and people are chosen here, and made elsewhere."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name == "assignee":
            kwargs["queryset"] = people_who_answer()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    # --- the form and its acts -------------------------------------------------------------------------------
    @method_decorator(with_editor_policy)
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Saving is an act; one that is refused undoes everything, and the form comes back as it was typed."""
        if request.method == "POST":
            _act_in(request)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as refusal:
            request.refused_act = refusal  # type: ignore[attr-defined]  # read by get_form
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Question | None = None, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, **kwargs)
        form.refusal = getattr(request, "refused_act", None)
        return form

    def save_model(self, request: HttpRequest, obj: Question, form: AnswerForm, change: bool) -> None:
        perform(act=_act_in(request), question=obj, by=request.user, reason=form.cleaned_data["reason"])

    def log_change(self, request: HttpRequest, obj: Question, message: Any) -> None:
        """The acts write the trail."""

    def response_change(self, request: HttpRequest, obj: Question) -> HttpResponse:
        done = _now("Đã làm: %(act)s. Trạng thái bây giờ: %(state)s.")
        state = obj.get_status_display()
        self.message_user(request, done % {"act": _act_in(request).label, "state": state}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:questions_question_change", args=[obj.pk]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        # What the database has: the form's own instance carries what was typed.
        stored = Question.objects.get(pk=kwargs["obj"].pk)
        context["acts"] = acts_for(request.user, stored)
        context["events"] = stored.events.with_people().in_order()
        return super().render_change_form(request, context, *args, **kwargs)


def _act_in(request: HttpRequest) -> Act:
    """The act whose button was pressed; without one it is saving."""
    try:
        return Act(request.POST.get(ACT, Act.EDIT))
    except ValueError as error:
        raise PermissionDenied from error


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    list_display = ["name", "position", "is_open"]
    list_editable = ["position", "is_open"]


@admin.register(DayOff)
class DayOffAdmin(admin.ModelAdmin):
    list_display = ["day", "name"]
    date_hierarchy = "day"
