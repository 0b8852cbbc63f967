"""Template tags for timestamps."""

import datetime as dt

from django import template

from portal.core.text import dates

register = template.Library()
register.filter("w3c_datetime", dates.w3c_datetime)

# Saving a row twice within a minute counts as one edit.
SAME_SAVE_TOLERANCE = dt.timedelta(minutes=1)


@register.filter
def is_more_than_a_minute_after(timestamp: dt.datetime | None, other: dt.datetime | None) -> bool:
    """Whether a timestamp is more than a minute after another; False if either is None."""
    return timestamp is not None and other is not None and timestamp - other > SAME_SAVE_TOLERANCE


@register.filter
def relative_time(timestamp: dt.datetime, now: dt.datetime) -> str:
    """A timestamp in relative words; show the exact time beside it (``dashboard/relative_time.html``)."""
    return dates.relative_time(timestamp, now)
