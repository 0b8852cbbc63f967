"""Queries of the picture library."""

from collections.abc import Iterable
from typing import Self

from portal.kit.querysets import FoldedSearchQuerySet


class PictureQuerySet(FoldedSearchQuerySet):
    def of_addresses(self, names: Iterable[str]) -> Self:
        """The pictures stored under these names (paths below the media folder)."""
        return self.filter(file__in=list(names))
