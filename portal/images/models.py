"""The image library."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.core.content import uploads
from portal.core.content.image_processing import CropBox, ReencodedImageField
from portal.core.db.fields import FoldedSearchField, NFCCharField
from portal.images import alt_text
from portal.images.querysets import ImageQuerySet

# A smaller crop shows nothing useful.
MIN_CROP_SIDE = 16


def image_path(image: "Image", name: str) -> str:
    return uploads.unguessable_upload_path("anh", name)


class Image(models.Model):
    """An image of the library, with its alt text; articles refer to it, never to its file.

    It has an alt text, or is decorative by choice, or still needs an alt text; only the first two may be published.
    """

    file = ReencodedImageField(
        _("ảnh"), upload_to=image_path, max_length=200, width_field="width", height_field="height"
    )
    width = models.PositiveIntegerField(_("rộng"), editable=False)
    height = models.PositiveIntegerField(_("cao"), editable=False)
    # Of the uploaded bytes; NULL for imported images and those older than this field.
    sha256 = models.CharField(max_length=64, unique=True, null=True, editable=False)
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
    needs_alt_text = models.BooleanField(_("chưa có lời tả"), default=False, editable=False)
    # Pasted, dropped or uploaded in the editor: if it is unused in the end, it can be deleted.
    is_from_editor = models.BooleanField(default=False, db_default=False, editable=False)
    caption = NFCCharField(_("chú thích"), max_length=500, blank=True)
    credit = NFCCharField(_("nguồn ảnh"), max_length=150, blank=True, help_text=_("Ví dụ: Ảnh: Nông Thị Hoa."))
    # The crop in pixels of the stored original; all NULL: no crop.
    crop_left = models.PositiveIntegerField(_("mép trái"), null=True, blank=True, editable=False)
    crop_top = models.PositiveIntegerField(_("mép trên"), null=True, blank=True, editable=False)
    crop_right = models.PositiveIntegerField(_("mép phải"), null=True, blank=True, editable=False)
    crop_bottom = models.PositiveIntegerField(_("mép dưới"), null=True, blank=True, editable=False)
    # The focal point for cards that crop the image further; percent of the original.
    focus_x = models.PositiveSmallIntegerField(
        _("điểm chính, từ trái sang (%)"),
        default=50,
        db_default=50,
        editable=False,
        validators=[MaxValueValidator(100)],
    )
    focus_y = models.PositiveSmallIntegerField(
        _("điểm chính, từ trên xuống (%)"),
        default=50,
        db_default=50,
        editable=False,
        validators=[MaxValueValidator(100)],
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("người tải lên"),
    )
    uploaded_at = models.DateTimeField(_("tải lên lúc"), default=timezone.now, editable=False)
    search_folded = FoldedSearchField(sources=("alt", "caption", "credit", "file_stem", "uploader_name"))

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("ảnh")
        verbose_name_plural = _("thư viện ảnh")
        ordering = ["-uploaded_at", "-pk"]
        indexes = [
            models.Index(fields=["file"], name="image_by_file"),
            models.Index(fields=["uploaded_at", "id"], name="image_by_upload"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    (Q(is_decorative=False, needs_alt_text=False) & ~Q(alt=""))
                    | Q(is_decorative=True, needs_alt_text=False, alt="")
                    | Q(is_decorative=False, needs_alt_text=True, alt="")
                ),
                name="image_has_alt_text_or_is_decorative",
                violation_error_message=_(
                    "Hãy viết nội dung thay thế cho ảnh, hoặc đánh dấu là ảnh trang trí; chỉ một trong hai."
                ),
            ),
            models.CheckConstraint(
                condition=~(
                    Q(alt__iendswith=".jpg")
                    | Q(alt__iendswith=".jpeg")
                    | Q(alt__iendswith=".png")
                    | Q(alt__iendswith=".webp")
                ),
                name="image_alt_text_is_no_file_name",
                violation_error_message=_("Đây là tên tệp, không phải lời tả ảnh. Hãy viết điều thấy trong ảnh."),
            ),
            models.CheckConstraint(
                condition=Q(crop_left=None, crop_top=None, crop_right=None, crop_bottom=None)
                | Q(
                    crop_left__gte=0,
                    crop_top__gte=0,
                    crop_right__gt=F("crop_left"),
                    crop_bottom__gt=F("crop_top"),
                    crop_right__lte=F("width"),
                    crop_bottom__lte=F("height"),
                ),
                name="image_crop_within_bounds",
                violation_error_message=_("Phần được cắt phải nằm trong ảnh."),
            ),
            models.CheckConstraint(
                condition=Q(focus_x__range=(0, 100), focus_y__range=(0, 100)),
                name="image_focal_point_is_percentage",
                violation_error_message=_("Điểm chính phải từ 0 đến 100 phần trăm."),
            ),
        ]

    def __str__(self) -> str:
        return self.alt or self.caption or self.file_stem

    def clean(self) -> None:
        if self.alt and self.is_decorative:
            raise ValidationError(
                {"is_decorative": _("Ảnh trang trí thì không có nội dung thay thế. Hãy chọn một trong hai.")}
            )
        if not (self.alt or self.is_decorative or self.needs_alt_text):
            raise ValidationError({"alt": _("Hãy viết nội dung thay thế cho ảnh, hoặc đánh dấu là ảnh trang trí.")})
        if refused := alt_text.alt_text_error(self.alt, self.file.name or ""):
            raise ValidationError({"alt": refused})
        self.clean_crop()

    def clean_crop(self) -> None:
        """Refuses an invalid crop: incomplete, reversed, outside, or too small."""
        stored = [self.crop_left, self.crop_top, self.crop_right, self.crop_bottom]
        edges = [edge for edge in stored if edge is not None]
        if not edges:
            return
        if len(edges) < len(stored):
            raise ValidationError(_("Hãy ghi đủ bốn mép của phần được cắt."))
        left, top, right, bottom = edges
        if min(edges) < 0 or right > self.width or bottom > self.height:
            raise ValidationError(
                _now("Phần được cắt phải nằm trong ảnh (rộng %(width)d, cao %(height)d điểm ảnh)."),
                params={"width": self.width, "height": self.height},
            )
        if right - left < MIN_CROP_SIDE or bottom - top < MIN_CROP_SIDE:
            raise ValidationError(
                _now("Phần được cắt phải rộng và cao ít nhất %(least)d điểm ảnh; mép phải lớn hơn mép trái."),
                params={"least": MIN_CROP_SIDE},
            )

    def is_changeable_by(self, user: User) -> bool:
        """Whether it is the user's own or the user may edit all.

        ``ImageQuerySet.changeable_by`` is the same for many rows.
        """
        return user.has_perm("news.edit_any_article") or (user.pk is not None and self.uploaded_by_id == user.pk)

    @property
    def file_stem(self) -> str:
        """The uploaded name without its extension, for search."""
        return (self.file.name or "").rpartition("/")[2].rpartition(".")[0].replace("-", " ")

    @property
    def uploader_name(self) -> str:
        """For search; the user's name when the image was last saved."""
        return str(self.uploaded_by) if self.uploaded_by_id else ""

    @property
    def alt_text(self) -> str:
        return "" if self.is_decorative else self.alt

    @property
    def sort_position(self) -> tuple[object, int]:
        return self.uploaded_at, self.pk

    @property
    def crop_box(self) -> CropBox | None:
        """The crop box; None without a crop."""
        if self.crop_left is None or self.crop_top is None or self.crop_right is None or self.crop_bottom is None:
            return None
        return self.crop_left, self.crop_top, self.crop_right, self.crop_bottom

    @property
    def display_size(self) -> tuple[int, int]:
        """Width and height after the crop, in pixels."""
        left, top, right, bottom = self.crop_box or (0, 0, self.width, self.height)
        return right - left, bottom - top

    @property
    def display_focal_point(self) -> tuple[int, int]:
        """The focal point in percent of the cropped image; on its edge if it was cropped away."""
        if self.crop_box is None:
            return self.focus_x, self.focus_y
        left, top, right, bottom = self.crop_box
        x = (self.focus_x * self.width / 100 - left) / (right - left) * 100
        y = (self.focus_y * self.height / 100 - top) / (bottom - top) * 100
        return min(100, max(0, round(x))), min(100, max(0, round(y)))
