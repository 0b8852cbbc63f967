"""Commitments of the members: the covenant that all sign, and the titles each registers for."""

import hashlib
import json
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation import immutability
from emulation.models.awards import CommendationForm, EmulationTitle
from emulation.models.years import EmulationYear, is_within_cycle, out_of_cycle_message
from emulation.querysets.covenants import CovenantPartyQuerySet, CovenantQuerySet, RegistrationQuerySet, SealedQuerySet
from emulation.querysets.years import was_member_on
from emulation.rules.eligibility import find_ineligibility_reasons
from portal.core.content import uploads
from portal.core.content.private_files import PrivateFileField
from portal.core.content.rich_text import RichTextField
from portal.core.db.fields import NFCCharField, NFCTextField
from portal.core.text import dates
from portal.core.text.signatures import SigningCapacity
from portal.images.body_html import render_body


def signed_copy_upload_path(signature: "CovenantSignature", name: str) -> str:
    return uploads.unguessable_upload_path("giao-uoc", name)


class Covenant(models.Model):
    """Signed pledge of a bloc for a year (bản giao ước thi đua).

    Its text may change until the first signature. Once every party has signed it is sealed for good, and a correction
    is a new covenant that supersedes it.
    """

    # Annotated by CovenantQuerySet.with_signature_counts.
    party_count: int
    signature_count: int

    year = models.ForeignKey(EmulationYear, models.PROTECT, related_name="covenants", verbose_name=_("năm thi đua"))
    title = NFCCharField(_("tên"), max_length=250)
    legal_bases = NFCTextField(_("căn cứ"), max_length=4000, blank=True, help_text=_("Mỗi dòng một căn cứ."))
    commitments = RichTextField(_("nội dung giao ước"))
    # Rendered HTML, derived on save (portal/core/content/rich_text_rendering.py).
    commitments_rendered = models.TextField(editable=False, default="", blank=True)
    place = NFCCharField(_("nơi ký"), max_length=250, blank=True)
    signed_on = models.DateField(
        _("ngày ký"), help_text=_("Ngày ghi trên bản giao ước; tên các đơn vị là tên của ngày này.")
    )
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name=_("thay thế bản")
    )
    sealed_at = models.DateTimeField(_("khoá lúc"), null=True, editable=False)
    # SHA-256 over all text, targets, parties and signatures at the time of sealing, for verification.
    seal_digest = models.CharField(_("mã niêm phong"), max_length=64, blank=True, default="", editable=False)
    created_at = models.DateTimeField(_("lập lúc"), default=timezone.now, editable=False)

    objects = CovenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("giao ước thi đua")
        verbose_name_plural = _("giao ước thi đua")
        ordering = ["-signed_on", "-pk"]
        constraints = immutability.sealed_covenant_constraints()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("emulation:covenant-detail", args=[self.year.bloc.slug, self.year.year])

    def clean(self) -> None:
        validate_not_sealed(self.pk)
        errors = {}
        if self.signed_on and self.year_id and not is_within_cycle(self.year.year, self.signed_on):
            errors["signed_on"] = out_of_cycle_message(self.year.year)
        if self.supersedes is not None:
            if self.supersedes.year_id != self.year_id:
                errors["supersedes"] = gettext("Bản bị thay thế phải cùng năm thi đua.")
            elif not self.supersedes.is_sealed:
                errors["supersedes"] = gettext("Bản kia chưa khoá nên còn sửa được; chưa cần bản thay thế.")
        if errors:
            raise ValidationError(errors)
        if self.pk:
            self._validate_signed_text_unchanged()

    def save(self, *args: Any, **kwargs: Any) -> None:
        validate_not_sealed(self.pk)
        self.commitments_rendered = render_body(self.commitments)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        validate_not_sealed(self.pk)
        return super().delete(*args, **kwargs)

    @property
    def is_sealed(self) -> bool:
        return self.sealed_at is not None

    def get_signature(self, pk: int) -> "CovenantSignature | None":
        return self.signatures.filter(pk=pk).first()

    @property
    def legal_basis_lines(self) -> list[str]:
        return [line.strip() for line in self.legal_bases.splitlines() if line.strip()]

    def compute_digest(self) -> str:
        """SHA-256 of everything that was signed, in a fixed order; always equal to ``seal_digest`` once sealed."""
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

    def _validate_signed_text_unchanged(self) -> None:
        """The text cannot change once somebody has signed it."""
        field_names = ("title", "legal_bases", "commitments", "place", "signed_on")
        stored = Covenant.objects.filter(pk=self.pk).values_list(*field_names).first()
        if stored != tuple(getattr(self, word) for word in field_names) and self.signatures.exists():
            raise ValidationError(
                gettext("Đã có đơn vị ký bản này. Muốn sửa câu chữ, hãy gỡ các chữ ký trước."), code="signed"
            )


def validate_not_sealed(covenant_id: int | None) -> None:
    """Raises ValidationError when the stored covenant is sealed, even if the caller's copy is stale."""
    if covenant_id and Covenant.objects.sealed().filter(pk=covenant_id).exists():
        raise ValidationError(immutability.COVENANT_SEALED_MESSAGE, code="sealed")


