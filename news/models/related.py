"""Related articles by similarity."""

from django.db import models

from news.models.articles import Article
from news.querysets.related import RelatedArticleQuerySet


class RelatedArticle(models.Model):
    """An article listed as related to another.

    Rows are written by ``portal.search.related``; without any, the article page shows the newest articles of the
    category instead.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    other = models.ForeignKey(Article, models.CASCADE, related_name="+")
    # From 0 to 1: the share of the article's term weights that the other also has.
    similarity = models.FloatField()

    objects = RelatedArticleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "other"], name="related_article_once")]

    def __str__(self) -> str:
        return f"{self.article_id} – {self.other_id}"
