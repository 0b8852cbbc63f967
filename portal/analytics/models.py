"""Page view counts: only a day, what was viewed and how often."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from news.models import Article
from portal.analytics.page_kinds import PageKind
from portal.analytics.querysets import ArticleViewCountQuerySet, PageViewCountQuerySet


class PageViewCount(models.Model):
    """Views of a kind of page on a day (Việt Nam time)."""

    day = models.DateField(_("ngày"))
    kind = models.CharField(_("loại trang"), max_length=9, choices=PageKind)
    count = models.PositiveBigIntegerField(_("lượt"))

    objects = PageViewCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("lượt truy cập theo ngày")
        verbose_name_plural = _("lượt truy cập theo ngày")
        default_permissions = ["view"]
        constraints = [models.UniqueConstraint(fields=["day", "kind"], name="page_view_count_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.kind}: {self.count}"


class ArticleViewCount(models.Model):
    """Views of an article on a day; after the roll-up, of a month, stored on its first day."""

    day = models.DateField(_("ngày"))
    article = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name=_("bài viết"))
    count = models.PositiveBigIntegerField(_("lượt"))

    objects = ArticleViewCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("lượt đọc bài theo ngày")
        verbose_name_plural = _("lượt đọc bài theo ngày")
        default_permissions = ["view"]
        constraints = [models.UniqueConstraint(fields=["day", "article"], name="article_view_count_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.article_id}: {self.count}"
