"""What can be won, by which law and from whom: titles, forms and kinds, each for as long as its law held."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from emulation.querysets.catalogue import CatalogueQuerySet, CommendationKindQuerySet
from portal.kit.fields import NFCCharField, NFCTextField
from portal.kit.periods import NoOverlap, Period

_RECORDED_ONCE = _("Danh mục đã có mục cùng mã trong khoảng thời gian đó.")


class Subject(models.TextChoices):
    """Who receives it."""

    INDIVIDUAL = "individual", _("Cá nhân")
    COLLECTIVE = "collective", _("Tập thể")
    HOUSEHOLD = "household", _("Hộ gia đình")
    COMMUNITY = "community", _("Cộng đồng dân cư, địa bàn")


class Force(models.TextChoices):
    """For whom it is; civil agencies and the armed forces have titles of their own."""

    CIVIL = "civil", _("Dân sự")
    ARMED = "armed", _("Lực lượng vũ trang")
    ANY = "any", _("Mọi đối tượng")


class CatalogueEntry(Period):
    """What the law says of a title or a form; another law brings another row of the same code."""

    code = models.SlugField(
        _("mã"), max_length=60, help_text=_("Không đổi qua các luật, ví dụ co-thi-dua-cua-chinh-phu")
    )
    name = NFCCharField(_("tên"), max_length=200)
    force = models.CharField(_("lực lượng"), max_length=8, choices=Force, default=Force.ANY)
    deciding_authority = NFCCharField(_("thẩm quyền quyết định"), max_length=250, blank=True)
    law = NFCCharField(_("văn bản"), max_length=60, help_text=_("Ví dụ: Luật 06/2022/QH15"))
    article = NFCCharField(_("điều, khoản"), max_length=60, help_text=_("Ví dụ: Điều 26; Điều 79"))
    is_unsure = models.BooleanField(
        _("cần kiểm chứng"), default=False, help_text=_("Chi tiết chưa đối chiếu được với văn bản gốc; xem ghi chú.")
    )
    note = NFCTextField(_("ghi chú"), blank=True)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "code", "valid_from"]
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(fields=["code"], name="%(class)s_is_recorded_once", violation_error_message=_RECORDED_ONCE),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def legal_basis(self) -> str:
        """Where it is written: ``Điều 26; Điều 79, Luật 06/2022/QH15``."""
        return f"{self.article}, {self.law}"


class EmulationTitle(CatalogueEntry):
    """A title won by competing (danh hiệu thi đua)."""

    subject = models.CharField(_("đối tượng"), max_length=10, choices=Subject)
    criteria = NFCTextField(_("tiêu chuẩn chính"), blank=True)

    class Meta(CatalogueEntry.Meta):
        abstract = False
        verbose_name = _("danh hiệu thi đua")
        verbose_name_plural = _("danh hiệu thi đua")

    @property
    def subjects(self) -> frozenset[str]:
        """Who may receive it, named as ``CommendationForm.subjects`` is."""
        return frozenset({self.subject})


class CommendationForm(CatalogueEntry):
    """A form of commendation (hình thức khen thưởng); most are open to several kinds of recipient."""

    for_individuals = models.BooleanField(_("cho cá nhân"), default=False)
    for_collectives = models.BooleanField(_("cho tập thể"), default=False)
    for_households = models.BooleanField(_("cho hộ gia đình"), default=False)
    group = NFCCharField(_("nhóm"), max_length=60, help_text=_("Ví dụ: Huân chương, Bằng khen"))

    class Meta(CatalogueEntry.Meta):
        abstract = False
        verbose_name = _("hình thức khen thưởng")
        verbose_name_plural = _("hình thức khen thưởng")

    @property
    def subjects(self) -> frozenset[str]:
        """Who may receive it."""
        open_to = {
            Subject.INDIVIDUAL: self.for_individuals,
            Subject.COLLECTIVE: self.for_collectives,
            Subject.HOUSEHOLD: self.for_households,
        }
        return frozenset(subject.value for subject, is_open in open_to.items() if is_open)


class CommendationKind(Period):
    """What a commendation is given for (loại hình khen thưởng): merit, on the spot, a campaign, years of service …"""

    code = models.SlugField(_("mã"), max_length=60)
    name = NFCCharField(_("tên"), max_length=200)
    law = NFCCharField(_("văn bản"), max_length=60)
    article = NFCCharField(_("điều, khoản"), max_length=60)
    is_unsure = models.BooleanField(_("cần kiểm chứng"), default=False)
    note = NFCTextField(_("ghi chú"), blank=True)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    objects = CommendationKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("loại hình khen thưởng")
        verbose_name_plural = _("loại hình khen thưởng")
        ordering = ["position", "code", "valid_from"]
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(
                fields=["code"], name="commendationkind_is_recorded_once", violation_error_message=_RECORDED_ONCE
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def legal_basis(self) -> str:
        return f"{self.article}, {self.law}"
