"""Query set of related articles."""

from collections.abc import Collection, Mapping
from typing import Self

from django.db import models, transaction


class RelatedArticleQuerySet(models.QuerySet):
    def of_article(self, key: int) -> Self:
        return self.filter(article=key)

    def most_similar_first(self) -> Self:
        return self.order_by("-similarity", "-other_id")

    @transaction.atomic
    def replace(self, key: int, others: Mapping[int, float], *, limit: int) -> None:
        """Replaces an article's related articles; adds it to each of theirs too.

        Those keep their ``limit`` most similar.
        """
        self.filter(models.Q(article=key) | models.Q(other=key)).delete()
        rows = [(key, other, similarity) for other, similarity in others.items()]
        rows += [(other, key, similarity) for other, similarity in others.items()]
        self.bulk_create(self.model(article_id=one, other_id=other, similarity=value) for one, other, value in rows)
        self._keep_most_similar(others, limit)

    def _keep_most_similar(self, keys: Collection[int], limit: int) -> None:
        for key in keys:
            beyond = self.of_article(key).most_similar_first().values_list("pk", flat=True)[limit:]
            self.filter(pk__in=list(beyond)).delete()
