"""Admin of meetings, with attendance and remarks."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from emulation.models import Attendance, Meeting, Remark
from portal.core.admin.actions import ConstraintMessagesMixin
from portal.core.admin.autocomplete import SafeAutocompleteMixin, label_for_user
from portal.core.admin.rich_text import RichTextAdmin
from portal.core.content.private_files import private_file_response


class AttendanceFormSet(BaseInlineFormSet):
    """Gives each row its unsaved meeting: whether an agency counts as a member depends on the meeting's day."""

    def _construct_form(self, i: int, **kwargs: Any) -> ModelForm:
        form: ModelForm = super()._construct_form(i, **kwargs)  # type: ignore[misc]  # not in the stubs
        form.instance.meeting = self.instance
        return form


class AttendanceInline(SafeAutocompleteMixin, admin.TabularInline):
    model = Attendance
    formset = AttendanceFormSet
    fields = ["capacity", "agency", "guest_organisation", "person_name", "post", "is_substitute"]
    autocomplete_fields = ["agency"]
    extra = 0


class RemarkInline(SafeAutocompleteMixin, admin.TabularInline):
    model = Remark
    fields = ["agency", "text"]
    autocomplete_fields = ["agency"]
    extra = 0


@admin.register(Meeting)
class MeetingAdmin(RichTextAdmin, SafeAutocompleteMixin, ConstraintMessagesMixin):
    constraint_models = (Meeting, Attendance)
    inlines = [AttendanceInline, RemarkInline]
    list_display = ["name", "held_on", "year", "member_count"]
    list_filter = ["kind", ("year", admin.RelatedOnlyFieldListFilter)]
    list_per_page = 50
    date_hierarchy = "held_on"
    ordering = ["-held_on"]
    search_fields = ["title", "venue"]
    autocomplete_fields = ["year", "host", "chair", "article", "images"]
    fieldsets = [
        (None, {"fields": ["year", "kind", "title"]}),
        (_("Thời gian, địa điểm"), {"fields": [("held_on", "part_of_day", "starts_at"), "venue", "host"]}),
        (_("Chủ trì"), {"fields": ["chair", "chair_person"]}),
        (_("Nội dung"), {"fields": ["agenda", "conclusions", "minutes"]}),
        (_("Tin và ảnh"), {"fields": ["article", "images"]}),
    ]

    @admin.display(description=_("hội nghị"), ordering="title")
    def name(self, meeting: Meeting) -> str:
        return str(meeting)

    def get_fieldsets(self, request: HttpRequest, obj: Meeting | None = None) -> Any:
        """Without change permission, shows the article only by the label that this user may see."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or obj.article is None or self.has_change_permission(request, obj):
            return fieldsets
        obj.viewer = request.user  # type: ignore[attr-defined]  # read by article_for_viewer
        return [*fieldsets[:-1], (fieldsets[-1][0], {"fields": ["article_for_viewer", "images"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Meeting | None = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), "article_for_viewer"]

    @admin.display(description=_("tin đưa về hội nghị"))
    def article_for_viewer(self, meeting: Meeting) -> str:
        viewer = getattr(meeting, "viewer", None)  # set by get_fieldsets
        return label_for_user(viewer, meeting.article) if viewer and meeting.article else ""

    @admin.display(description=_("thành viên dự"))
    def member_count(self, meeting: Meeting) -> int:
        return meeting.member_count

    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        meetings: Any = super().get_queryset(request)
        return meetings.with_member_count().select_related("year__bloc")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.minutes_view)
        return [path("<int:pk>/bien-ban/", view, name="emulation_meeting_minutes"), *super().get_urls()]

    @method_decorator(require_safe)
    def minutes_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Serves the minutes to users who may view the meeting."""
        meeting = self.get_viewable_or_404(request, pk)
        if not meeting.minutes:
            raise Http404
        return private_file_response(request, meeting.minutes)
