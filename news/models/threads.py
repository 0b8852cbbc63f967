"""What gathers articles across categories: story threads (dòng sự kiện) and tags (thẻ)."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from news.models.articles import Article
from news.querysets.threads import GatheringQuerySet
from portal.kit import vietnamese
from portal.kit.fields import FoldedField, NFCCharField, NFCTextField


class Gathering(models.Model):
    """A name under which articles stand together. The public knows of it once one of them is public."""

    name = NFCCharField(_("tên"), max_length=150)
    slug = models.SlugField(
        _("địa chỉ"),
        max_length=120,
        unique=True,
        blank=True,
        error_messages={"unique": _("Đã có một mục với địa chỉ này; hãy dùng mục đó hoặc viết địa chỉ khác.")},
    )
    search_folded = FoldedField(sources=("name",))

    objects = GatheringQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean_fields(self, exclude: Any = None) -> None:
        self._derive_slug()
        super().clean_fields(exclude)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._derive_slug()
        super().save(*args, **kwargs)

    def _derive_slug(self) -> None:
        self.slug = self.slug or vietnamese.slugify(self.name) or self._meta.model_name


class Thread(Gathering):
    """A story that goes on: its articles, newest first, under a name and a few words of what it is about."""

    description = NFCTextField(_("giới thiệu"), max_length=1000, blank=True)
    articles = models.ManyToManyField(Article, blank=True, related_name="threads", verbose_name=_("bài viết"))

    class Meta(Gathering.Meta):
        verbose_name = _("dòng sự kiện")
        verbose_name_plural = _("dòng sự kiện")

    def get_absolute_url(self) -> str:
        return reverse("news:thread", args=[self.slug])


class Tag(Gathering):
    """A word by which readers find articles on the same matter."""

    articles = models.ManyToManyField(Article, blank=True, related_name="tags", verbose_name=_("bài viết"))

    class Meta(Gathering.Meta):
        verbose_name = _("thẻ")
        verbose_name_plural = _("thẻ")

    def get_absolute_url(self) -> str:
        return reverse("news:tag", args=[self.slug])


# The rows between are Django's own; in the admin and in questions before a deletion they speak for the article.
for _gathering in (Thread, Tag):
    _between = _gathering.articles.through
    _between.__str__ = lambda row: str(row.article)
    _between._meta.verbose_name = _("bài được xếp vào")
    _between._meta.verbose_name_plural = _("bài được xếp vào")
