"""Award catalogue: titles, forms and kinds, each valid for the period of its law."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from emulation.querysets.awards import AwardQuerySet, CommendationKindQuerySet
from portal.core.db.fields import NFCCharField, NFCTextField
from portal.core.db.periods import NoOverlapConstraint, Period

_DUPLICATE_CODE_MESSAGE = _("Danh mục đã có mục cùng mã trong khoảng thời gian đó.")


class RecipientType(models.TextChoices):
    """Who receives the award."""

    INDIVIDUAL = "individual", _("Cá nhân")
    COLLECTIVE = "collective", _("Tập thể")
    HOUSEHOLD = "household", _("Hộ gia đình")
    COMMUNITY = "community", _("Cộng đồng dân cư, địa bàn")


class EligibleForce(models.TextChoices):
    """Force that the award is open to; civil agencies and the armed forces have different titles."""

    CIVIL = "civil", _("Dân sự")
    ARMED = "armed", _("Lực lượng vũ trang")
    ANY = "any", _("Mọi đối tượng")


class Award(Period):
    """Base of titles and forms; each law has its own row of the same code."""

    code = models.SlugField(
        _("mã"), max_length=60, help_text=_("Không đổi qua các luật, ví dụ co-thi-dua-cua-chinh-phu")
    )
    name = NFCCharField(_("tên"), max_length=200)
    force = models.CharField(_("lực lượng"), max_length=8, choices=EligibleForce, default=EligibleForce.ANY)
    deciding_authority = NFCCharField(_("thẩm quyền quyết định"), max_length=250, blank=True)
    law = NFCCharField(_("văn bản"), max_length=60, help_text=_("Ví dụ: Luật 06/2022/QH15"))
    provision = NFCCharField(_("điều, khoản"), max_length=60, help_text=_("Ví dụ: Điều 26; Điều 79"))
    is_unverified = models.BooleanField(
        _("cần kiểm chứng"), default=False, help_text=_("Chi tiết chưa đối chiếu được với văn bản gốc; xem ghi chú.")
    )
    note = NFCTextField(_("ghi chú"), blank=True)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    objects: ClassVar = AwardQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "code", "valid_from"]
        constraints = [
            *Period.Meta.constraints,
            NoOverlapConstraint(
                fields=["code"], name="%(class)s_is_recorded_once", violation_error_message=_DUPLICATE_CODE_MESSAGE
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def legal_basis(self) -> str:
        """Legal source: ``Điều 26; Điều 79, Luật 06/2022/QH15``."""
        return f"{self.provision}, {self.law}"


class EmulationTitle(Award):
    """Emulation title (danh hiệu thi đua)."""

    recipient_type = models.CharField(_("đối tượng"), max_length=10, choices=RecipientType)
    criteria = NFCTextField(_("tiêu chuẩn chính"), blank=True)

    class Meta(Award.Meta):
        abstract = False
        verbose_name = _("danh hiệu thi đua")
        verbose_name_plural = _("danh hiệu thi đua")

    @property
    def recipient_types(self) -> frozenset[str]:
        """Allowed recipients, in the format of ``CommendationForm.recipient_types``."""
        return frozenset({self.recipient_type})


class CommendationForm(Award):
    """Form of commendation (hình thức khen thưởng); most are open to several types of recipient."""

    is_for_individuals = models.BooleanField(_("cho cá nhân"), default=False)
    is_for_collectives = models.BooleanField(_("cho tập thể"), default=False)
    is_for_households = models.BooleanField(_("cho hộ gia đình"), default=False)
    group = NFCCharField(_("nhóm"), max_length=60, help_text=_("Ví dụ: Huân chương, Bằng khen"))

    class Meta(Award.Meta):
        abstract = False
        verbose_name = _("hình thức khen thưởng")
        verbose_name_plural = _("hình thức khen thưởng")

    @property
    def recipient_types(self) -> frozenset[str]:
        """Allowed recipients (values of ``RecipientType``)."""
        flags = {
            RecipientType.INDIVIDUAL: self.is_for_individuals,
            RecipientType.COLLECTIVE: self.is_for_collectives,
            RecipientType.HOUSEHOLD: self.is_for_households,
        }
        return frozenset(subject.value for subject, is_open in flags.items() if is_open)


class CommendationKind(Period):
    """Reason for a commendation (loại hình khen thưởng): merit, on the spot, a campaign, years of service …"""

    code = models.SlugField(_("mã"), max_length=60)
    name = NFCCharField(_("tên"), max_length=200)
    law = NFCCharField(_("văn bản"), max_length=60)
    provision = NFCCharField(_("điều, khoản"), max_length=60)
    is_unverified = models.BooleanField(_("cần kiểm chứng"), default=False)
    note = NFCTextField(_("ghi chú"), blank=True)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    objects: ClassVar = CommendationKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("loại hình khen thưởng")
        verbose_name_plural = _("loại hình khen thưởng")
        ordering = ["position", "code", "valid_from"]
        constraints = [
            *Period.Meta.constraints,
            NoOverlapConstraint(
                fields=["code"],
                name="commendationkind_is_recorded_once",
                violation_error_message=_DUPLICATE_CODE_MESSAGE,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def legal_basis(self) -> str:
        return f"{self.provision}, {self.law}"
