"""Query set methods shared by several apps."""

from typing import Self

from django.db import models

from portal.core.text import vietnamese


class FoldedSearchQuerySet(models.QuerySet):
    """For models with a ``search_folded`` column (``core.db.fields.FoldedSearchField``)."""

    def matching(self, words: str) -> Self:
        """Rows that contain every word, ignoring diacritics and case."""
        found = self
        for word in vietnamese.search_terms(words):
            found = found.filter(search_folded__contains=word)
        return found
