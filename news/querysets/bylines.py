"""Queries of by-lines: an author's articles, in the order in which they went out."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef

from news.querysets.articles import LIST_COLUMNS

if TYPE_CHECKING:
    from news.models import Author

_LIST_COLUMNS = ("published_at", *(f"article__{column}" for column in LIST_COLUMNS))


class BylineQuerySet(models.QuerySet):
    def of_author(self, author: "Author") -> Self:
        """What somebody signed, in whatever part; without the drafts that have no moment yet."""
        return self.filter(author=author, published_at__isnull=False)

    def published(self, at: dt.datetime | None = None) -> Self:
        """Of articles that the public may read at a moment.

        Asked row by row on purpose: walking the author's index it stops when a page is full, while a join or an
        ``IN`` lets SQLite gather all articles first.
        """
        articles = apps.get_model("news", "Article").objects
        return self.filter(Exists(articles.published(at).filter(pk=OuterRef("article"))))

    def newest_first(self) -> Self:
        """The order of ``ArticleQuerySet.newest_first``."""
        return self.order_by("-published_at", "-article_id")

    def before(self, key: tuple[dt.datetime, int]) -> Self:
        """Strictly older than the article with this (published_at, pk)."""
        moment, pk = key
        return self.filter(published_at__lte=moment).exclude(published_at=moment, article_id__gte=pk)

    def after(self, key: tuple[dt.datetime, int]) -> Self:
        """Strictly newer than the article with this (published_at, pk)."""
        moment, pk = key
        return self.filter(published_at__gte=moment).exclude(published_at=moment, article_id__lte=pk)

    def for_list(self) -> Self:
        """Rows with their articles as cards show them: one query, no body."""
        return self.select_related("article__category", "article__lead_picture").only(*_LIST_COLUMNS)