class CovenantPart(models.Model):
    """Base of rows that belong to a covenant and are sealed with it."""

    covenant_id: int  # the subclasses' foreign key

    objects = SealedQuerySet.as_manager()

    class Meta:
        abstract = True

    def clean(self) -> None:
        validate_not_sealed(self.covenant_id)

    def save(self, *args: Any, **kwargs: Any) -> None:
        validate_not_sealed(self.covenant_id)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        validate_not_sealed(self.covenant_id)
        return super().delete(*args, **kwargs)


class CovenantParty(CovenantPart):
    """Agency bound by the covenant."""

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="parties", verbose_name=_("giao ước"))
    agency = models.ForeignKey("emulation.Agency", models.PROTECT, related_name="+", verbose_name=_("đơn vị"))

    objects: ClassVar = CovenantPartyQuerySet.as_manager()

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
            *immutability.sealed_with_covenant_constraints("covenant_party"),
        ]

    def __str__(self) -> str:
        return str(self.agency)

    def clean(self) -> None:
        super().clean()
        if not (self.covenant_id and self.agency_id):
            return
        if not was_member_on(self.covenant.year.bloc_id, self.agency_id, self.covenant.signed_on):
            raise ValidationError({"agency": gettext("Vào ngày ký, đơn vị này không phải là thành viên của khối.")})


class TargetIndicator(CovenantPart):
    """Measurable target of the covenant (chỉ tiêu thi đua)."""

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="targets", verbose_name=_("giao ước"))
    text = NFCTextField(_("chỉ tiêu"), max_length=1000)
    unit = NFCCharField(_("đơn vị tính"), max_length=50, help_text=_("Ví dụ: %, vụ việc, hội nghị."))
    planned_value = models.DecimalField(_("kế hoạch năm"), max_digits=14, decimal_places=2)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta(CovenantPart.Meta):
        verbose_name = _("chỉ tiêu")
        verbose_name_plural = _("các chỉ tiêu")
        ordering = ["position", "pk"]
        constraints = immutability.sealed_with_covenant_constraints("target_indicator")

    def __str__(self) -> str:
        return self.text[:80]


class CovenantSignature(CovenantPart):
    """Signature of one party: who signed, in what capacity, when, and the signed copy."""

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
    copy = PrivateFileField(
        _("bản đã ký"),
        upload_to=signed_copy_upload_path,
        url_of=lambda row: reverse("admin:emulation_covenant_copy", args=[row.covenant_id, row.pk]),
        blank=True,
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
            *immutability.sealed_with_covenant_constraints("covenant_signature"),
        ]

    def __str__(self) -> str:
        return self.person_name or self.post

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.covenant_id and self.agency_id and not self.covenant.parties.filter(agency=self.agency_id).exists():
            errors["agency"] = gettext("Đơn vị này không phải là một bên của bản giao ước nên không ký được.")
        if self.signed_on and self.signed_on > dates.local_date(timezone.now()):
            errors["signed_on"] = gettext("Ngày ký không thể là một ngày chưa tới.")
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.copy and not self.copy._committed:
            self.copy_digest = hashlib.sha256(b"".join(self.copy.chunks())).hexdigest()
            self.copy.seek(0)
        super().save(*args, **kwargs)


class Registration(models.Model):
    """Award that a member aims at, for itself or for one of its people. Individuals' registrations are private."""

    class RecipientType(models.TextChoices):
        COLLECTIVE = "collective", _("Tập thể")
        INDIVIDUAL = "individual", _("Cá nhân")

    year = models.ForeignKey(EmulationYear, models.PROTECT, related_name="registrations", verbose_name=_("năm thi đua"))
    agency = models.ForeignKey("emulation.Agency", models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    recipient_type = models.CharField(
        _("đối tượng"), max_length=10, choices=RecipientType, default=RecipientType.COLLECTIVE
    )
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
                condition=(Q(recipient_type="individual") & ~Q(person_name=""))
                | Q(recipient_type="collective", person_name="", post=""),
                name="registration_names_its_individual",
                violation_error_message=_("Đăng ký cho cá nhân phải ghi họ tên; đăng ký cho tập thể thì không."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=models.F("registered_on")),
                name="registration_withdrawn_after_made",
                violation_error_message=_("Ngày rút không thể trước ngày đăng ký."),
            ),
            models.UniqueConstraint(
                fields=["year", "agency", "recipient_type", "title", "person_name"],
                condition=Q(withdrawn_on__isnull=True, title__isnull=False),
                name="registration_title_once",
                violation_error_message=_("Danh hiệu này đã được đăng ký cho đối tượng này."),
            ),
            models.UniqueConstraint(
                fields=["year", "agency", "recipient_type", "form", "person_name"],
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
            errors["registered_on"] = gettext("Đã quá hạn đăng ký của năm: %(deadline)s.") % {
                "deadline": f"{self.year.registration_deadline:%d/%m/%Y}"
            }
        if not was_member_on(self.year.bloc_id, self.agency_id, self.registered_on):
            errors["agency"] = gettext("Vào ngày đăng ký, đơn vị này không phải là thành viên của khối.")
        if self.award is not None:
            reasons = find_ineligibility_reasons(
                self.award, force=self.agency.force, recipient_type=self.recipient_type, day=self.registered_on
            )
            if reasons:
                errors["title" if self.title else "form"] = [reason.label for reason in reasons]
        if errors:
            raise ValidationError(errors)

    @property
    def award(self) -> EmulationTitle | CommendationForm | None:
        """The award registered for, a title or a form."""
        return self.title or self.form
