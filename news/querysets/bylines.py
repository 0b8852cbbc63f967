"""Query set of bylines: an author's articles, in order of publication."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import Exists, OuterRef

from news.querysets.articles import LIST_COLUMNS
from portal.core.db.querysets import KeysetQuerySet

if TYPE_CHECKING:
    from news.models import Author

_LIST_COLUMNS = ("published_at", *(f"article__{column}" for column in LIST_COLUMNS))


class BylineQuerySet(KeysetQuerySet):
    keyset_field = "published_at"
    keyset_pk = "article_id"

    def of_author(self, author: "Author") -> Self:
        """Bylines of an author, whatever the contribution; excludes drafts without ``published_at``."""
        return self.filter(author=author, published_at__isnull=False)

    def published(self, at: dt.datetime | None = None) -> Self:
        """Bylines of articles that are public at a time.

        A correlated subquery on purpose: SQLite scans the author's index and stops when a page is full, while a join
        or an ``IN`` would collect all articles first.
        """
        articles = apps.get_model("news", "Article").objects
        return self.filter(Exists(articles.published(at).filter(pk=OuterRef("article"))))

    def for_list(self) -> Self:
        """Rows with their articles for cards: one query, no body."""
        return self.select_related("article__category", "article__lead_image").only(*_LIST_COLUMNS)
