"""Articles and what belongs to them: categories, authors, pictures, attachments."""

import datetime as dt
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.querysets import ArticleQuerySet, CategoryQuerySet, PictureQuerySet
from news.rendering import render_body
from portal.kit import dates, uploads, vietnamese
from portal.kit.fields import FoldedField, NFCCharField, NFCTextField
from portal.kit.pictures import PictureField
from portal.kit.querysets import FoldedSearchQuerySet
from portal.kit.richtext import RichTextField

TITLE_MAX_LENGTH = 250


def picture_path(picture: "Picture", name: str) -> str:
    return uploads.stored_name("anh", name)


def attachment_path(attachment: "Attachment", name: str) -> str:
    return uploads.stored_name("tin-tuc", name)


@cache
def news_root() -> str:
    """Where the news begins: /tin-tuc/."""
    return reverse("news:list")


def private_storage() -> Any:
    return storages["private"]


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


class Category(models.Model):
    """A subject heading (chuyên mục), at most two levels deep, in the editors' order."""

    name = NFCCharField(_("tên"), max_length=100)
    slug = models.SlugField(
        _("địa chỉ"),
        max_length=120,
        unique=True,
        blank=True,
        error_messages={"unique": _("Đã có một chuyên mục với địa chỉ này; hãy viết địa chỉ khác.")},
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("thuộc chuyên mục")
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    description = NFCTextField(_("mô tả"), max_length=500, blank=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("chuyên mục")
        verbose_name_plural = _("chuyên mục")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("news:category", args=[self.slug])

    def clean_fields(self, exclude: Any = None) -> None:
        self._derive_slug()
        super().clean_fields(exclude)

    def clean(self) -> None:
        if self.parent is None:
            return
        if self.parent_id == self.pk:
            raise ValidationError({"parent": _("Một chuyên mục không thể thuộc chính nó.")})
        if self.parent.parent_id is not None:
            raise ValidationError({"parent": _("Chỉ có hai cấp: hãy chọn một chuyên mục cấp trên cùng.")})
        if self.pk and self.children.exists():
            raise ValidationError({"parent": _("Chuyên mục này đang có chuyên mục con nên phải ở cấp trên cùng.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._derive_slug()
        super().save(*args, **kwargs)

    def _derive_slug(self) -> None:
        self.slug = self.slug or vietnamese.slugify(self.name) or "chuyen-muc"


class Author(models.Model):
    """A by-line (bút danh). It needs no account; an account may have one."""

    display_name = NFCCharField(_("tên ký dưới bài"), max_length=150)
    slug = models.SlugField(
        _("địa chỉ"),
        max_length=160,
        unique=True,
        blank=True,
        error_messages={"unique": _("Đã có một tác giả với địa chỉ này; hãy chọn tác giả đó hoặc viết địa chỉ khác.")},
    )
    biography = NFCTextField(_("tiểu sử"), max_length=2000, blank=True)
    portrait = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("chân dung")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("tài khoản"),
        help_text=_("Để trống khi tác giả không có tài khoản."),
    )
    sort_key = models.CharField(max_length=700, editable=False, default="")
    search_folded = FoldedField(sources=("display_name",))

    objects = FoldedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("tác giả")
        verbose_name_plural = _("tác giả")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return reverse("news:author", args=[self.slug])

    def clean_fields(self, exclude: Any = None) -> None:
        self._derive_slug()
        super().clean_fields(exclude)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._derive_slug()
        self.sort_key = vietnamese.person_sort_key(self.display_name)
        super().save(*args, **kwargs)

    def _derive_slug(self) -> None:
        self.slug = self.slug or vietnamese.slugify(self.display_name) or "tac-gia"


class Article(models.Model):
    """A piece of news. Public when its status is ``published`` and its moment has come; no worker is needed."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Bản nháp")
        PUBLISHED = "published", _("Xuất bản")
        WITHDRAWN = "withdrawn", _("Ngưng hiệu lực")

    title = NFCCharField(_("tiêu đề"), max_length=TITLE_MAX_LENGTH)
    slug = models.SlugField(
        _("liên kết tĩnh"),
        max_length=120,
        blank=True,
        help_text=_("Phần cuối của địa chỉ bài. Để trống thì lấy từ tiêu đề."),
    )
    summary = NFCTextField(_("sapo"), max_length=1000, blank=True, help_text=_("Giới thiệu ngắn gọn, một hai câu."))
    body = RichTextField(_("nội dung"), blank=True)
    # The body as pages show it, derived on save: pictures in several widths, videos, tables that scroll.
    body_rendered = models.TextField(editable=False, default="", blank=True)
    lead_picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="led_articles", verbose_name=_("ảnh đại diện")
    )
    lead_caption = NFCCharField(
        _("chú thích ảnh đại diện"), max_length=500, blank=True, help_text=_("Để trống thì dùng chú thích của ảnh.")
    )
    category = models.ForeignKey(Category, models.PROTECT, related_name="articles", verbose_name=_("chuyên mục"))
    # The top category, so that its page and the home page read one index; follows the category.
    section = models.ForeignKey(Category, models.PROTECT, related_name="+", editable=False)
    author = models.ForeignKey(
        Author, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("tác giả")
    )
    source_name = NFCCharField(_("nguồn tin"), max_length=150, blank=True)
    source_url = models.CharField(
        _("liên kết nguồn"), max_length=500, blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    status = models.CharField(
        _("trạng thái"), max_length=12, choices=Status, default=Status.DRAFT, db_default=Status.DRAFT
    )
    published_at = models.DateTimeField(
        _("đăng lúc"),
        null=True,
        blank=True,
        help_text=_("Để trống thì lấy lúc bấm Xuất bản. Chọn giờ trong tương lai thì bài tự hiện ra khi đến giờ."),
    )
    # The local day of published_at: part of the address, and what makes the address unique.
    published_on = models.DateField(null=True, editable=False)
    is_featured = models.BooleanField(_("tin nổi bật"), default=False, help_text=_("Được chọn cho đầu trang chủ."))
    is_pinned = models.BooleanField(_("ghim"), default=False, help_text=_("Đứng đầu các tin nổi bật."))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người tạo"),
    )
    created_at = models.DateTimeField(_("tạo lúc"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("sửa lúc"), auto_now=True)
    search_folded = FoldedField(sources=("title", "summary", "source_name"))

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("bài viết")
        verbose_name_plural = _("bài viết")
        ordering = ["-published_at", "-pk"]
        permissions = [("publish_article", "Được xuất bản và ngưng hiệu lực bài viết")]
        constraints = [
            models.UniqueConstraint(
                fields=["published_on", "slug"],
                name="article_address_is_unique",
                violation_error_message=_("Đã có một bài đăng cùng ngày với liên kết tĩnh này."),
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(published_at__isnull=False),
                name="article_beyond_draft_has_a_moment",
                violation_error_message=_("Bài đã xuất bản phải có ngày giờ đăng."),
            ),
        ]
        # Whole indexes that start with the state, not partial ones: SQLite uses a partial index only when the
        # query spells its condition out, and Django sends every value as a parameter.
        indexes = [
            models.Index("status", "published_at", "id", name="article_published"),
            models.Index("status", "section", "published_at", "id", name="article_of_section"),
            models.Index("status", "category", "published_at", "id", name="article_of_category"),
            models.Index("status", "author", "published_at", "id", name="article_of_author"),
            # Spelled out by Django ("WHERE is_featured"), so that both databases see it.
            models.Index(
                "status", "is_pinned", "published_at", "id", condition=Q(is_featured=True), name="article_featured"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it stands, or would stand if it were published today."""
        day = self.published_on or dates.local_day(timezone.now())
        # As the address map writes it (a test holds the two together); asking the map costs a list page a millisecond.
        return f"{news_root()}{day:%Y/%m/%d}/{self.slug}/"

    def clean_fields(self, exclude: Any = None) -> None:
        self._derive_address()
        super().clean_fields(exclude)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._derive_address()
        self.section_id = self.category.parent_id or self.category_id
        self.body_rendered = render_body(self.body)
        super().save(*args, **kwargs)

    def _derive_address(self) -> None:
        if not self.slug and self.title:
            self.slug = vietnamese.slugify(self.title) or "bai-viet"
        self.published_on = dates.local_day(self.published_at) if self.published_at else None

    def is_published(self, at: dt.datetime | None = None) -> bool:
        """Whether the public may read it at a moment. Its twin for many rows is ``ArticleQuerySet.published``."""
        is_due = self.published_at is not None and self.published_at <= (at or timezone.now())
        return self.status == self.Status.PUBLISHED and is_due

    @property
    def sort_position(self) -> tuple[dt.datetime, int]:
        return self.published_at, self.pk

    @property
    def lead_caption_text(self) -> str:
        """The article's own caption, else the picture's."""
        return self.lead_caption or (self.lead_picture.caption if self.lead_picture else "")


class GalleryPicture(models.Model):
    """A place in an article's gallery."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="gallery", verbose_name=_("bài viết"))
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="+", verbose_name=_("ảnh"))
    caption = NFCCharField(_("chú thích"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("ảnh của bài")
        verbose_name_plural = _("bộ ảnh")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.picture)


class Attachment(models.Model):
    """A document readers may take from an article. It leaves only through a view that knows the article's state."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="attachments", verbose_name=_("bài viết"))
    file = models.FileField(
        _("tệp"),
        upload_to=attachment_path,
        storage=private_storage,
        max_length=200,
        validators=[uploads.check_document],
        help_text=_("PDF, DOC, DOCX, XLS, XLSX, ODT hoặc ZIP."),
    )
    name = NFCCharField(_("tên hiển thị"), max_length=250, blank=True, help_text=_("Để trống thì lấy tên tệp."))
    size_bytes = models.PositiveBigIntegerField(_("dung lượng"), editable=False, default=0)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("tệp đính kèm")
        verbose_name_plural = _("tệp đính kèm")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("news:attachment", args=[self.pk, self.download_name])

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.file._committed:
            self.name = self.name or vietnamese.nfc(self.file.name)
            self.size_bytes = self.file.size
        super().save(*args, **kwargs)

    @property
    def extension(self) -> str:
        """The kind as readers are told it: ``PDF``, ``DOCX``."""
        return uploads.extension_of(self.file.name).lstrip(".").upper()

    @property
    def download_name(self) -> str:
        return self.file.name.rpartition("/")[2]


class OldAddress(models.Model):
    """Where a published article stood before its date or slug changed; the old address leads to the new one."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="old_addresses", verbose_name=_("bài viết"))
    published_on = models.DateField(_("ngày"))
    slug = models.SlugField(_("liên kết tĩnh"), max_length=120)

    class Meta:
        verbose_name = _("địa chỉ cũ")
        verbose_name_plural = _("địa chỉ cũ")
        constraints = [
            models.UniqueConstraint(fields=["published_on", "slug"], name="old_address_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.published_on:%Y/%m/%d}/{self.slug}"
