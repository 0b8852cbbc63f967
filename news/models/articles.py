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

from news.models.categories import Category
from news.models.pictures import BodyPicture, Picture
from news.querysets.articles import ArticleQuerySet
from news.rendering import render_body
from news.workflow import State, Status
from portal.kit import dates, languages, vietnamese
from portal.kit.fields import FoldedField, NFCCharField, NFCTextField
from portal.kit.richtext import RichTextField

TITLE_MAX_LENGTH = 250


@cache
def news_root(language: str) -> str:
    """Where the news begins: /tin-tuc/ or /en/tin-tuc/."""
    with languages.speaking(language):
        return reverse("news:list")


class Article(models.Model):
    """A piece of news. Public when its status is ``published`` and its moment has come; no worker is needed."""

    Status = Status

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
    expires_at = models.DateTimeField(
        _("hết hạn lúc"),
        null=True,
        blank=True,
        help_text=_("Từ lúc này bài tự rời trang. Để trống nếu bài không hết hạn."),
    )
    # The live article whose next version this row is. A version is never public itself: it is brought into that one.
    revises = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="versions",
        verbose_name=_("bản mới của bài"),
    )
    # The live article's edition that this version was written from; another one means that somebody changed it since.
    revises_edition = models.PositiveIntegerField(null=True, editable=False)
    goes_live_at = models.DateTimeField(_("thay bản đang đăng lúc"), null=True, editable=False)
    withdrawal_note = NFCTextField(
        _("lời giải thích khi ngưng"), max_length=1000, blank=True, editable=False, default=""
    )
    withdrawal_target = models.CharField(
        _("chuyển người đọc đến"), max_length=500, blank=True, editable=False, default=""
    )
    # Raised by every change: whoever saves says which edition was open before them.
    edition = models.PositiveIntegerField(editable=False, default=0)
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
        permissions = [
            ("edit_any_article", "Được sửa bài của người khác"),
            ("review_article", "Được xét duyệt và trả lại bài"),
            ("publish_article", "Được duyệt, hẹn giờ, xuất bản và ngưng hiệu lực bài viết"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["published_on", "slug"],
                # A next version stands at its article's address until it takes its place.
                condition=Q(revises__isnull=True),
                name="article_address_is_unique",
                violation_error_message=_("Đã có một bài đăng cùng ngày với liên kết tĩnh này."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["published", "withdrawn"]) | Q(published_at__isnull=False),
                name="article_beyond_draft_has_a_moment",
                violation_error_message=_("Bài đã xuất bản phải có ngày giờ đăng."),
            ),
            models.CheckConstraint(
                condition=Q(revises__isnull=True) | ~Q(status__in=["published", "withdrawn"]),
                name="article_version_is_never_public",
                violation_error_message=_("Bản mới của một bài không tự xuất bản: nó thay bản đang đăng."),
            ),
            models.CheckConstraint(
                condition=~Q(status="merged") | Q(revises__isnull=False),
                name="article_merged_is_a_version",
            ),
            models.CheckConstraint(
                condition=Q(goes_live_at__isnull=True) | Q(status="approved", revises__isnull=False),
                name="article_going_live_is_an_approved_version",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True)
                | Q(published_at__isnull=True)
                | Q(expires_at__gt=models.F("published_at")),
                name="article_expires_after_it_is_published",
                violation_error_message=_("Giờ hết hạn phải sau giờ đăng."),
            ),
            # One next version at a time, so that two people never prepare two.
            models.UniqueConstraint(
                fields=["revises"],
                condition=Q(status__in=["draft", "submitted", "returned", "approved"]),
                name="article_has_one_version_in_the_works",
                violation_error_message=_("Bài này đã có một bản mới đang được soạn."),
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
            # Spelled out by Django ("WHERE is_featured"), so that both databases see it.
            models.Index(
                "status", "is_pinned", "published_at", "id", condition=Q(is_featured=True), name="article_featured"
            ),
            models.Index("goes_live_at", name="article_going_live", condition=Q(goes_live_at__isnull=False)),
            models.Index("created_by", "status", name="article_of_writer"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it stands, or would stand if it were published today."""
        day = self.published_on or dates.local_day(timezone.now())
        # As the address map writes it (a test holds the two together); asking the map costs a list page a millisecond.
        return f"{news_root(languages.current())}{day:%Y/%m/%d}/{self.slug}/"

    def clean_fields(self, exclude: Any = None) -> None:
        self._derive_address()
        super().clean_fields(exclude)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._derive_address()
        self.section_id = self.category.parent_id or self.category_id
        self.body_rendered = render_body(self.body)
        super().save(*args, **kwargs)
        self.bylines.update(published_at=self.published_at)
        BodyPicture.objects.follow(self)

    def _derive_address(self) -> None:
        if not self.slug and self.title:
            self.slug = vietnamese.slugify(self.title) or "bai-viet"
        self.published_on = dates.local_day(self.published_at) if self.published_at else None

    def is_published(self, at: dt.datetime | None = None) -> bool:
        """Whether the public may read it at a moment. Its twin for many rows is ``ArticleQuerySet.published``."""
        return self.state_at(at) == State.PUBLISHED

    def state_at(self, at: dt.datetime | None = None) -> State:
        """The state that people see at a moment. Its twin for many rows is ``ArticleQuerySet.in_state``."""
        now = at or timezone.now()
        if self.status == Status.APPROVED and self.goes_live_at is not None:
            return State.SCHEDULED
        if self.status != Status.PUBLISHED:
            return State(self.status)
        if self.published_at is None or self.published_at > now:
            return State.SCHEDULED
        return State.EXPIRED if self.expires_at is not None and self.expires_at <= now else State.PUBLISHED

    @property
    def is_version(self) -> bool:
        return self.revises_id is not None

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
