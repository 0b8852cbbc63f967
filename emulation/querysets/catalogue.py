"""The vocabulary of the catalogue of titles and commendations."""

from typing import Self

from portal.kit.periods import PeriodQuerySet


class CommendationKindQuerySet(PeriodQuerySet):
    def of_code(self, code: str) -> Self:
        """The entries of one code, one for each law."""
        return self.filter(code=code)

    def in_order(self) -> Self:
        return self.order_by("position", "code", "valid_from")


class CatalogueQuerySet(CommendationKindQuerySet):
    def for_force(self, force: str) -> Self:
        """Open to agencies of this force (``Agency.Force``)."""
        return self.filter(force__in=[force, "any"])
