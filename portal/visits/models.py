"""Counts, and nothing else: a day, what was read, how often."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from news.models import Article
from portal.visits.kinds import Kind
from portal.visits.querysets import ArticleCountQuerySet, PageCountQuerySet


class PageCount(models.Model):
    """How often pages of a kind were read on a day of Việt Nam."""

    day = models.DateField(_("ngày"))
    kind = models.CharField(_("loại trang"), max_length=9, choices=Kind)
    count = models.PositiveBigIntegerField(_("lượt"))

    objects = PageCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("lượt truy cập theo ngày")
        verbose_name_plural = _("lượt truy cập theo ngày")
        default_permissions = ["view"]
        constraints = [models.UniqueConstraint(fields=["day", "kind"], name="page_count_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.kind}: {self.count}"


class ArticleCount(models.Model):
    """How often an article was read on a day; of long ago, in a month, which then stands on its first day."""

    day = models.DateField(_("ngày"))
    article = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name=_("bài viết"))
    count = models.PositiveBigIntegerField(_("lượt"))

    objects = ArticleCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("lượt đọc bài theo ngày")
        verbose_name_plural = _("lượt đọc bài theo ngày")
        default_permissions = ["view"]
        constraints = [models.UniqueConstraint(fields=["day", "article"], name="article_count_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.article_id}: {self.count}"
