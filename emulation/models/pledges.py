"""What members bind themselves to: the covenant they all sign, and the titles each registers for."""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from emulation import seals
from emulation.models.catalogue import CommendationForm, EmulationTitle
from emulation.models.years import EmulationYear, is_within_cycle, out_of_cycle_message
from emulation.querysets.pledges import CovenantPartyQuerySet, CovenantQuerySet, RegistrationQuerySet, SealedQuerySet
from emulation.querysets.years import was_member_on
from emulation.rules.eligibility import obstacles
from news.rendering import render_body
from portal.kit import dates, uploads
from portal.kit.fields import NFCCharField, NFCTextField
from portal.kit.richtext import RichTextField
from portal.kit.signatures import SigningCapacity


def signed_copy_path(signature: "CovenantSignature", name: str) -> str:
    return uploads.stored_name("giao-uoc", name)


def private_storage() -> Any:
    return storages["private"]


class Covenant(models.Model):
    """The bloc's signed pledge of a year (bản giao ước thi đua).

    Its words may change until the first signature; once every party has signed it is sealed for good, and a
    correction is a new covenant that supersedes it.
    """

    year = models.ForeignKey(EmulationYear, models.PROTECT, related_name="covenants", verbose_name=_("năm thi đua"))
    title = NFCCharField(_("tên"), max_length=250)
    legal_bases = NFCTextField(_("căn cứ"), max_length=4000, blank=True, help_text=_("Mỗi dòng một căn cứ."))
    commitments = RichTextField(_("nội dung giao ước"))
    # As pages show it, derived on save (portal/kit/presentation.py).
    commitments_rendered = models.TextField(editable=False, default="", blank=True)
    place = NFCCharField(_("nơi ký"), max_length=250, blank=True)
    signed_on = models.DateField(
        _("ngày ký"), help_text=_("Ngày ghi trên bản giao ước; tên các đơn vị là tên của ngày này.")
    )
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name=_("thay thế bản")
    )
    sealed_at = models.DateTimeField(_("khoá lúc"), null=True, editable=False)
    # SHA-256 over every word, target, party and signature at the moment of sealing, for whoever wants to check.
    seal_digest = models.CharField(_("mã niêm phong"), max_length=64, blank=True, default="", editable=False)
    created_at = models.DateTimeField(_("lập lúc"), default=timezone.now, editable=False)

    objects = CovenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("giao ước thi đua")
        verbose_name_plural = _("giao ước thi đua")
        ordering = ["-signed_on", "-pk"]
        constraints = seals.covenant_is_sealed()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("emulation:covenant", args=[self.year.bloc.slug, self.year.year])

    def clean(self) -> None:
        refuse_if_sealed(self.pk)
        errors = {}
        if self.signed_on and self.year_id and not is_within_cycle(self.year.year, self.signed_on):
            errors["signed_on"] = out_of_cycle_message(self.year.year)
        if self.supersedes_id:
            if self.supersedes.year_id != self.year_id:
                errors["supersedes"] = _now("Bản bị thay thế phải cùng năm thi đua.")
            elif not self.supersedes.is_sealed:
                errors["supersedes"] = _now("Bản kia chưa khoá nên còn sửa được; chưa cần bản thay thế.")
        if errors:
            raise ValidationError(errors)
        if self.pk:
            self._refuse_new_words_under_signatures()

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_if_sealed(self.pk)
        self.commitments_rendered = render_body(self.commitments)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_if_sealed(self.pk)
        return super().delete(*args, **kwargs)

    @property
    def is_sealed(self) -> bool:
        return self.sealed_at is not None

    def signature(self, pk: int) -> "CovenantSignature | None":
        return self.signatures.filter(pk=pk).first()

    @property
    def legal_basis_lines(self) -> list[str]:
        return [line.strip() for line in self.legal_bases.splitlines() if line.strip()]

    def digest(self) -> str:
        """The SHA-256 of everything that was signed, in one fixed order; equal to ``seal_digest`` ever after."""
        signed = {
            "covenant": [self.title, self.legal_bases, self.commitments, self.place, self.signed_on.isoformat()],
            "targets": [
                [row.position, row.text, row.unit, f"{row.planned_value:.2f}"]
                for row in self.targets.order_by("position", "pk")
            ],
            "parties": list(self.parties.order_by("agency").values_list("agency", flat=True)),
            "signatures": [
                [row.agency_id, row.person_name, row.post, row.capacity, row.signed_on.isoformat(), row.copy_digest]
                for row in self.signatures.order_by("agency")
            ],
        }
        return hashlib.sha256(json.dumps(signed, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()

    def _refuse_new_words_under_signatures(self) -> None:
        """Nobody may find another text above a name already signed."""
        words = ("title", "legal_bases", "commitments", "place", "signed_on")
        stored = Covenant.objects.filter(pk=self.pk).values_list(*words).first()
        if stored != tuple(getattr(self, word) for word in words) and self.signatures.exists():
            raise ValidationError(
                _now("Đã có đơn vị ký bản này. Muốn sửa câu chữ, hãy gỡ các chữ ký trước."), code="signed"
            )


def refuse_if_sealed(covenant_id: int | None) -> None:
    """Raises ValidationError when the stored covenant is sealed, whatever the caller's copy of it says."""
    if covenant_id and Covenant.objects.sealed().filter(pk=covenant_id).exists():
        raise ValidationError(seals.COVENANT_IS_SEALED, code="sealed")


class CovenantPart(models.Model):
    """A row that belongs to a covenant and is sealed with it."""

    objects = SealedQuerySet.as_manager()

    class Meta:
        abstract = True

    def clean(self) -> None:
        refuse_if_sealed(self.covenant_id)

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_if_sealed(self.covenant_id)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_if_sealed(self.covenant_id)
        return super().delete(*args, **kwargs)


class CovenantParty(CovenantPart):
    """An agency that the covenant binds."""

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="parties", verbose_name=_("giao ước"))
    agency = models.ForeignKey("emulation.Agency", models.PROTECT, related_name="+", verbose_name=_("đơn vị"))

    objects = CovenantPartyQuerySet.as_manager()

    class Meta(CovenantPart.Meta):
        verbose_name = _("bên giao ước")
        verbose_name_plural = _("các bên giao ước")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["covenant", "agency"],
                name="covenant_party_once",
                violation_error_message=_("Đơn vị này đã có trong danh sách các bên."),
            ),
            *seals.sealed_with_covenant("covenant_party"),
        ]

    def __str__(self) -> str:
        return str(self.agency)

    def clean(self) -> None:
        super().clean()
        if not (self.covenant_id and self.agency_id):
            return
        if not was_member_on(self.covenant.year.bloc_id, self.agency_id, self.covenant.signed_on):
            raise ValidationError({"agency": _now("Vào ngày ký, đơn vị này không phải là thành viên của khối.")})


