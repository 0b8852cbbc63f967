"""Working days. No database access: public holidays are an argument."""

import datetime as dt
from collections.abc import Collection

_SATURDAY = 5
# Bounds the search, however many days off are entered.
_MAX_SEARCH_SPAN = dt.timedelta(days=3650)


def working_day_after(day: dt.date, count: int, days_off: Collection[dt.date] = ()) -> dt.date:
    """The ``count``-th working day after a day; excludes Saturdays, Sundays and ``days_off``.

    The day itself does not count. Raises ValueError for a negative count, or when ten years hold too few working days.
    """
    if count < 0:
        raise ValueError("A deadline lies ahead.")
    current_day, remaining_days = day, count
    while remaining_days:
        current_day += dt.timedelta(days=1)
        if current_day - day > _MAX_SEARCH_SPAN:
            raise ValueError("Too few working days within ten years.")
        remaining_days -= current_day.weekday() < _SATURDAY and current_day not in days_off
    return current_day
