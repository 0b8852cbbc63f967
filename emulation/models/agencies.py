"""Agencies over time (names, mergers, splits, dissolutions) and the decisions behind them."""

import datetime as dt
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from emulation import constraints as emulation_constraints
from emulation.querysets.agencies import AgencyNameQuerySet, AgencyQuerySet, DecisionQuerySet
from emulation.rules import names
from portal.core.content import uploads
from portal.core.content.private_files import PrivateFileField
from portal.core.db.fields import FoldedSearchField, NFCCharField, NFCTextField
from portal.core.db.periods import NoOverlapConstraint, Period
from portal.core.text import vietnamese
from portal.core.text.languages import TranslatedStr, pick_translation


def decision_upload_path(decision: "Decision", name: str) -> str:
    return uploads.unguessable_upload_path("quyet-dinh", name)


class Decision(models.Model):
    """Decision of an authority (quyết định) that founds or rearranges something; a later one may replace it."""

    number = NFCCharField(_("số"), max_length=20, help_text=_("Ví dụ: 348"))
    symbol = NFCCharField(_("ký hiệu"), max_length=40, help_text=_("Ví dụ: QĐ-UBND"))
    issued_on = models.DateField(_("ngày ban hành"))
    effective_from = models.DateField(
        _("có hiệu lực từ"), blank=True, help_text=_("Để trống nếu có hiệu lực từ ngày ban hành.")
    )
    issuer = NFCCharField(_("cơ quan ban hành"), max_length=200, help_text=_("Ví dụ: Ủy ban nhân dân tỉnh Cao Bằng"))
    abstract = NFCTextField(_("trích yếu"), help_text=_("Ví dụ: Về việc kiện toàn các khối, cụm thi đua của tỉnh"))
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("thay thế quyết định"),
    )
    file = PrivateFileField(
        _("tệp"),
        upload_to=decision_upload_path,
        url_of=lambda row: reverse("admin:emulation_decision_file", args=[row.pk]),
        blank=True,
        help_text=_("Bản quét hoặc bản ký số. Chỉ người có quyền mới mở được."),
    )
    search_folded = FoldedSearchField(sources=("reference", "issuer", "abstract"))

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("quyết định")
        verbose_name_plural = _("quyết định")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "symbol", "issued_on", "issuer"],
                name="decision_is_recorded_once",
                violation_error_message=_("Quyết định này đã được nhập."),
            ),
            models.CheckConstraint(
                condition=~Q(replaces=F("id")) | Q(replaces=None),
                name="decision_replaces_another",
                violation_error_message=_("Một quyết định không thể thay thế chính nó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}, {self.issued_on:%d/%m/%Y}" if self.issued_on else self.reference

    def clean_fields(self, exclude: Any = None) -> None:
        self._set_effective_from()
        super().clean_fields(exclude)

    def clean(self) -> None:
        if self.issued_on and self.replaces and self.replaces.issued_on > self.issued_on:
            raise ValidationError({"replaces": _("Quyết định bị thay thế phải được ban hành trước.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._set_effective_from()
        super().save(*args, **kwargs)

    def _set_effective_from(self) -> None:
        if not self.effective_from:
            self.effective_from = self.issued_on

    @property
    def reference(self) -> str:
        """Number and symbol as cited in documents: ``348/QĐ-UBND``."""
        return f"{self.number}/{self.symbol}"


class Agency(models.Model):
    """Agency or unit with a lasting identity; its names over time are ``AgencyName`` rows."""

    class Line(models.TextChoices):
        """Who manages it (khối quản lý, ngành dọc)."""

        PROVINCIAL = "provincial", _("Thuộc UBND tỉnh")
        VERTICAL = "vertical", _("Ngành dọc trung ương")
        ARMY = "army", _("Quân đội")
        POLICE = "police", _("Công an")
        PARTY = "party", _("Cơ quan Đảng")
        UNION = "union", _("Mặt trận, đoàn thể, hội")
        ENTERPRISE = "enterprise", _("Doanh nghiệp, hợp tác xã")
        COMMUNE = "commune", _("Xã, phường, huyện")

    class Force(models.TextChoices):
        """Which titles it uses: Lao động tiên tiến … or Chiến sĩ tiên tiến … (Luật 06/2022/QH15, Điều 23–31)."""

        CIVIL = "civil", _("Dân sự")
        ARMED = "armed", _("Lực lượng vũ trang")

    slug = models.SlugField(
        _("liên kết tĩnh"), max_length=120, unique=True, help_text=_("Phần cuối của địa chỉ /co-quan/…/")
    )
    # Last recorded name, denormalized by AgencyName.save() for staff lists and selects. Public pages query the name of
    # their day.
    label = NFCCharField(_("tên hiện ghi"), max_length=250, editable=False, default="")
    line = models.CharField(_("khối quản lý"), max_length=12, choices=Line, default=Line.PROVINCIAL)
    force = models.CharField(_("lực lượng"), max_length=8, choices=Force, default=Force.CIVIL)
    address = NFCCharField(_("địa chỉ"), max_length=250, blank=True)
    phone = NFCCharField(_("điện thoại"), max_length=60, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    website = models.URLField(_("trang thông tin"), blank=True)
    emblem = models.ForeignKey(
        "images.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("biểu trưng")
    )
    dissolved_on = models.DateField(
        _("giải thể ngày"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Ngày đầu tiên không còn tồn tại; ghi bằng thao tác “Giải thể” hoặc “Sáp nhập”."),
    )
    search_folded = FoldedSearchField(sources=("label", "slug"))

    # Annotated by AgencyQuerySet.
    bloc_label: str | None
    effective_name: str
    effective_name_en: str
    effective_short_name: str
    effective_initials: str

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("cơ quan, đơn vị")
        verbose_name_plural = _("cơ quan, đơn vị")
        ordering = ["label", "pk"]
        constraints = [emulation_constraints.dissolved_agency_has_no_memberships()]

    def __str__(self) -> str:
        return self.label or self.slug

    def get_absolute_url(self) -> str:
        return reverse("emulation:agency-detail", args=[self.slug])

    def name_on(self, day: dt.date) -> "AgencyName | None":
        """Name on a day; reads ``names``, so prefetch them. Query set version: ``AgencyQuerySet.with_name_on``."""
        return names.name_on(self.names.all(), day)

    def exists_on(self, day: dt.date) -> bool:
        """Whether it is not dissolved on a day. Query set version: ``AgencyQuerySet.existing_on``."""
        return self.dissolved_on is None or day < self.dissolved_on

    def refresh_label(self) -> None:
        """Updates ``label``; called whenever a name is saved or deleted."""
        last = self.names.latest_first().first()
        self.label = last.name if last else ""
        self.save(update_fields=["label", "search_folded"])


class AgencyName(Period):
    """Full name, short name and initials (TAND, VKSND, THADS) of an agency during a period."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="names", verbose_name=_("cơ quan"))
    name = NFCCharField(_("tên đầy đủ"), max_length=250)
    name_en = NFCCharField(_("tên tiếng Anh"), max_length=250, blank=True)
    short_name = NFCCharField(_("tên ngắn"), max_length=120, blank=True, help_text=_("Ví dụ: Thanh tra tỉnh"))
    initials = NFCCharField(_("viết tắt"), max_length=20, blank=True, help_text=_("Ví dụ: VKSND, TAND, BCHQS"))
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theo quyết định")
    )
    search_folded = FoldedSearchField(sources=("name", "name_en", "short_name", "initials"))

    objects: ClassVar = AgencyNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("tên gọi")
        verbose_name_plural = _("tên gọi qua các thời kỳ")
        ordering = ["valid_from", "pk"]
        constraints = [
            *Period.Meta.constraints,
            NoOverlapConstraint(
                fields=["agency"],
                name="agency_has_one_name_a_day",
                violation_error_message=_("Cơ quan này đã có tên khác trong khoảng thời gian đó."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.agency.refresh_label()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        self.agency.refresh_label()
        return deleted

    def matches_name(self, name: str) -> bool:
        """Whether it is its full name, short name or initials. Query set: ``AgencyNameQuerySet.matching_name``."""
        folded = vietnamese.fold(name)
        names = (self.name, self.short_name, self.initials)
        return folded != "" and folded in {vietnamese.fold(way) for way in names}

    @property
    def shown_name(self) -> TranslatedStr:
        return pick_translation(self.name, self.name_en)

    @property
    def short_label(self) -> str:
        """Short form of the name for narrow layouts."""
        return self.short_name or self.name


class AgencyRelation(models.Model):
    """Change of an agency on a day, with the other agency involved if any."""

    class Kind(models.TextChoices):
        RENAMED = "renamed", _("Đổi tên")
        MERGED_INTO = "merged_into", _("Sáp nhập vào")
        SPLIT_FROM = "split_from", _("Tách từ")
        DISSOLVED = "dissolved", _("Giải thể")

    kind = models.CharField(_("sự việc"), max_length=12, choices=Kind)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="relations", verbose_name=_("cơ quan"))
    other = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="relations_from", verbose_name=_("cơ quan kia")
    )
    occurred_on = models.DateField(_("ngày"))
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theo quyết định")
    )

    class Meta:
        verbose_name = _("biến động tổ chức")
        verbose_name_plural = _("biến động tổ chức")
        ordering = ["occurred_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["merged_into", "split_from"], other__isnull=False)
                | Q(kind__in=["renamed", "dissolved"], other__isnull=True),
                name="agency_relation_names_the_other_when_there_is_one",
                violation_error_message=_("Sáp nhập và tách phải ghi cơ quan kia; đổi tên và giải thể thì không."),
            ),
            models.CheckConstraint(
                condition=Q(other=None) | ~Q(other=F("agency")),
                name="agency_relation_is_with_another",
                violation_error_message=_("Một cơ quan không thể sáp nhập vào hoặc tách từ chính nó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.get_kind_display()} {self.other or ''}".strip()


def generate_agency_slug(name: str) -> str:
    """Unique URL slug for an agency of this name, with a number appended if it is taken."""
    slug = vietnamese.slugify(name, max_length=110) or "co-quan"
    taken = set(Agency.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(free for free in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if free not in taken)
