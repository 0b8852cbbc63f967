"""Site identity, as entered by the administrator."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.core.content import uploads
from portal.core.content.image_processing import ReencodedImageField
from portal.core.db.fields import NFCCharField
from portal.pages import cached_reads

# Digits with the usual separators; allows several numbers and extensions.
_PHONE_VALIDATOR = RegexValidator(
    r"^[0-9+(][0-9 .()/,;–-]{2,}$", _("Chỉ viết số điện thoại, ví dụ (0206) 3852 000."), "phone"
)


class Palette(models.TextChoices):
    """Colour palettes with measured contrast (static/css/tokens.css): text has at least 7:1 in light and dark mode."""

    LACQUER = "", _("Đỏ son")
    INDIGO = "cham", _("Xanh chàm")
    FOREST = "rung", _("Xanh rừng")
    EARTH = "dat", _("Nâu đất")


def emblem_upload_path(identity: "SiteIdentity", name: str) -> str:
    return uploads.unguessable_upload_path("bieu-trung", name)


class SiteIdentity(models.Model):
    """Single row of facts for header, footer, contact data, feeds. Without it ``settings.SITE_IDENTITY`` is used."""

    SINGLETON_PK = 1

    name = NFCCharField(_("tên cổng"), max_length=150)
    name_en = NFCCharField(_("tên cổng, tiếng Anh"), max_length=150, blank=True)
    organisation = NFCCharField(_("tên cơ quan"), max_length=150, blank=True)
    organisation_en = NFCCharField(_("tên cơ quan, tiếng Anh"), max_length=150, blank=True)
    governing_body = NFCCharField(_("cơ quan chủ quản"), max_length=150, blank=True)
    governing_body_en = NFCCharField(_("cơ quan chủ quản, tiếng Anh"), max_length=150, blank=True)
    emblem = ReencodedImageField(
        _("biểu trưng"),
        upload_to=emblem_upload_path,
        max_length=200,
        blank=True,
        width_field="emblem_width",
        height_field="emblem_height",
        help_text=_(
            "Ảnh vuông, ít nhất 200 × 200 điểm ảnh, nền trong suốt thì đẹp nhất. Để trống thì dùng biểu trưng có sẵn. "
            "Quốc huy chỉ dành cho cơ quan được phép dùng; cơ quan khác dùng biểu trưng của mình."
        ),
    )
    emblem_width = models.PositiveIntegerField(null=True, editable=False)
    emblem_height = models.PositiveIntegerField(null=True, editable=False)
    palette = models.CharField(_("màu chủ đạo"), max_length=10, choices=Palette, blank=True, default=Palette.LACQUER)
    address = NFCCharField(_("địa chỉ"), max_length=250, blank=True)
    address_en = NFCCharField(_("địa chỉ, tiếng Anh"), max_length=250, blank=True)
    phone = NFCCharField(_("điện thoại"), max_length=60, blank=True, validators=[_PHONE_VALIDATOR])
    fax = NFCCharField(_("fax"), max_length=60, blank=True, validators=[_PHONE_VALIDATOR])
    email = models.EmailField(_("thư điện tử"), blank=True)
    responsible_person = NFCCharField(_("người chịu trách nhiệm"), max_length=100, blank=True)
    responsible_post = NFCCharField(_("chức vụ"), max_length=150, blank=True)
    responsible_post_en = NFCCharField(_("chức vụ, tiếng Anh"), max_length=150, blank=True)
    licence_number = NFCCharField(_("số giấy phép"), max_length=60, blank=True)
    licence_date = models.DateField(_("ngày cấp giấy phép"), null=True, blank=True)
    licence_issuer = NFCCharField(_("cơ quan cấp giấy phép"), max_length=150, blank=True)
    source_notice = NFCCharField(
        _("câu ghi rõ nguồn"),
        max_length=250,
        blank=True,
        help_text=_("Để trống thì là: Ghi rõ nguồn “tên cổng” khi phát hành lại thông tin từ trang này."),
    )
    source_notice_en = NFCCharField(_("câu ghi rõ nguồn, tiếng Anh"), max_length=250, blank=True)
    updated_at = models.DateTimeField(_("sửa lúc"), auto_now=True)

    class Meta:
        verbose_name = _("nhận diện của cổng")
        verbose_name_plural = _("nhận diện của cổng")
        default_permissions = ("add", "change", "view")
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="pages_site_identity_is_one",
                violation_error_message=_("Cổng chỉ có một bản nhận diện."),
            ),
            models.CheckConstraint(
                condition=~Q(licence_number="") | Q(licence_date__isnull=True, licence_issuer=""),
                name="pages_site_identity_licence_has_a_number",
                violation_error_message=_("Giấy phép có ngày hoặc nơi cấp thì phải có số."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = self.SINGLETON_PK
        super().save(*args, **kwargs)
        cached_reads.invalidate(cached_reads.IDENTITY_KEY)

    @property
    def licence(self) -> str:
        """Licence in one line, for the footer."""
        if not self.licence_number:
            return ""
        day = _now("ngày %s") % f"{self.licence_date:%d/%m/%Y}" if self.licence_date else ""
        issuer = _now("do %s cấp") % self.licence_issuer if self.licence_issuer else ""
        return " ".join(filter(None, [_now("Giấy phép số %s") % self.licence_number, day, issuer]))

    def to_identity_values(self) -> dict[str, str]:
        """The fields of ``core.site_identity.Identity``."""
        plain = {
            field.attname: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if isinstance(field, models.CharField) and not field.attname.startswith("licence_")
        }
        return {**plain, "licence": self.licence, "emblem": self.emblem.plain_400 if self.emblem else ""}
