"""Query set adjectives that several rooms need."""

from typing import Self

from django.db import models

from portal.kit import vietnamese


class FoldedSearchQuerySet(models.QuerySet):
    """For models with a ``search_folded`` column (``kit.fields.FoldedField``)."""

    def matching(self, words: str) -> Self:
        """Every word occurs, whatever its diacritics and its case."""
        found = self
        for word in vietnamese.fold(words).split():
            found = found.filter(search_folded__contains=word)
        return found
