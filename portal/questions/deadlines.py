"""Working days. Pure: the days off that the state proclaims each year come in as an argument."""

import datetime as dt
from collections.abc import Collection

_SATURDAY = 5
# Whatever is entered as a day off, a deadline is found.
_FURTHEST = dt.timedelta(days=3650)


def working_day_after(day: dt.date, count: int, days_off: Collection[dt.date] = ()) -> dt.date:
    """The ``count``-th working day after a day; Saturdays, Sundays and ``days_off`` are none.

    The day itself does not count. Raises ValueError for a negative count, or when ten years hold too few working days.
    """
    if count < 0:
        raise ValueError("A deadline lies ahead.")
    reached, left = day, count
    while left:
        reached += dt.timedelta(days=1)
        if reached - day > _FURTHEST:
            raise ValueError("Too few working days within ten years.")
        left -= reached.weekday() < _SATURDAY and reached not in days_off
    return reached
