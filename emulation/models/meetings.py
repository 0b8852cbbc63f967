"""Meetings of a bloc: time and place, attendance, remarks, conclusions, and the news article about it."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation.models.years import EmulationYear, is_within_cycle, out_of_cycle_message
from emulation.querysets.meetings import AttendanceQuerySet, Guest, MeetingQuerySet
from emulation.querysets.years import was_member_on
from news.models import Article
from portal.core.content import uploads
from portal.core.content.private_files import PrivateFileField
from portal.core.content.rich_text import RichTextField
from portal.core.db.fields import NFCCharField, NFCTextField
from portal.core.text import dates
from portal.images.body_html import render_body


def minutes_upload_path(meeting: "Meeting", name: str) -> str:
    return uploads.unguessable_upload_path("bien-ban", name)


class Meeting(models.Model):
    """Meeting (hội nghị) of a bloc's year. Its pages show names as of the day it was held."""

    class Kind(models.TextChoices):
        LAUNCH = "launch", _("Hội nghị phát động, ký kết giao ước")
        MID_YEAR = "mid_year", _("Hội nghị sơ kết 6 tháng")
        YEAR_END = "year_end", _("Hội nghị tổng kết năm")
        OTHER = "other", _("Hội nghị, cuộc họp khác")

    class PartOfDay(models.TextChoices):
        MORNING = "morning", _("buổi sáng")
        AFTERNOON = "afternoon", _("buổi chiều")
        EVENING = "evening", _("buổi tối")
        WHOLE_DAY = "whole_day", _("cả ngày")

    year = models.ForeignKey(EmulationYear, models.PROTECT, related_name="meetings", verbose_name=_("năm thi đua"))
    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    title = NFCCharField(_("tên hội nghị"), max_length=250, blank=True, help_text=_("Để trống thì gọi theo loại."))
    held_on = models.DateField(_("ngày họp"))
    part_of_day = models.CharField(_("buổi"), max_length=10, choices=PartOfDay, blank=True)
    starts_at = models.TimeField(_("giờ bắt đầu"), null=True, blank=True)
    venue = NFCCharField(_("địa điểm"), max_length=250, blank=True)
    host = models.ForeignKey(
        "emulation.Agency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cơ quan đăng cai")
    )
    chair = models.ForeignKey(
        "emulation.Agency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cơ quan chủ trì")
    )
    chair_person = NFCCharField(_("người chủ trì"), max_length=150, blank=True)
    agenda = NFCTextField(
        _("chương trình"), max_length=4000, blank=True, help_text=_("Mỗi dòng một nội dung, theo thứ tự.")
    )
    conclusions = RichTextField(_("kết luận đã thống nhất"), blank=True)
    # Rendered HTML, derived on save (portal/core/content/rich_text_rendering.py).
    conclusions_rendered = models.TextField(editable=False, default="", blank=True)
    minutes = PrivateFileField(
        _("biên bản"),
        upload_to=minutes_upload_path,
        url_of=lambda row: reverse("admin:emulation_meeting_minutes", args=[row.pk]),
        blank=True,
        help_text=_("Tệp riêng của khối, không hiện ở trang công khai."),
    )
    article = models.ForeignKey(
        "news.Article",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tin đưa về hội nghị"),
    )
    images = models.ManyToManyField("images.Image", blank=True, related_name="+", verbose_name=_("ảnh"))
    updated_at = models.DateTimeField(auto_now=True, editable=False)

    # Annotated by MeetingQuerySet.
    chair_name: str
    host_name: str
    member_count: int
    guests: list[Guest]  # set by MeetingQuerySet.for_year_page

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("hội nghị")
        verbose_name_plural = _("hội nghị")
        ordering = ["held_on", "pk"]
        indexes = [models.Index(fields=["year", "held_on"], name="meeting_of_year")]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()

    def clean(self) -> None:
        errors = {}
        if self.year_id and self.held_on and not is_within_cycle(self.year.year, self.held_on):
            errors["held_on"] = out_of_cycle_message(self.year.year)
        if self.starts_at and self.part_of_day and not _time_matches_part_of_day(self.starts_at, self.part_of_day):
            errors["starts_at"] = gettext("Giờ bắt đầu không khớp với buổi đã chọn.")
        if (self.conclusions or self.minutes) and self.held_on and self.held_on > dates.local_date(timezone.now()):
            errors["held_on"] = gettext("Hội nghị chưa diễn ra thì chưa thể có kết luận hay biên bản.")
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.conclusions_rendered = render_body(self.conclusions)
        super().save(*args, **kwargs)

    @property
    def public_article(self) -> Article | None:
        """The linked news article, if it is public."""
        return self.article if self.article and self.article.is_published() else None

    @property
    def agenda_items(self) -> list[str]:
        return [line.strip() for line in self.agenda.splitlines() if line.strip()]


