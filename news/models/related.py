"""Which articles tell of the same things."""

from django.db import models

from news.models.articles import Article
from news.querysets.related import RelatedArticleQuerySet


class RelatedArticle(models.Model):
    """One article stands beside another on its page. Whoever knows the words of all articles writes these rows
    (the roof's ``search.relating``); without any, the page shows the newest of the category instead."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    other = models.ForeignKey(Article, models.CASCADE, related_name="+")
    # From 0 to 1: how much of what is telling in the article the other has too.
    likeness = models.FloatField()

    objects = RelatedArticleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "other"], name="related_article_once")]

    def __str__(self) -> str:
        return f"{self.article_id} – {self.other_id}"