class TargetIndicator(CovenantPart):
    """A measurable target of the covenant (chỉ tiêu thi đua)."""

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="targets", verbose_name=_("giao ước"))
    text = NFCTextField(_("chỉ tiêu"), max_length=1000)
    unit = NFCCharField(_("đơn vị tính"), max_length=50, help_text=_("Ví dụ: %, vụ việc, hội nghị."))
    planned_value = models.DecimalField(_("kế hoạch năm"), max_digits=14, decimal_places=2)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta(CovenantPart.Meta):
        verbose_name = _("chỉ tiêu")
        verbose_name_plural = _("các chỉ tiêu")
        ordering = ["position", "pk"]
        constraints = seals.sealed_with_covenant("target_indicator")

    def __str__(self) -> str:
        return self.text[:80]


class CovenantSignature(CovenantPart):
    """One party's signature: who signed, in what capacity, when, and the copy that shows it."""

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="signatures", verbose_name=_("giao ước"))
    agency = models.ForeignKey("emulation.Agency", models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    person_name = NFCCharField(
        _("người ký"), max_length=150, blank=True, help_text=_("Để trống khi hồ sơ không ghi lại tên người ký.")
    )
    post = NFCCharField(_("chức vụ"), max_length=150)
    capacity = models.CharField(
        _("thẩm quyền ký"), max_length=3, choices=SigningCapacity, default=SigningCapacity.ON_BEHALF
    )
    signed_on = models.DateField(_("ký ngày"))
    signed_time = models.TimeField(_("lúc"), null=True, blank=True)
    copy = models.FileField(
        _("bản đã ký"),
        upload_to=signed_copy_path,
        storage=private_storage,
        max_length=200,
        blank=True,
        validators=[uploads.check_document],
        help_text=_("Bản quét hoặc bản ký số."),
    )
    copy_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    recorded_at = models.DateTimeField(_("ghi nhận lúc"), default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người ghi nhận"),
    )

    class Meta(CovenantPart.Meta):
        verbose_name = _("chữ ký")
        verbose_name_plural = _("các chữ ký")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["covenant", "agency"],
                name="covenant_signature_once_per_party",
                violation_error_message=_("Đơn vị này đã ký bản giao ước."),
            ),
            *seals.sealed_with_covenant("covenant_signature"),
        ]

    def __str__(self) -> str:
        return self.person_name or self.post

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.covenant_id and self.agency_id and not self.covenant.parties.filter(agency=self.agency_id).exists():
            errors["agency"] = _now("Đơn vị này không phải là một bên của bản giao ước nên không ký được.")
        if self.signed_on and self.signed_on > dates.local_day(timezone.now()):
            errors["signed_on"] = _now("Ngày ký không thể là một ngày chưa tới.")
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.copy and not self.copy._committed:
            self.copy_digest = hashlib.sha256(b"".join(self.copy.chunks())).hexdigest()
            self.copy.seek(0)
        super().save(*args, **kwargs)


