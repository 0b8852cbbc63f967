"""Authors (bút danh) credited in bylines."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from news.querysets.authors import AuthorQuerySet
from portal.core.db.fields import FoldedSearchField, NFCCharField, NFCTextField
from portal.core.db.slugs import DerivedSlugModel
from portal.core.text import vietnamese
from portal.images.models import Image


class Author(DerivedSlugModel):
    """An author name (bút danh). It needs no user account, but may be linked to one."""

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
        Image, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("chân dung")
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
    search_folded = FoldedSearchField(sources=("display_name",))

    slug_source, slug_fallback = "display_name", "tac-gia"

    objects = AuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("tác giả")
        verbose_name_plural = _("tác giả")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return reverse("news:author-detail", args=[self.slug])

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = vietnamese.person_sort_key(self.display_name)
        super().save(*args, **kwargs)
