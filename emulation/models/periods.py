"""What holds from one day to another."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from emulation.querysets.periods import PeriodQuerySet

ENDS_AFTER_START = _("Ngày kết thúc phải sau ngày bắt đầu.")


class Period(models.Model):
    """Half open: it holds on ``valid_from`` and no longer on ``valid_to``; without ``valid_to`` it still holds."""

    valid_from = models.DateField(_("từ ngày"), help_text=_("Ngày đầu tiên có hiệu lực."))
    valid_to = models.DateField(
        _("đến trước ngày"),
        null=True,
        blank=True,
        help_text=_("Ngày đầu tiên không còn hiệu lực. Để trống nếu vẫn còn."),
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="%(class)s_ends_after_it_starts",
                violation_error_message=ENDS_AFTER_START,
            )
        ]

    @property
    def last_day(self) -> dt.date | None:
        """The last day it holds, as people write periods; None while it goes on."""
        return self.valid_to - dt.timedelta(days=1) if self.valid_to else None

    def holds_on(self, day: dt.date) -> bool:
        """Its twin for many rows is ``PeriodQuerySet.holding_on``."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def overlaps(self, start: dt.date, end: dt.date | None) -> bool:
        """Whether it holds on some day of ``start <= day < end``. Its twin is ``PeriodQuerySet.overlapping``."""
        return (self.valid_to is None or self.valid_to > start) and (end is None or self.valid_from < end)

    @property
    def is_ordered(self) -> bool:
        """Whether both days are known well enough to reason with."""
        return self.valid_from is not None and (self.valid_to is None or self.valid_from < self.valid_to)
