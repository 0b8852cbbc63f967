"""Agencies and what becomes of them: names over time, mergers, splits, dissolutions, and the decisions behind."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from emulation import guards
from emulation.querysets.agencies import AgencyNameQuerySet, AgencyQuerySet, DecisionQuerySet
from emulation.rules import naming
from portal.kit import uploads, vietnamese
from portal.kit.fields import FoldedField, NFCCharField, NFCTextField
from portal.kit.languages import Wording, wording
from portal.kit.periods import NoOverlap, Period


def decision_path(decision: "Decision", name: str) -> str:
    return uploads.stored_name("quyet-dinh", name)


def private_storage() -> Any:
    return storages["private"]


class Decision(models.Model):
    """A decision of an authority (quyết định) that founds or rearranges something; later decisions may replace it."""

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
    file = models.FileField(
        _("tệp"),
        upload_to=decision_path,
        storage=private_storage,
        max_length=200,
        blank=True,
        validators=[uploads.check_document],
        help_text=_("Bản quét hoặc bản ký số. Chỉ người có quyền mới mở được."),
    )
    search_folded = FoldedField(sources=("written_number", "issuer", "abstract"))

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
        return f"{self.written_number}, {self.issued_on:%d/%m/%Y}" if self.issued_on else self.written_number

    def clean_fields(self, exclude: Any = None) -> None:
        self._derive_effect()
        super().clean_fields(exclude)

    def clean(self) -> None:
        if self.issued_on and self.replaces and self.replaces.issued_on > self.issued_on:
            raise ValidationError({"replaces": _("Quyết định bị thay thế phải được ban hành trước.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._derive_effect()
        super().save(*args, **kwargs)

    def _derive_effect(self) -> None:
        if not self.effective_from:
            self.effective_from = self.issued_on

    @property
    def written_number(self) -> str:
        """Number and symbol as documents cite them: ``348/QĐ-UBND``."""
        return f"{self.number}/{self.symbol}"


class Agency(models.Model):
    """An agency or unit as one identity, whatever it is called; its names lie in ``AgencyName``."""

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
    # The last recorded name, kept by AgencyName: what lists and selection boxes of the staff show without a query
    # for every row. Pages for readers ask for the name of their day.
    label = NFCCharField(_("tên hiện ghi"), max_length=250, editable=False, default="")
    line = models.CharField(_("khối quản lý"), max_length=12, choices=Line, default=Line.PROVINCIAL)
    force = models.CharField(_("lực lượng"), max_length=8, choices=Force, default=Force.CIVIL)
    address = NFCCharField(_("địa chỉ"), max_length=250, blank=True)
    phone = NFCCharField(_("điện thoại"), max_length=60, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    website = models.URLField(_("trang thông tin"), blank=True)
    emblem = models.ForeignKey(
        "news.Picture", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("biểu trưng")
    )
    dissolved_on = models.DateField(
        _("giải thể ngày"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Ngày đầu tiên không còn tồn tại; ghi bằng thao tác “Giải thể” hoặc “Sáp nhập”."),
    )
    search_folded = FoldedField(sources=("label", "slug"))

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("cơ quan, đơn vị")
        verbose_name_plural = _("cơ quan, đơn vị")
        ordering = ["label", "pk"]
        constraints = [guards.agency_keeps_no_place_after_it_is_dissolved()]

    def __str__(self) -> str:
        return self.label or self.slug

    def get_absolute_url(self) -> str:
        return reverse("emulation:agency", args=[self.slug])

    def name_on(self, day: dt.date) -> "AgencyName | None":
        """What it is called on a day; reads ``names``, so prefetch them. Its twin is ``AgencyQuerySet.named_on``."""
        return naming.name_on(self.names.all(), day)

    def exists_on(self, day: dt.date) -> bool:
        """Whether it has not been dissolved by a day. Its twin for many rows is ``AgencyQuerySet.existing_on``."""
        return self.dissolved_on is None or day < self.dissolved_on

    def relabel(self) -> None:
        """Brings ``label`` in line with the names; called whenever one of them is saved or deleted."""
        last = self.names.latest_first().first()
        self.label = last.name if last else ""
        self.save(update_fields=["label", "search_folded"])


class AgencyName(Period):
    """What an agency is called during a period: in full, for short, by its initials (TAND, VKSND, THADS)."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="names", verbose_name=_("cơ quan"))
    name = NFCCharField(_("tên đầy đủ"), max_length=250)
    name_en = NFCCharField(_("tên tiếng Anh"), max_length=250, blank=True)
    short_name = NFCCharField(_("tên ngắn"), max_length=120, blank=True, help_text=_("Ví dụ: Thanh tra tỉnh"))
    initials = NFCCharField(_("viết tắt"), max_length=20, blank=True, help_text=_("Ví dụ: VKSND, TAND, BCHQS"))
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theo quyết định")
    )
    search_folded = FoldedField(sources=("name", "name_en", "short_name", "initials"))

    objects = AgencyNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("tên gọi")
        verbose_name_plural = _("tên gọi qua các thời kỳ")
        ordering = ["valid_from", "pk"]
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(
                fields=["agency"],
                name="agency_has_one_name_a_day",
                violation_error_message=_("Cơ quan này đã có tên khác trong khoảng thời gian đó."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.agency.relabel()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        self.agency.relabel()
        return deleted

    def is_called(self, name: str) -> bool:
        """Whether this is one of its three ways of being written. Its twin is ``AgencyNameQuerySet.called``."""
        written = vietnamese.fold(name)
        ways = (self.name, self.short_name, self.initials)
        return written != "" and written in {vietnamese.fold(way) for way in ways}

    @property
    def shown_name(self) -> Wording:
        return wording(self.name, self.name_en)

    @property
    def for_table(self) -> str:
        """The name where there is little room."""
        return self.short_name or self.name


class AgencyRelation(models.Model):
    """What happened to an agency on a day, and with which other one."""

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
    on = models.DateField(_("ngày"))
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theo quyết định")
    )

    class Meta:
        verbose_name = _("biến động tổ chức")
        verbose_name_plural = _("biến động tổ chức")
        ordering = ["on", "pk"]
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


def slug_for(name: str) -> str:
    """A free address part for an agency of this name: numbered when another already has it."""
    slug = vietnamese.slugify(name, max_length=110) or "co-quan"
    taken = set(Agency.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(free for free in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if free not in taken)
