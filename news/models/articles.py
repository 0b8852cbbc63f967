"""Articles: their text, their state, the gallery, and the addresses they had before."""

import datetime as dt
from functools import cache
from typing import Any

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.models.authors import Author
from news.models.categories import Category
from news.models.pictures import Picture
from news.querysets.articles import ArticleQuerySet
from news.rendering import render_body
from portal.kit import dates, vietnamese
from portal.kit.fields import FoldedField, NFCCharField, NFCTextField
from portal.kit.richtext import RichTextField

TITLE_MAX_LENGTH = 250


@cache
def news_root() -> str:
    """Where the news begins: /tin-tuc/."""
    return reverse("news:list")


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
            # For what is cut by keys: sitemaps.
            models.Index("status", "id", name="article_by_key"),
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
    def changed_at(self) -> dt.datetime:
        """When readers last got something new: at publication, or when the text was changed after it."""
        return max(self.published_at, self.updated_at)

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
