"""Comparing moments in a template, and writing them for machines."""

import datetime as dt

from django import template

from portal.kit import dates

register = template.Library()
register.filter("w3c_moment", dates.w3c_moment)

# Saving a row twice within a minute is one act to its editor.
SAME_ACT = dt.timedelta(minutes=1)


@register.filter
def clearly_after(moment: dt.datetime | None, other: dt.datetime | None) -> bool:
    """Whether a moment lies more than a minute after another; never when either is unknown."""
    return moment is not None and other is not None and moment - other > SAME_ACT


@register.filter
def spoken_since(moment: dt.datetime, now: dt.datetime) -> str:
    """How long ago a moment was, in words; its exact hour belongs beside it (``desk/moment.html``)."""
    return dates.spoken_since(moment, now)
