"""Static pages: the introduction, the statements, and other content that is not news."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.content.rich_text import RichTextField
from portal.core.db.fields import NFCCharField, NFCTextField
from portal.core.text import vietnamese
from portal.images.body_html import render_body
from portal.pages import cached_reads, paths
from portal.pages.querysets import PageQuerySet


class Language(models.TextChoices):
    VIETNAMESE = "vi", _("Tiếng Việt")
    ENGLISH = "en", _("Tiếng Anh")


class Page(models.Model):
    """Static page in a tree. It is public from ``published_at`` until ``withdrawn_at``, and never deleted."""

    MAX_DEPTH = 4

    language = models.CharField(_("ngôn ngữ"), max_length=2, choices=Language, default=Language.VIETNAMESE)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("thuộc trang"),
        help_text=_("Trang đứng trên trong cây trang; địa chỉ của nó đứng trước địa chỉ trang này."),
    )
    title = NFCCharField(_("tiêu đề"), max_length=200)
    slug = models.SlugField(
        _("địa chỉ"),
        max_length=120,
        blank=True,
        help_text=_("Phần cuối của địa chỉ, ví dụ gioi-thieu. Để trống thì lấy theo tiêu đề."),
    )
    # Full path without leading and trailing slash; derived from the slugs of the page and its ancestors.
    path = models.CharField(max_length=paths.MAX_LENGTH, editable=False, validators=[paths.validate_path])
    summary = NFCTextField(_("tóm tắt"), max_length=500, blank=True)
    body = RichTextField(_("nội dung"), blank=True)
    body_rendered = models.TextField(editable=False, default="")
    translation_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("bản dịch của trang"),
        help_text=_("Cho trang tiếng Anh: trang tiếng Việt mà nó dịch."),
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0, validators=[MaxValueValidator(9999)])
    published_at = models.DateTimeField(
        _("đăng lúc"), null=True, blank=True, help_text=_("Để trống khi còn là bản nháp. Giờ tương lai là hẹn giờ.")
    )
    withdrawn_at = models.DateTimeField(
        _("rút xuống lúc"), null=True, blank=True, help_text=_("Từ lúc này người đọc không thấy trang nữa.")
    )
    is_in_footer = models.BooleanField(_("hiện ở chân trang"), default=False)
    # Incremented by every change; used to detect edit conflicts.
    revision_number = models.PositiveIntegerField(editable=False, default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người tạo"),
    )
    updated_at = models.DateTimeField(_("sửa lúc"), auto_now=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("trang thông tin")
        verbose_name_plural = _("trang thông tin")
        ordering = ["language", "path"]
        default_permissions = ("add", "change", "view")
        permissions = [("publish_page", "Được đăng và rút trang thông tin")]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "path"],
                name="pages_page_path_is_unique",
                violation_error_message=_("Đã có một trang ở địa chỉ này."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | Q(published_at__isnull=False, withdrawn_at__gt=F("published_at")),
                name="pages_page_is_withdrawn_after_it_is_published",
                violation_error_message=_("Giờ rút xuống phải sau giờ đăng."),
            ),
            models.UniqueConstraint(
                fields=["translation_of", "language"],
                name="pages_page_one_translation_a_language",
                violation_error_message=_("Trang này đã có bản dịch sang ngôn ngữ ấy."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return page_url(self.path, self.language)

    def clean_fields(self, exclude: Any = None) -> None:
        self._derive_path()
        super().clean_fields(exclude)

    def clean(self) -> None:
        self._check_parent()
        self._check_translation()
        self._check_path()

    def _check_path(self) -> None:
        """The form has no path field, so path errors are reported on the slug."""
        if len(self.path) > paths.MAX_LENGTH:
            raise ValidationError({"slug": _("Địa chỉ dài quá. Hãy viết ngắn lại.")})
        if not paths.PATH_PATTERN.fullmatch(self.path):
            return  # reported by the slug's own validation
        if Page.objects.in_language(self.language).for_path(self.path).exclude(pk=self.pk).exists():
            raise ValidationError({"slug": _("Đã có một trang ở địa chỉ này.")})
        if paths.is_reserved(self.path, self.language):
            raise ValidationError(
                {"slug": _("Địa chỉ /%s/ đã dành cho một phần khác của cổng. Hãy viết khác.") % self.path}
            )

    def _check_parent(self) -> None:
        ancestors = list(self.ancestors())
        if self.pk and self.pk in {page.pk for page in ancestors}:
            raise ValidationError({"parent": _("Một trang không thể đứng dưới chính nó hoặc dưới trang con của nó.")})
        if ancestors and ancestors[0].language != self.language:
            raise ValidationError({"parent": _("Trang đứng trên phải cùng ngôn ngữ.")})
        if len(ancestors) + 1 + self._subtree_depth() > self.MAX_DEPTH:
            raise ValidationError({"parent": _("Cây trang có nhiều nhất %d cấp.") % self.MAX_DEPTH})
        if self.pk and Page.objects.filter(parent=self.pk).exclude(language=self.language).exists():
            raise ValidationError({"language": _("Trang này có trang con nên không đổi ngôn ngữ được.")})

    def _check_translation(self) -> None:
        original = self.translation_of
        if original is None:
            return
        if self.language == Language.VIETNAMESE:
            raise ValidationError({"translation_of": _("Chỉ trang tiếng Anh là bản dịch.")})
        if original.language != Language.VIETNAMESE:
            raise ValidationError({"translation_of": _("Hãy chọn một trang tiếng Việt.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._derive_path()
        self.body_rendered = render_body(self.body)
        super().save(*args, **kwargs)
        cached_reads.invalidate(cached_reads.PATHS_KEY, cached_reads.MENU_KEY)

    def ancestors(self) -> list["Page"]:
        """Ancestors, nearest first; stops at a cycle. One query for each."""
        ancestors_found: list[Page] = []
        ancestor = self.parent
        while ancestor is not None and ancestor not in ancestors_found:
            ancestors_found.append(ancestor)
            ancestor = ancestor.parent
        return ancestors_found

    def descendants(self) -> list["Page"]:
        """Descendants, each after its parent. One query."""
        below = Page.objects.in_language(self.language).descendants_of_path(self.path)
        return list(below.select_related("parent").order_by("path")) if self.pk else []

    def _subtree_depth(self) -> int:
        # By the stored path: this instance may already have a changed one.
        stored = Page.objects.filter(pk=self.pk).values_list("path", "language").first() if self.pk else None
        if stored is None:
            return 0
        below = Page.objects.in_language(stored[1]).descendants_of_path(stored[0]).values_list("path", flat=True)
        return max((path.count("/") - stored[0].count("/") for path in below), default=0)

    def _derive_path(self) -> None:
        if not self.slug and self.title:
            self.slug = vietnamese.slugify(self.title) or "trang"
        self.path = f"{self.parent.path}/{self.slug}" if self.parent else self.slug

    def is_published(self, at: dt.datetime | None = None) -> bool:
        """Whether it is public at a point in time. Query set version: ``PageQuerySet.published``."""
        now = at or timezone.now()
        return (
            self.published_at is not None
            and self.published_at <= now
            and (self.withdrawn_at is None or now < self.withdrawn_at)
        )

    def was_published(self, at: dt.datetime | None = None) -> bool:
        """Whether its URL has been public."""
        return self.published_at is not None and self.published_at <= (at or timezone.now())

    @property
    def changed_at(self) -> dt.datetime:
        """When its public content last changed."""
        return max(self.published_at, self.updated_at) if self.published_at else self.updated_at

    @property
    def state(self) -> str:
        """State label for staff."""
        if self.published_at is None:
            return str(_("Bản nháp"))
        if self.is_published():
            return str(_("Đang đăng"))
        return str(_("Đã rút")) if self.was_published() else str(_("Hẹn giờ"))


def page_url(path: str, language: str) -> str:
    if language == Language.ENGLISH:
        return reverse("pages:page-detail-en", args=[path])
    return reverse("pages:page-detail", args=[path])


def offline_copy_url(page: Page) -> str:
    """URL of the page's single-file offline copy."""
    return reverse(
        "pages:page-offline-copy-en" if page.language == Language.ENGLISH else "pages:page-offline-copy",
        args=[page.path],
    )
