"""The vocabulary of queries on units, officials and posts. "The day" is always an argument."""

import datetime as dt
from typing import Self

from django.db.models import Q

from portal.kit.periods import PeriodQuerySet
from portal.kit.querysets import FoldedSearchQuerySet


class EndingQuerySet(PeriodQuerySet):
    def ended_by(self, day: dt.date) -> Self:
        return self.filter(valid_to__lte=day)


class UnitQuerySet(EndingQuerySet, FoldedSearchQuerySet):
    def of_slug(self, slug: str) -> Self:
        return self.filter(slug=slug)

    def below(self, unit_id: int) -> Self:
        return self.filter(parent=unit_id)

    def roots(self) -> Self:
        """The agency itself, or what stands beside it."""
        return self.filter(parent=None)


class OfficialQuerySet(FoldedSearchQuerySet):
    def with_postings(self) -> Self:
        return self.prefetch_related("postings__unit")


class PostingQuerySet(EndingQuerySet):
    def of_unit(self, unit_id: int) -> Self:
        return self.filter(unit=unit_id)

    def of_official(self, official_id: int) -> Self:
        return self.filter(official=official_id)

    def leaders(self) -> Self:
        return self.filter(is_leader=True)

    def to_be_asked(self) -> Self:
        """The officials whom people may turn to: contacts and spokespersons."""
        return self.filter(Q(is_contact=True) | Q(is_spokesperson=True))

    def public(self) -> Self:
        """Those that readers may see at all. Its twin for one row is ``Posting.is_public``."""
        return self.filter(Q(is_leader=True) | Q(is_contact=True) | Q(is_spokesperson=True))

    def in_rank(self) -> Self:
        return self.order_by("position", "official__sort_key", "pk")

    def for_pages(self) -> Self:
        """With everything that a page shows of them; one query."""
        return self.in_rank().select_related("official__portrait", "unit")

    def for_terms(self) -> Self:
        """Past terms, the latest first, with everything that a page shows of them; one query."""
        return self.order_by("-valid_to", "position", "pk").select_related("official__portrait", "unit")
