"""The month calendar of published news."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from news.models import Article
from portal.kit import dates
from portal.kit.calendar import Month, month_calendar


def news_calendar(year: int, month: int, chosen: dt.date | None = None, at: dt.datetime | None = None) -> Month:
    """The calendar of a month whose days with news are links; one query."""
    return month_calendar(
        year,
        month,
        Article.objects.counts_by_day(dates.month_bounds(year, month), at),
        lambda day: reverse("news:day", args=[day.year, day.month, day.day]),
        lambda year, month: reverse("news:month", args=[year, month]),
        chosen=chosen,
        today=dates.local_day(at or timezone.now()),
    )
