"""Meetings, with who came and what was said."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Field, QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from emulation.admin.documents import private_file
from emulation.forms.private_files import PrivateFileWidget
from emulation.models import Attendance, Meeting, Remark
from portal.kit.act_admin import SpokenRefusals
from portal.kit.autocomplete import SelectsByKey
from portal.kit.editor import with_editor_policy


class AttendanceFormSet(BaseInlineFormSet):
    """Lets each row see its meeting before that is saved: who counts as a member depends on its day."""

    def _construct_form(self, i: int, **kwargs: Any) -> ModelForm:
        form = super()._construct_form(i, **kwargs)
        form.instance.meeting = self.instance
        return form


class AttendanceInline(SelectsByKey, admin.TabularInline):
    model = Attendance
    formset = AttendanceFormSet
    fields = ["capacity", "agency", "guest_of", "person_name", "post", "is_deputising"]
    autocomplete_fields = ["agency"]
    extra = 0


class RemarkInline(SelectsByKey, admin.TabularInline):
    model = Remark
    fields = ["agency", "text"]
    autocomplete_fields = ["agency"]
    extra = 0


@admin.register(Meeting)
class MeetingAdmin(SelectsByKey, SpokenRefusals):
    spoken = (Meeting, Attendance)
    inlines = [AttendanceInline, RemarkInline]
    list_display = ["name", "held_on", "year", "member_count"]
    list_filter = ["kind", ("year", admin.RelatedOnlyFieldListFilter)]
    list_per_page = 50
    date_hierarchy = "held_on"
    ordering = ["-held_on"]
    search_fields = ["title", "venue"]
    autocomplete_fields = ["year", "host", "chair", "article", "pictures"]
    fieldsets = [
        (None, {"fields": ["year", "kind", "title"]}),
        (_("Thời gian, địa điểm"), {"fields": [("held_on", "part_of_day", "starts_at"), "venue", "host"]}),
        (_("Chủ trì"), {"fields": ["chair", "chair_person"]}),
        (_("Nội dung"), {"fields": ["agenda", "conclusions", "minutes"]}),
        (_("Tin và ảnh"), {"fields": ["article", "pictures"]}),
    ]

    @admin.display(description=_("hội nghị"), ordering="title")
    def name(self, meeting: Meeting) -> str:
        return str(meeting)

    @admin.display(description=_("thành viên dự"))
    def member_count(self, meeting: Meeting) -> int:
        return meeting.member_count

    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        return super().get_queryset(request).with_member_count().select_related("year__bloc")

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "minutes":
            kwargs["widget"] = PrivateFileWidget(lambda row: reverse("admin:emulation_meeting_minutes", args=[row.pk]))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.minutes_view)
        return [path("<int:pk>/bien-ban/", view, name="emulation_meeting_minutes"), *super().get_urls()]

    @method_decorator(require_safe)
    def minutes_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The minutes, for those who may see the meeting here."""
        meeting = self.get_object(request, str(pk))
        if meeting is None or not meeting.minutes:
            raise Http404
        if not self.has_view_permission(request, meeting):
            raise PermissionDenied
        return private_file(meeting.minutes)

    @method_decorator(with_editor_policy)
    def changeform_view(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return super().changeform_view(request, *args, **kwargs)
