"""Admin of questions: the inbox, due dates, and action buttons."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.core.admin.filters import OptionsFilter
from portal.core.admin.rich_text import RichTextAdmin
from portal.core.admin.save_errors import SaveErrorsMixin
from portal.core.admin.search import FoldedSearchAdmin
from portal.core.http.users import signed_in_user
from portal.questions.models import DayOff, Question, Topic
from portal.questions.permissions import allowed_actions_for, assignable_users
from portal.questions.services import run_transition
from portal.questions.staff_forms import QuestionAdminForm
from portal.questions.workflow import OPEN_STATUSES, QuestionAction

ACTION_FIELD = "_act"


class PendingFilter(OptionsFilter):
    """Filters overdue questions and those assigned to the user."""

    title = _("việc")
    parameter_name = "viec"
    options = {
        "qua-han": (_("Quá hạn"), lambda rows, _request: rows.overdue(timezone.now())),
        "cua-toi": (_("Giao cho tôi"), lambda rows, request: rows.assigned_to(signed_in_user(request))),
        "dang-cho": (_("Chưa xong"), lambda rows, _request: rows.with_status(OPEN_STATUSES)),
    }


@admin.register(Question)
class QuestionAdmin(RichTextAdmin, SaveErrorsMixin, FoldedSearchAdmin):
    form = QuestionAdminForm
    change_form_template = "admin/questions/question/change_form.html"
    list_display = ["public_subject", "kind", "topic", "state", "deadline", "assignee", "received_at"]
    list_filter = [PendingFilter, "status", "kind", "topic"]
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
        *("kind", "state", "deadline", "formatted_code", "received_at", "name", "email", "phone"),
        *("subject", "text", "reported_path", "public_name", "contact_erased_at"),
    ]
    fieldsets = [
        (None, {"fields": ["kind", "state", "deadline", "formatted_code", "received_at"]}),
        (
            _("Người gửi viết (không công bố)"),
            {"fields": ["name", "email", "phone", "subject", "text", "reported_path", "contact_erased_at"]},
        ),
        (_("Phần công bố"), {"fields": ["public_name", "topic", "public_subject", "public_text"]}),
        (_("Trả lời"), {"fields": ["unit", "assignee", "answer"]}),
        (_("Việc"), {"fields": ["reason", "seen_revision_number"]}),
    ]

    class Media:
        css = {"all": ["css/admin-questions.css"]}

    # Change list
    @admin.display(description=_("trạng thái"), ordering="status")
    def state(self, question: Question) -> str:
        return question.get_status_display()

    @admin.display(description=_("hạn trả lời"), ordering="due_on")
    def deadline(self, question: Question) -> SafeString | str:
        day = f"{question.due_on:%d/%m/%Y}"
        late = _now("quá hạn")
        return format_html("{} <strong>({})</strong>", day, late) if question.is_overdue() else day

    @admin.display(description=_("mã theo dõi"))
    def formatted_code(self, question: Question) -> str:
        return question.formatted_code

    # Permissions
    def has_add_permission(self, request: HttpRequest) -> bool:
        """Questions are created only by the public form."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Question | None = None) -> bool:
        """Questions cannot be deleted: they are refused or withdrawn; an action erases contact data."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Question | None = None) -> list[str]:
        readonly = list(super().get_readonly_fields(request, obj))
        if obj is not None and QuestionAction.EDIT not in allowed_actions_for(signed_in_user(request), obj):
            readonly += self.form.Meta.fields
        return readonly

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Removes the related-object links: topics and users are only selected here."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name == "assignee":
            kwargs["queryset"] = assignable_users()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    # Change form and actions
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            _requested_action(request)
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Question, form: QuestionAdminForm, change: bool) -> None:
        """Saves as an action. Its errors are shown above the form."""
        action, reason = _requested_action(request), form.cleaned_data["reason"]
        try:
            run_transition(action=action, question=obj, by=signed_in_user(request), reason=reason)
        except ValidationError as refusal:
            raise ValidationError(refusal.messages) from refusal

    def log_change(self, request: HttpRequest, obj: Question, message: Any) -> Any:
        """The services write the audit log."""

    def response_change(self, request: HttpRequest, obj: Question) -> HttpResponse:
        message = _now("Đã làm: %(act)s. Trạng thái bây giờ: %(state)s.")
        state = obj.get_status_display()
        self.message_user(
            request, message % {"act": _requested_action(request).label, "state": state}, messages.SUCCESS
        )
        return HttpResponseRedirect(reverse("admin:questions_question_change", args=[obj.pk]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        # The stored row, because the form's instance already has the submitted values.
        stored = Question.objects.get(pk=kwargs["obj"].pk)
        context["allowed_actions"] = allowed_actions_for(signed_in_user(request), stored)
        context["events"] = stored.events.with_users().in_order()
        return super().render_change_form(request, context, *args, **kwargs)


def _requested_action(request: HttpRequest) -> QuestionAction:
    """The action of the pressed button; saving by default."""
    try:
        return QuestionAction(request.POST.get(ACTION_FIELD, QuestionAction.EDIT))
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
