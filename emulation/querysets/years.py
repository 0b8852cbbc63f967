"""Questions about the years of a bloc."""

import datetime as dt
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Q


class EmulationYearQuerySet(models.QuerySet):
    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def newest_first(self) -> Self:
        return self.order_by("-year")


class MilestoneQuerySet(models.QuerySet):
    def with_day(self) -> Self:
        """Those that were done or are planned: what can stand on a line of time."""
        return self.filter(Q(done_on__isnull=False) | Q(planned_on__isnull=False))

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def not_done(self) -> Self:
        return self.filter(done_on__isnull=True)


def was_member_within(bloc_id: int, agency_id: int, start: dt.date, end: dt.date) -> bool:
    """Whether an agency belonged to a bloc on any day from ``start`` to the day before ``end``."""
    memberships = apps.get_model("emulation", "Membership").objects
    return memberships.overlapping(start, end).filter(bloc=bloc_id, agency=agency_id).exists()


def was_member_on(bloc_id: int, agency_id: int, day: dt.date) -> bool:
    return was_member_within(bloc_id, agency_id, day, day + dt.timedelta(days=1))
