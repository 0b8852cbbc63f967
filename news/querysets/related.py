"""Queries of articles that belong together."""

from collections.abc import Collection, Mapping
from typing import Self

from django.db import models, transaction


class RelatedArticleQuerySet(models.QuerySet):
    def of_article(self, key: int) -> Self:
        return self.filter(article=key)

    def most_alike_first(self) -> Self:
        return self.order_by("-likeness", "-other_id")

    @transaction.atomic
    def replace(self, key: int, others: Mapping[int, float], *, most: int) -> None:
        """An article's neighbours from now on; it also takes its place beside each of them, which keep their
        ``most`` alike."""
        self.filter(models.Q(article=key) | models.Q(other=key)).delete()
        rows = [(key, other, likeness) for other, likeness in others.items()]
        rows += [(other, key, likeness) for other, likeness in others.items()]
        self.bulk_create(self.model(article_id=one, other_id=other, likeness=value) for one, other, value in rows)
        self._keep_most_alike(others, most)

    def _keep_most_alike(self, keys: Collection[int], most: int) -> None:
        for key in keys:
            beyond = self.of_article(key).most_alike_first().values_list("pk", flat=True)[most:]
            self.filter(pk__in=list(beyond)).delete()
