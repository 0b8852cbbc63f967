"""Emulation year of a bloc: its theme, its milestones, and each member's own theme."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation.querysets.years import EmulationYearQuerySet, MilestoneQuerySet, was_member_within
from portal.core.db.fields import NFCCharField, NFCTextField
from portal.core.text import dates

# The President's appeal for patriotic emulation is of 11/6/1948; no emulation year is older.
FIRST_EMULATION_YEAR = 1948


class EmulationYear(models.Model):
    """Yearly cycle of a bloc. It overlaps two calendar years, so everything in it carries its own date."""

    # Annotated by EmulationYearQuerySet.with_bloc_name_on.
    bloc_name: str
    bloc_number: str

    bloc = models.ForeignKey("emulation.Bloc", models.PROTECT, related_name="years", verbose_name=_("khối thi đua"))
    year = models.PositiveSmallIntegerField(
        _("năm"), validators=[MinValueValidator(FIRST_EMULATION_YEAR), MaxValueValidator(dates.LAST_YEAR)]
    )
    theme = NFCTextField(
        _("chủ đề"),
        max_length=1000,
        blank=True,
        help_text=_("Chủ đề phong trào thi đua của cả khối, không ghi dấu ngoặc kép."),
    )
    anniversary = NFCTextField(
        _("chào mừng"), max_length=500, blank=True, help_text=_("Ngày kỷ niệm mà phong trào lập thành tích chào mừng.")
    )
    is_registration_required = models.BooleanField(
        _("phải đăng ký thi đua"),
        default=False,
        help_text=_(
            "Năm nay đơn vị phải đăng ký mới được xét danh hiệu (Luật năm 2003: có; Luật năm 2022: tuỳ quy chế)."
        ),
    )
    registration_deadline = models.DateField(
        _("hạn đăng ký"),
        null=True,
        blank=True,
        help_text=_("Ngày cuối cùng còn nhận đăng ký. Để trống nếu không có hạn."),
    )
    opened_at = models.DateTimeField(_("mở lúc"), default=timezone.now, editable=False)

    covenant_year: int | None  # annotated by EmulationYearQuerySet.with_covenant_year

    objects = EmulationYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("năm thi đua")
        verbose_name_plural = _("năm thi đua")
        ordering = ["-year", "bloc"]
        constraints = [
            models.UniqueConstraint(
                fields=["bloc", "year"],
                name="emulation_year_once_per_bloc",
                violation_error_message=_("Khối này đã có hồ sơ của năm thi đua này."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.bloc} – {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("emulation:year-detail", args=[self.bloc.slug, self.year])

    def clean(self) -> None:
        if self.registration_deadline and self.year and not is_within_cycle(self.year, self.registration_deadline):
            raise ValidationError({"registration_deadline": out_of_cycle_message(self.year)})

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, 1, 1)

    @property
    def day_after_last(self) -> dt.date:
        return dt.date(self.year + 1, 1, 1)

    @property
    def is_empty(self) -> bool:
        """Whether it has no meetings, documents, covenants, registrations or completed milestones."""
        related_rows = (self.meetings, self.documents, self.covenants, self.registrations)
        return not any(rows.exists() for rows in related_rows) and not self.milestones.done().exists()

    @property
    def phase(self) -> str:
        """Progress label of the year."""
        return self.phase_of(self.milestones.all())

    @staticmethod
    def phase_of(milestones: "Iterable[Milestone]") -> str:
        """Progress label from milestones already loaded: the last completed step."""
        done = [milestone for milestone in milestones if milestone.done_on]
        if not done:
            return gettext("Đang chuẩn bị")
        last = max(done, key=lambda milestone: (milestone.done_on, milestone.kind_order))
        return gettext("Đã qua bước: %(step)s") % {"step": last.get_kind_display()}


def is_within_cycle(year: int, day: dt.date) -> bool:
    """Whether a step of an emulation year may fall on a day.

    Some blocs sign at the previous year's last meeting, and the province decides as late as the next spring.
    """
    return dt.date(year - 1, 10, 1) <= day < dt.date(year + 1, 7, 1)


def out_of_cycle_message(year: int) -> str:
    return gettext("Ngày này ở ngoài chu kỳ của năm thi đua %(year)s (từ 01/10/%(before)s đến 30/6/%(after)s).") % {
        "year": year,
        "before": year - 1,
        "after": year + 1,
    }


class Milestone(models.Model):
    """Step of the year, with its planned and its actual day."""

    class Kind(models.TextChoices):
        """Steps in chronological order."""

        LAUNCH = "launch", _("Phát động thi đua")
        COVENANT = "covenant", _("Ký kết giao ước")
        MID_YEAR_REVIEW = "mid_year_review", _("Sơ kết 6 tháng")
        INSPECTION = "inspection", _("Kiểm tra, kiểm tra chéo")
        SELF_SCORING = "self_scoring", _("Tự chấm điểm")
        YEAR_END_REVIEW = "year_end_review", _("Tổng kết năm")
        VOTE = "vote", _("Bình xét, suy tôn")
        PROPOSAL = "proposal", _("Trình đề nghị khen thưởng")

    year = models.ForeignKey(EmulationYear, models.CASCADE, related_name="milestones", verbose_name=_("năm thi đua"))
    kind = models.CharField(_("bước"), max_length=16, choices=Kind)
    planned_on = models.DateField(_("dự kiến ngày"), null=True, blank=True)
    done_on = models.DateField(_("đã làm ngày"), null=True, blank=True)
    note = NFCCharField(_("ghi chú"), max_length=250, blank=True)
    updated_at = models.DateTimeField(auto_now=True, editable=False)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("mốc của năm")
        verbose_name_plural = _("các mốc của năm")
        ordering = ["year", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()

    def clean(self) -> None:
        errors = {}
        for field in ("planned_on", "done_on"):
            day = getattr(self, field)
            if day and self.year_id and not is_within_cycle(self.year.year, day):
                errors[field] = out_of_cycle_message(self.year.year)
        if self.done_on and self.done_on > dates.local_date(timezone.now()):
            errors["done_on"] = gettext("Việc đã làm không thể ở một ngày chưa tới.")
        if errors:
            raise ValidationError(errors)

    @property
    def day(self) -> dt.date | None:
        """Actual day, else planned day."""
        return self.done_on or self.planned_on

    @property
    def kind_order(self) -> int:
        """Position in the order of steps."""
        return self.Kind.values.index(self.kind)


class MemberTheme(models.Model):
    """A member agency's own theme, in addition to the bloc's."""

    year = models.ForeignKey(EmulationYear, models.CASCADE, related_name="member_themes", verbose_name=_("năm thi đua"))
    agency = models.ForeignKey("emulation.Agency", models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    theme = NFCTextField(_("chủ đề của đơn vị"), max_length=1000)

    class Meta:
        verbose_name = _("chủ đề của thành viên")
        verbose_name_plural = _("chủ đề của các thành viên")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "agency"],
                name="member_theme_once_a_year",
                violation_error_message=_("Đơn vị này đã có chủ đề của năm."),
            )
        ]

    def __str__(self) -> str:
        return self.theme

    def clean(self) -> None:
        if self.year_id and self.agency_id:
            validate_member_within_year(self.year, self.agency_id, field="agency")


def validate_member_within_year(year: EmulationYear, agency_id: int, *, field: str) -> None:
    """Raises ValidationError on ``field`` when the agency was not a member of the bloc on any day of the year."""
    if not was_member_within(year.bloc_id, agency_id, year.first_day, year.day_after_last):
        raise ValidationError(
            {field: gettext("Đơn vị này không phải là thành viên của khối trong năm %(year)s.") % {"year": year.year}}
        )
