"""Public page view statistics: daily counts, cached for one minute."""

import datetime as dt
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.formats import date_format

from news.models import Article
from portal.analytics.models import ArticleViewCount, PageViewCount
from portal.analytics.page_kinds import PageKind
from portal.core.content.charts import Chart, column_chart
from portal.core.text import languages

CACHE_SECONDS = 60
DAYS_SHOWN, MONTHS_SHOWN, ARTICLES_SHOWN = 30, 12, 10
_WEEK_SPAN, _MONTH_SPAN = dt.timedelta(days=6), dt.timedelta(days=DAYS_SHOWN - 1)


@dataclass(frozen=True)
class ViewTotals:
    """Totals shown in the footer of each page."""

    today: int
    total: int


@dataclass(frozen=True)
class MostReadArticle:
    title: str
    url: str
    count: int


@dataclass(frozen=True)
class Statistics:
    """``days`` and ``months`` are ordered newest first, from the current one."""

    totals: ViewTotals
    days: list[tuple[dt.date, int]]
    months: list[tuple[dt.date, int]]
    kinds: list[tuple[str, int]]
    chart: Chart
    most_read_this_week: list[MostReadArticle]
    most_read_this_month: list[MostReadArticle]


def get_view_totals(today: dt.date) -> ViewTotals:
    """Two queries, or none while cached (one minute)."""
    return cache.get_or_set(f"analytics.figures.{today}", lambda: _compute_totals(today), CACHE_SECONDS) or ViewTotals(
        0, 0
    )


def get_statistics(today: dt.date) -> Statistics:
    """Labels are in the current language. Nine queries, or none while cached (one minute)."""
    cache_key = f"analytics.statistics.{languages.current_language()}.{today}"
    statistics = cache.get(cache_key)
    if statistics is None:
        statistics = _compute_statistics(today)
        cache.set(cache_key, statistics, CACHE_SECONDS)
    return statistics


def _compute_totals(today: dt.date) -> ViewTotals:
    return ViewTotals(PageViewCount.objects.on_day(today).total(), PageViewCount.objects.total())


def _compute_statistics(today: dt.date) -> Statistics:
    counted_days = PageViewCount.objects.since(today - _MONTH_SPAN).by_day()
    days = [(day, counted_days.get(day, 0)) for day in (today - dt.timedelta(days=n) for n in range(DAYS_SHOWN))]
    first_months = _month_starts(today)
    counted_months = PageViewCount.objects.since(first_months[-1]).by_month()
    kinds = PageViewCount.objects.since(today - _MONTH_SPAN).by_kind()
    return Statistics(
        totals=_compute_totals(today),
        days=days,
        months=[(month, counted_months.get(month, 0)) for month in first_months],
        kinds=[(str(PageKind(kind).label), count) for kind, count in kinds.items()],
        chart=column_chart([(date_format(day, "MONTH_DAY_FORMAT"), count) for day, count in reversed(days)]),
        most_read_this_week=_most_read(today - _WEEK_SPAN),
        most_read_this_month=_most_read(today - _MONTH_SPAN),
    )


def _most_read(since: dt.date) -> list[MostReadArticle]:
    """Only articles that are still public; two queries."""
    counts = ArticleViewCount.objects.since(since).most_read(2 * ARTICLES_SHOWN)
    articles = Article.objects.published().for_list().in_bulk([key for key, _count in counts])
    most_read = [
        MostReadArticle(articles[key].title, articles[key].get_absolute_url(), count)
        for key, count in counts
        if key in articles
    ]
    return most_read[:ARTICLES_SHOWN]


def _month_starts(today: dt.date) -> list[dt.date]:
    """First days of the current month and of those before it."""
    numbers = (today.year * 12 + today.month - 1 - back for back in range(MONTHS_SHOWN))
    return [dt.date(number // 12, number % 12 + 1, 1) for number in numbers]
