"""Articles, their gallery images and previous URLs."""

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.limits import TITLE_MAX_LENGTH
from news.models.body_images import BodyImage
from news.models.categories import Category
from news.querysets.articles import ArticleQuerySet
from news.workflow import ArticleState, Status
from portal.core.content.rich_text import RichTextField
from portal.core.db.fields import FoldedSearchField, NFCCharField, NFCTextField
from portal.core.text import dates, languages, vietnamese
from portal.images.body_html import render_body
from portal.images.models import Image

if TYPE_CHECKING:
    from news.models.attachments import Attachment
    from news.models.bylines import Byline


@cache
def article_list_url(language: str) -> str:
    """URL of the article list: /tin-tuc/ or /en/tin-tuc/."""
    with languages.override(language):
        return reverse("news:article-list")


class Article(models.Model):
    """An article. Public when its status is ``published`` and ``published_at`` has passed; no worker is involved."""

    Status = Status
    # Prefetched by portal.search's source (news/search.py).
    listed_attachments: "list[Attachment]"
    listed_bylines: "list[Byline]"

    title = NFCCharField(_("tiêu đề"), max_length=TITLE_MAX_LENGTH)
    slug = models.SlugField(
        _("liên kết tĩnh"),
        max_length=120,
        blank=True,
        help_text=_("Phần cuối của địa chỉ bài. Để trống thì lấy từ tiêu đề."),
    )
    summary = NFCTextField(_("sapo"), max_length=1000, blank=True, help_text=_("Giới thiệu ngắn gọn, một hai câu."))
    body = RichTextField(_("nội dung"), blank=True)
    # Public HTML of the body, derived on save: responsive images, embedded videos, scrollable tables.
    body_rendered = models.TextField(editable=False, default="", blank=True)
    lead_image = models.ForeignKey(
        Image, models.PROTECT, null=True, blank=True, related_name="lead_image_articles", verbose_name=_("ảnh đại diện")
    )
    lead_caption = NFCCharField(
        _("chú thích ảnh đại diện"), max_length=500, blank=True, help_text=_("Để trống thì dùng chú thích của ảnh.")
    )
    category = models.ForeignKey(Category, models.PROTECT, related_name="articles", verbose_name=_("chuyên mục"))
    # The top-level category, so that its page and the home page read one index; derived from the category.
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
    # Local day of published_at: part of the URL and of its unique constraint.
    published_on = models.DateField(null=True, editable=False)
    expires_at = models.DateTimeField(
        _("hết hạn lúc"),
        null=True,
        blank=True,
        help_text=_("Từ lúc này bài tự rời trang. Để trống nếu bài không hết hạn."),
    )
    # The live article that this row is a pending revision of. It never becomes public itself: it is merged into that
    # article.
    revision_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="pending_revisions",
        verbose_name=_("bản mới của bài"),
    )
    # Revision number of the live article that this pending revision started from; a different one means a conflict.
    base_revision_number = models.PositiveIntegerField(null=True, editable=False)
    goes_live_at = models.DateTimeField(_("thay bản đang đăng lúc"), null=True, editable=False)
    withdrawal_note = NFCTextField(
        _("lời giải thích khi ngưng"), max_length=1000, blank=True, editable=False, default=""
    )
    withdrawal_target = models.CharField(
        _("chuyển người đọc đến"), max_length=500, blank=True, editable=False, default=""
    )
    # Incremented by every change; a save sends the number it started from (optimistic locking).
    revision_number = models.PositiveIntegerField(editable=False, default=0)
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
    search_folded = FoldedSearchField(sources=("title", "summary", "source_name"))

    # Columns of the rows of ArticleQuerySet.with_neighbours.
    place: int
    byline: int
    contribution: str

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
                # A pending revision shares the URL of its article until it is published.
                condition=Q(revision_of__isnull=True),
                name="article_url_is_unique",
                violation_error_message=_("Đã có một bài đăng cùng ngày với liên kết tĩnh này."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["published", "withdrawn"]) | Q(published_at__isnull=False),
                name="article_released_has_published_at",
                violation_error_message=_("Bài đã xuất bản phải có ngày giờ đăng."),
            ),
            models.CheckConstraint(
                condition=Q(revision_of__isnull=True) | ~Q(status__in=["published", "withdrawn"]),
                name="article_pending_revision_is_never_public",
                violation_error_message=_("Bản mới của một bài không tự xuất bản: nó thay bản đang đăng."),
            ),
            models.CheckConstraint(
                condition=~Q(status="merged") | Q(revision_of__isnull=False),
                name="article_merged_is_a_pending_revision",
            ),
            models.CheckConstraint(
                condition=Q(goes_live_at__isnull=True) | Q(status="approved", revision_of__isnull=False),
                name="article_going_live_is_an_approved_revision",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True)
                | Q(published_at__isnull=True)
                | Q(expires_at__gt=models.F("published_at")),
                name="article_expires_after_it_is_published",
                violation_error_message=_("Giờ hết hạn phải sau giờ đăng."),
            ),
            # One pending revision at a time, so that two users never prepare separate ones.
            models.UniqueConstraint(
                fields=["revision_of"],
                condition=Q(status__in=["draft", "submitted", "returned", "approved"]),
                name="article_has_one_open_pending_revision",
                violation_error_message=_("Bài này đã có một bản mới đang được soạn."),
            ),
        ]
        # Full indexes that start with the status, not partial ones: SQLite uses a partial index only when the query
        # repeats its condition literally, and Django sends every value as a parameter.
        indexes = [
            models.Index("status", "published_at", "id", name="article_published"),
            # For keyset pagination, as in sitemaps.
            models.Index("status", "id", name="article_by_key"),
            models.Index("status", "section", "published_at", "id", name="article_of_section"),
            models.Index("status", "category", "published_at", "id", name="article_of_category"),
            # Django writes this condition literally ("WHERE is_featured"), so both databases use the partial index.
            models.Index(
                "status", "is_pinned", "published_at", "id", condition=Q(is_featured=True), name="article_featured"
            ),
            models.Index("goes_live_at", name="article_going_live", condition=Q(goes_live_at__isnull=False)),
            models.Index("created_by", "status", name="article_of_creator"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public URL, or the one it would get if published today."""
        day = self.published_on or dates.local_date(timezone.now())
        # Same format as the URL pattern (a test compares them); ``reverse`` would cost a list page a millisecond.
        return f"{article_list_url(languages.current_language())}{day:%Y/%m/%d}/{self.slug}/"

    def clean_fields(self, exclude: Any = None) -> None:
        self._derive_slug_and_date()
        super().clean_fields(exclude)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._derive_slug_and_date()
        self.section_id = self.category.parent_id or self.category_id
        self.body_rendered = render_body(self.body)
        super().save(*args, **kwargs)
        self.bylines.update(published_at=self.published_at)
        BodyImage.objects.sync_with_body(self)

    def _derive_slug_and_date(self) -> None:
        if not self.slug and self.title:
            self.slug = vietnamese.slugify(self.title) or "bai-viet"
        self.published_on = dates.local_date(self.published_at) if self.published_at else None

    def is_published(self, at: dt.datetime | None = None) -> bool:
        """Whether the article is public at a time. The query set version is ``ArticleQuerySet.published``."""
        return self.state_at(at) == ArticleState.PUBLISHED

    def state_at(self, at: dt.datetime | None = None) -> ArticleState:
        """The displayed state at a time. The query set version is ``ArticleQuerySet.in_state``."""
        now = at or timezone.now()
        if self.status == Status.APPROVED and self.goes_live_at is not None:
            return ArticleState.SCHEDULED
        if self.status != Status.PUBLISHED:
            return ArticleState(self.status)
        if self.published_at is None or self.published_at > now:
            return ArticleState.SCHEDULED
        return (
            ArticleState.EXPIRED if self.expires_at is not None and self.expires_at <= now else ArticleState.PUBLISHED
        )

    @property
    def is_pending_revision(self) -> bool:
        return self.revision_of_id is not None

    @property
    def public_since(self) -> dt.datetime:
        """``published_at`` of an article that has one. Raises ValueError otherwise."""
        if self.published_at is None:
            raise ValueError("The article has no time of publication.")
        return self.published_at

    @property
    def sort_position(self) -> tuple[dt.datetime, int]:
        return self.public_since, self.pk

    @property
    def changed_at(self) -> dt.datetime:
        """Time of the last public change: publication, or a later change of the text."""
        return max(self.public_since, self.updated_at)

    @property
    def lead_caption_text(self) -> str:
        """The article's own caption, else the image's."""
        return self.lead_caption or (self.lead_image.caption if self.lead_image else "")


class GalleryImage(models.Model):
    """An image in an article's gallery, with its position."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="gallery", verbose_name=_("bài viết"))
    image = models.ForeignKey(Image, models.PROTECT, related_name="+", verbose_name=_("ảnh"))
    caption = NFCCharField(_("chú thích"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("ảnh của bài")
        verbose_name_plural = _("bộ ảnh")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.image)


class PreviousUrl(models.Model):
    """Former URL of a published article whose date or slug changed; it redirects to the current one."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="previous_urls", verbose_name=_("bài viết"))
    published_on = models.DateField(_("ngày"))
    slug = models.SlugField(_("liên kết tĩnh"), max_length=120)

    class Meta:
        verbose_name = _("địa chỉ cũ")
        verbose_name_plural = _("địa chỉ cũ")
        constraints = [
            models.UniqueConstraint(fields=["published_on", "slug"], name="previous_url_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.published_on:%Y/%m/%d}/{self.slug}"
