"""Query set methods shared by several apps."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models

from portal.core.text import vietnamese

SortKey = tuple[dt.datetime, int]


class FoldedSearchQuerySet(models.QuerySet):
    """For models with a ``search_folded`` column (``core.db.fields.FoldedSearchField``)."""

    def matching(self, words: str) -> Self:
        """Rows that contain every word, ignoring diacritics and case."""
        found = self
        for word in vietnamese.search_terms(words):
            found = found.filter(search_folded__contains=word)
        return found


class NewestFirstQuerySet(models.QuerySet):
    """For keyset pagination (``core.http.pagination``) by a timestamp and, because it is not unique, a key."""

    sort_columns: ClassVar[tuple[str, str]] = ("published_at", "pk")

    def newest_first(self) -> Self:
        """A total order, so that pagination never repeats or drops a row."""
        return self.order_by(*(f"-{column}" for column in self.sort_columns))

    def before(self, key: SortKey) -> Self:
        """Rows strictly older than the one with this key."""
        return self._beyond(key, "lte", "gte")

    def after(self, key: SortKey) -> Self:
        """Rows strictly newer than the one with this key."""
        return self._beyond(key, "gte", "lte")

    def _beyond(self, key: SortKey, kept: str, excluded: str) -> Self:
        timestamp, pk = self.sort_columns
        return self.filter(**{f"{timestamp}__{kept}": key[0]}).exclude(
            **{timestamp: key[0], f"{pk}__{excluded}": key[1]}
        )
