"""Groups of articles across categories: story threads (dòng sự kiện) and tags (thẻ)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from news.models.articles import Article
from news.querysets.threads import ThreadOrTagQuerySet
from portal.core.db.fields import FoldedSearchField, NFCCharField, NFCTextField
from portal.core.db.slugs import DerivedSlugModel


class ThreadOrTag(DerivedSlugModel):
    """Base of threads and tags. Public once one of its articles is public."""

    name = NFCCharField(_("tên"), max_length=150)
    slug = models.SlugField(
        _("địa chỉ"),
        max_length=120,
        unique=True,
        blank=True,
        error_messages={"unique": _("Đã có một mục với địa chỉ này; hãy dùng mục đó hoặc viết địa chỉ khác.")},
    )
    search_folded = FoldedSearchField(sources=("name",))

    objects = ThreadOrTagQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Thread(ThreadOrTag):
    """A story thread: a name, a description and its articles, newest first."""

    slug_fallback = "thread"

    description = NFCTextField(_("giới thiệu"), max_length=1000, blank=True)
    articles = models.ManyToManyField(Article, blank=True, related_name="threads", verbose_name=_("bài viết"))

    class Meta(ThreadOrTag.Meta):
        verbose_name = _("dòng sự kiện")
        verbose_name_plural = _("dòng sự kiện")

    def get_absolute_url(self) -> str:
        return reverse("news:thread-detail", args=[self.slug])


class Tag(ThreadOrTag):
    """A tag for articles on the same subject."""

    slug_fallback = "tag"

    articles = models.ManyToManyField(Article, blank=True, related_name="tags", verbose_name=_("bài viết"))

    class Meta(ThreadOrTag.Meta):
        verbose_name = _("thẻ")
        verbose_name_plural = _("thẻ")

    def get_absolute_url(self) -> str:
        return reverse("news:tag-detail", args=[self.slug])


# Names for Django's automatic through models: the admin and delete confirmations show them.
for _model in (Thread, Tag):
    _through = _model.articles.through
    _through.__str__ = lambda row: str(row.article)  # type: ignore[method-assign, attr-defined]  # Django makes the class
    _through._meta.verbose_name = _("bài được xếp vào")
    _through._meta.verbose_name_plural = _("bài được xếp vào")
