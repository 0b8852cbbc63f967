"""Query set methods shared by several apps."""

import datetime as dt
from typing import Self

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


class KeysetQuerySet(models.QuerySet):
    """Keyset pagination, newest first by ``keyset_field`` and the key: a total order, so no row is repeated or dropped.

    The rows have the key of their place in the list as ``sort_position``.
    """

    keyset_field: str
    keyset_pk = "pk"

    def newest_first(self) -> Self:
        return self.order_by(f"-{self.keyset_field}", f"-{self.keyset_pk}")

    def before(self, key: SortKey) -> Self:
        """Strictly older than the row at this place."""
        value, pk = self.keyset_value(key[0]), key[1]
        older = self.filter(**{f"{self.keyset_field}__lte": value})
        return older.exclude(**{self.keyset_field: value, f"{self.keyset_pk}__gte": pk})

    def after(self, key: SortKey) -> Self:
        """Strictly newer than the row at this place."""
        value, pk = self.keyset_value(key[0]), key[1]
        newer = self.filter(**{f"{self.keyset_field}__gte": value})
        return newer.exclude(**{self.keyset_field: value, f"{self.keyset_pk}__lte": pk})

    def keyset_value(self, timestamp: dt.datetime) -> dt.datetime | dt.date:
        """Converts the timestamp of a cursor to a value of the column."""
        return timestamp
