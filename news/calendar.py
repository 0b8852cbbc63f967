"""The month calendar of published news."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from news.models import Article
from portal.core.content.month_calendar import CalendarMonth, build_month_calendar
from portal.core.text import dates


def news_calendar(year: int, month: int, chosen: dt.date | None = None, at: dt.datetime | None = None) -> CalendarMonth:
    """Calendar of a month; days with news are links. One query."""
    return build_month_calendar(
        year,
        month,
        Article.objects.counts_by_day(dates.month_bounds(year, month), at),
        lambda day: reverse("news:day-archive", args=[day.year, day.month, day.day]),
        lambda year, month: reverse("news:month-archive", args=[year, month]),
        selected=chosen,
        today=dates.local_date(at or timezone.now()),
    )