def _time_matches_part_of_day(start: dt.time, part: str) -> bool:
    bounds = {"morning": (0, 12), "afternoon": (12, 18), "evening": (17, 24), "whole_day": (0, 12)}
    first, last = bounds[part]
    return first <= start.hour < last


class Attendance(models.Model):
    """An attendee and their agency. A guest (standing office, a leader of the province) never counts as a member."""

    class Capacity(models.TextChoices):
        MEMBER = "member", _("Thành viên")
        GUEST = "guest", _("Khách mời")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", verbose_name=_("hội nghị"))
    capacity = models.CharField(_("tư cách"), max_length=6, choices=Capacity, default=Capacity.MEMBER)
    agency = models.ForeignKey(
        "emulation.Agency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cơ quan")
    )
    guest_organisation = NFCCharField(
        _("cơ quan của khách"),
        max_length=200,
        blank=True,
        help_text=_("Khi cơ quan của khách không có trong danh mục."),
    )
    person_name = NFCCharField(_("họ và tên"), max_length=150, blank=True)
    post = NFCCharField(_("chức vụ"), max_length=150, blank=True)
    is_substitute = models.BooleanField(
        _("dự thay"), default=False, help_text=_("Dự thay cho người đứng đầu theo uỷ quyền.")
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("người dự")
        verbose_name_plural = _("thành phần dự")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=False, guest_organisation="")
                | (Q(agency__isnull=True) & ~Q(guest_organisation="")),
                name="attendance_names_one_agency",
                violation_error_message=_(
                    "Hãy chọn cơ quan trong danh mục, hoặc ghi tên cơ quan của khách: một trong hai."
                ),
            ),
            models.CheckConstraint(
                condition=Q(capacity="guest") | Q(agency__isnull=False),
                name="attending_member_is_an_agency",
                violation_error_message=_("Người dự với tư cách thành viên phải thuộc một cơ quan trong danh mục."),
            ),
        ]

    def __str__(self) -> str:
        return self.person_name or self.guest_organisation or str(self.agency)

    def clean(self) -> None:
        try:
            meeting = self.meeting  # may be unsaved: a form may hold both
        except Meeting.DoesNotExist:
            return
        if not (self.agency_id and meeting.year_id and meeting.held_on):
            return
        is_member = was_member_on(meeting.year.bloc_id, self.agency_id, meeting.held_on)
        if self.capacity == self.Capacity.MEMBER and not is_member:
            raise ValidationError(
                {
                    "agency": gettext(
                        "Vào ngày họp, cơ quan này không phải là thành viên của khối; hãy ghi là khách mời."
                    )
                }
            )
        if self.capacity == self.Capacity.GUEST and is_member:
            raise ValidationError(
                {"capacity": gettext("Cơ quan này là thành viên của khối vào ngày họp, không phải khách mời.")}
            )


class Remark(models.Model):
    """Remark of a member at the meeting; part of the minutes, not public."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="remarks", verbose_name=_("hội nghị"))
    agency = models.ForeignKey("emulation.Agency", models.PROTECT, related_name="+", verbose_name=_("cơ quan"))
    text = NFCTextField(_("ý kiến"), max_length=4000)

    class Meta:
        verbose_name = _("ý kiến phát biểu")
        verbose_name_plural = _("ý kiến phát biểu")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:80]
