"""The picture library."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.querysets.pictures import PictureQuerySet
from portal.kit import uploads
from portal.kit.fields import FoldedField, NFCCharField
from portal.kit.pictures import PictureField


def picture_path(picture: "Picture", name: str) -> str:
    return uploads.stored_name("anh", name)


class Picture(models.Model):
    """A picture of the library, with the words that stand in for it; articles point at it, never at its file."""

    file = PictureField(_("ảnh"), upload_to=picture_path, max_length=200, width_field="width", height_field="height")
    width = models.PositiveIntegerField(_("rộng"), editable=False)
    height = models.PositiveIntegerField(_("cao"), editable=False)
    alt = NFCCharField(
        _("nội dung thay thế"),
        max_length=250,
        blank=True,
        help_text=_("Một câu tả điều thấy trong ảnh, cho người không nhìn được ảnh. Bắt buộc, trừ ảnh trang trí."),
    )
    is_decorative = models.BooleanField(
        _("ảnh trang trí"),
        default=False,
        help_text=_("Ảnh không mang thông tin; người nghe trang sẽ không nghe đến nó."),
    )
    caption = NFCCharField(_("chú thích"), max_length=500, blank=True)
    credit = NFCCharField(_("nguồn ảnh"), max_length=150, blank=True, help_text=_("Ví dụ: Ảnh: Nông Thị Hoa."))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("người tải lên"),
    )
    uploaded_at = models.DateTimeField(_("tải lên lúc"), default=timezone.now, editable=False)
    search_folded = FoldedField(sources=("alt", "caption", "credit", "file_stem"))

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("ảnh")
        verbose_name_plural = _("thư viện ảnh")
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["file"], name="picture_by_file")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_decorative=True) | ~Q(alt=""),
                name="picture_has_alt_or_is_decorative",
                violation_error_message=_("Hãy viết nội dung thay thế cho ảnh, hoặc đánh dấu là ảnh trang trí."),
            )
        ]

    def __str__(self) -> str:
        return self.alt or self.caption or self.file_stem

    def clean(self) -> None:
        if uploads.extension_of(self.alt) in uploads.DOCUMENT_KINDS or self.alt.lower().endswith(
            (".jpg", ".jpeg", ".png", ".webp")
        ):
            raise ValidationError({"alt": _("Đây là tên tệp, không phải lời tả ảnh. Hãy viết điều thấy trong ảnh.")})

    @property
    def file_stem(self) -> str:
        """The uploaded name without its extension, for search."""
        return (self.file.name or "").rpartition("/")[2].rpartition(".")[0].replace("-", " ")

    @property
    def text_alternative(self) -> str:
        return "" if self.is_decorative else self.alt
