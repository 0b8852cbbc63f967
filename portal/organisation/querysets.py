"""Query sets for units, officials and postings. The day is always an argument."""

import datetime as dt
from typing import Self

from django.db.models import Q

from portal.core.db.periods import PeriodQuerySet
from portal.core.db.querysets import FoldedSearchQuerySet


class EndedPeriodQuerySet(PeriodQuerySet):
    def ended_by(self, day: dt.date) -> Self:
        return self.filter(valid_to__lte=day)


class UnitQuerySet(EndedPeriodQuerySet, FoldedSearchQuerySet):  # type: ignore[override]  # of two bases
    def of_slug(self, slug: str) -> Self:
        return self.filter(slug=slug)

    def subunits(self, unit_id: int) -> Self:
        return self.filter(parent=unit_id)

    def roots(self) -> Self:
        """Units without a parent."""
        return self.filter(parent=None)


class OfficialQuerySet(FoldedSearchQuerySet):
    def with_postings(self) -> Self:
        return self.prefetch_related("postings__unit")


class PostingQuerySet(EndedPeriodQuerySet):
    def of_unit(self, unit_id: int) -> Self:
        return self.filter(unit=unit_id)

    def of_official(self, official_id: int) -> Self:
        return self.filter(official=official_id)

    def leaders(self) -> Self:
        return self.filter(is_leader=True)

    def public_contacts(self) -> Self:
        """Postings of public contacts and spokespersons."""
        return self.filter(Q(is_contact=True) | Q(is_spokesperson=True))

    def public(self) -> Self:
        """Postings that are public. Model version: ``Posting.is_public``."""
        return self.filter(Q(is_leader=True) | Q(is_contact=True) | Q(is_spokesperson=True))

    def by_rank(self) -> Self:
        return self.order_by("position", "official__sort_key", "pk")

    def for_pages(self) -> Self:
        """Selects all related rows that a page shows; one query."""
        return self.by_rank().select_related("official__portrait", "unit")

    def for_past_terms(self) -> Self:
        """Past postings, latest first, with all related rows that a page shows; one query."""
        return self.order_by("-valid_to", "position", "pk").select_related("official__portrait", "unit")
