"""The vocabulary of everything that holds for a while. "The day" is always an argument, never read from a clock."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q


class PeriodQuerySet(models.QuerySet):
    def holding_on(self, day: dt.date) -> Self:
        """What holds on a day. Its twin for one row is ``Period.holds_on``."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def overlapping(self, start: dt.date, end: dt.date | None) -> Self:
        """What holds on some day of ``start <= day < end`` (no end: for ever). Its twin is ``Period.overlaps``."""
        found = self.filter(Q(valid_to=None) | Q(valid_to__gt=start))
        return found if end is None else found.filter(valid_from__lt=end)

    def reaching_beyond(self, day: dt.date) -> Self:
        """What still holds on the day or is to hold later."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day))

    def begun_by(self, day: dt.date) -> Self:
        """What had begun by a day, whether or not it has ended since."""
        return self.filter(valid_from__lte=day)

    def oldest_first(self) -> Self:
        return self.order_by("valid_from", "pk")

    def latest_first(self) -> Self:
        return self.order_by("-valid_from", "-pk")
