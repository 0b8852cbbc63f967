"""Query sets for the award catalogue."""

from typing import Self

from portal.core.db.periods import PeriodQuerySet


class CommendationKindQuerySet(PeriodQuerySet):
    def of_code(self, code: str) -> Self:
        """Entries of one code, one for each law."""
        return self.filter(code=code)

    def in_order(self) -> Self:
        return self.order_by("position", "code", "valid_from")


class AwardQuerySet(CommendationKindQuerySet):
    def for_force(self, force: str) -> Self:
        """Awards open to agencies of this force (``Agency.Force``)."""
        return self.filter(force__in=[force, "any"])
