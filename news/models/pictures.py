"""The picture library."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from news import alternatives
from news.querysets.pictures import BodyPictureQuerySet, PictureQuerySet
from portal.accounts.models import User
from portal.kit import uploads
from portal.kit.fields import FoldedField, NFCCharField
from portal.kit.pictures import Box, PictureField

# A part of a picture that is smaller than this shows nothing.
MIN_CROP_SIDE = 16


def picture_path(picture: "Picture", name: str) -> str:
    return uploads.stored_name("anh", name)


class Picture(models.Model):
    """A picture of the library, with the words that stand in for it; articles point at it, never at its file.

    It is described, or decorative by choice, or waits for words; only the first two are for readers.
    """

    file = PictureField(_("ảnh"), upload_to=picture_path, max_length=200, width_field="width", height_field="height")
    width = models.PositiveIntegerField(_("rộng"), editable=False)
    height = models.PositiveIntegerField(_("cao"), editable=False)
    # Of the bytes as they were sent; unknown for what came with an import or before this was kept.
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
    awaits_words = models.BooleanField(_("chưa có lời tả"), default=False, editable=False)
    caption = NFCCharField(_("chú thích"), max_length=500, blank=True)
    credit = NFCCharField(_("nguồn ảnh"), max_length=150, blank=True, help_text=_("Ví dụ: Ảnh: Nông Thị Hoa."))
    # The part that readers see, in pixels of the stored original; all empty: the whole of it.
    crop_left = models.PositiveIntegerField(_("mép trái"), null=True, blank=True, editable=False)
    crop_top = models.PositiveIntegerField(_("mép trên"), null=True, blank=True, editable=False)
    crop_right = models.PositiveIntegerField(_("mép phải"), null=True, blank=True, editable=False)
    crop_bottom = models.PositiveIntegerField(_("mép dưới"), null=True, blank=True, editable=False)
    # What must stay in sight where a card shows less than the picture; percent of the original.
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
    search_folded = FoldedField(sources=("alt", "caption", "credit", "file_stem", "uploader_name"))

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("ảnh")
        verbose_name_plural = _("thư viện ảnh")
        ordering = ["-uploaded_at", "-pk"]
        indexes = [
            models.Index(fields=["file"], name="picture_by_file"),
            models.Index(fields=["uploaded_at", "id"], name="picture_by_upload"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    (Q(is_decorative=False, awaits_words=False) & ~Q(alt=""))
                    | Q(is_decorative=True, awaits_words=False, alt="")
                    | Q(is_decorative=False, awaits_words=True, alt="")
                ),
                name="picture_has_alt_or_is_decorative",
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
                name="picture_alt_is_no_file_name",
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
                name="picture_crop_lies_within",
                violation_error_message=_("Phần được cắt phải nằm trong ảnh."),
            ),
            models.CheckConstraint(
                condition=Q(focus_x__range=(0, 100), focus_y__range=(0, 100)),
                name="picture_focus_is_percent",
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
        if not (self.alt or self.is_decorative or self.awaits_words):
            raise ValidationError({"alt": _("Hãy viết nội dung thay thế cho ảnh, hoặc đánh dấu là ảnh trang trí.")})
        if refused := alternatives.refusal(self.alt, self.file.name or ""):
            raise ValidationError({"alt": refused})
        self.clean_crop()

    def clean_crop(self) -> None:
        """Refuses a part that is not one: incomplete, upside down, outside, or too small to show anything."""
        edges = [self.crop_left, self.crop_top, self.crop_right, self.crop_bottom]
        if edges == [None] * 4:
            return
        if None in edges:
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
        """Whether it is the person's own, or everybody's is. Its twin is ``PictureQuerySet.changeable_by``."""
        return user.has_perm("news.edit_any_article") or (user.pk is not None and self.uploaded_by_id == user.pk)

    @property
    def file_stem(self) -> str:
        """The uploaded name without its extension, for search."""
        return (self.file.name or "").rpartition("/")[2].rpartition(".")[0].replace("-", " ")

    @property
    def uploader_name(self) -> str:
        """For search; as the person was called when the picture was last saved."""
        return str(self.uploaded_by) if self.uploaded_by_id else ""

    @property
    def text_alternative(self) -> str:
        return "" if self.is_decorative else self.alt

    @property
    def sort_position(self) -> tuple[object, int]:
        return self.uploaded_at, self.pk

    @property
    def crop_box(self) -> Box | None:
        """The part that readers see; None when it is the whole."""
        if self.crop_left is None:
            return None
        return self.crop_left, self.crop_top, self.crop_right, self.crop_bottom

    @property
    def shown_size(self) -> tuple[int, int]:
        """Width and height of what readers see, in pixels."""
        left, top, right, bottom = self.crop_box or (0, 0, self.width, self.height)
        return right - left, bottom - top

    @property
    def shown_focus(self) -> tuple[int, int]:
        """The focal point in percent of what readers see; at its edge when it was cut away."""
        if self.crop_box is None:
            return self.focus_x, self.focus_y
        left, top, right, bottom = self.crop_box
        x = (self.focus_x * self.width / 100 - left) / (right - left) * 100
        y = (self.focus_y * self.height / 100 - top) / (bottom - top) * 100
        return min(100, max(0, round(x))), min(100, max(0, round(y)))


class BodyPicture(models.Model):
    """That a picture stands in an article's text; derived whenever the article is saved."""

    article = models.ForeignKey(
        "news.Article", models.CASCADE, related_name="body_pictures", verbose_name=_("bài viết")
    )
    picture = models.ForeignKey(
        Picture, models.PROTECT, related_name="body_places", verbose_name=_("ảnh trong nội dung")
    )

    objects = BodyPictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("ảnh trong nội dung")
        verbose_name_plural = _("ảnh trong nội dung")
        constraints = [models.UniqueConstraint(fields=["article", "picture"], name="body_picture_once_an_article")]

    def __str__(self) -> str:
        return str(self.picture)