class Registration(models.Model):
    """A title or commendation that a member aims at, for itself or for one of its people. Individuals' are private."""

    class Subject(models.TextChoices):
        COLLECTIVE = "collective", _("Tập thể")
        INDIVIDUAL = "individual", _("Cá nhân")

    year = models.ForeignKey(EmulationYear, models.PROTECT, related_name="registrations", verbose_name=_("năm thi đua"))
    agency = models.ForeignKey("emulation.Agency", models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    subject = models.CharField(_("đối tượng"), max_length=10, choices=Subject, default=Subject.COLLECTIVE)
    title = models.ForeignKey(
        "emulation.EmulationTitle",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("danh hiệu thi đua"),
    )
    form = models.ForeignKey(
        "emulation.CommendationForm",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("hình thức khen thưởng"),
    )
    person_name = NFCCharField(_("họ và tên"), max_length=150, blank=True, help_text=_("Chỉ khi đăng ký cho cá nhân."))
    post = NFCCharField(_("chức vụ"), max_length=150, blank=True)
    registered_on = models.DateField(_("ngày đăng ký"))
    note = NFCCharField(_("ghi chú"), max_length=250, blank=True)
    withdrawn_on = models.DateField(_("rút ngày"), null=True, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người ghi nhận"),
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("đăng ký thi đua")
        verbose_name_plural = _("đăng ký thi đua")
        ordering = ["year", "agency", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(title__isnull=False, form__isnull=True) | Q(title__isnull=True, form__isnull=False),
                name="registration_aims_at_one_thing",
                violation_error_message=_(
                    "Hãy chọn một danh hiệu thi đua hoặc một hình thức khen thưởng, không chọn cả hai."
                ),
            ),
            models.CheckConstraint(
                condition=(Q(subject="individual") & ~Q(person_name=""))
                | Q(subject="collective", person_name="", post=""),
                name="registration_names_its_individual",
                violation_error_message=_("Đăng ký cho cá nhân phải ghi họ tên; đăng ký cho tập thể thì không."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=models.F("registered_on")),
                name="registration_withdrawn_after_made",
                violation_error_message=_("Ngày rút không thể trước ngày đăng ký."),
            ),
            models.UniqueConstraint(
                fields=["year", "agency", "subject", "title", "person_name"],
                condition=Q(withdrawn_on__isnull=True, title__isnull=False),
                name="registration_title_once",
                violation_error_message=_("Danh hiệu này đã được đăng ký cho đối tượng này."),
            ),
            models.UniqueConstraint(
                fields=["year", "agency", "subject", "form", "person_name"],
                condition=Q(withdrawn_on__isnull=True, form__isnull=False),
                name="registration_form_once",
                violation_error_message=_("Hình thức khen thưởng này đã được đăng ký cho đối tượng này."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title or self.form)

    def clean(self) -> None:
        if not (self.year_id and self.agency_id and self.registered_on):
            return
        errors: dict[str, Any] = {}
        if not is_within_cycle(self.year.year, self.registered_on):
            errors["registered_on"] = out_of_cycle_message(self.year.year)
        elif self.year.registration_deadline and self.registered_on > self.year.registration_deadline:
            errors["registered_on"] = _now("Đã quá hạn đăng ký của năm: %(deadline)s.") % {
                "deadline": f"{self.year.registration_deadline:%d/%m/%Y}"
            }
        if not was_member_on(self.year.bloc_id, self.agency_id, self.registered_on):
            errors["agency"] = _now("Vào ngày đăng ký, đơn vị này không phải là thành viên của khối.")
        if self.entry is not None:
            found = obstacles(self.entry, force=self.agency.force, subject=self.subject, day=self.registered_on)
            if found:
                errors["title" if self.title else "form"] = [obstacle.label for obstacle in found]
        if errors:
            raise ValidationError(errors)

    @property
    def entry(self) -> EmulationTitle | CommendationForm | None:
        """What is registered for, whichever catalogue it stands in."""
        return self.title or self.form
