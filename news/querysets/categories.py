"""Query set of categories."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from news.querysets.articles import ArticleQuerySet


class CategoryQuerySet(models.QuerySet):
    def in_order(self) -> Self:
        return self.order_by("position", "name")

    def sections(self) -> Self:
        """Top-level categories."""
        return self.filter(parent=None).in_order()

    def reached_by(self, scope: Collection[int] | None) -> Self:
        """The categories with these keys, and their children; all of them for None."""
        return self if scope is None else self.filter(Q(pk__in=scope) | Q(parent__in=scope))

    def with_newest(self, articles: ArticleQuerySet, count: int) -> Self:
        """Annotates the keys of the ``count`` newest articles as ``newest_1`` …: one query that reads index ends."""
        of_section = articles.filter(section=OuterRef("pk")).newest_first().values("pk")
        slots = {f"newest_{n}": Subquery(of_section[n - 1 : n]) for n in range(1, count + 1)}
        return self.annotate(**slots)
