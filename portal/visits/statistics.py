"""What the public is told of the visits: all of it counts of days, reckoned anew once a minute."""

import datetime as dt
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.formats import date_format

from news.models import Article
from portal.kit import languages
from portal.kit.charts import Chart, columns
from portal.visits.kinds import Kind
from portal.visits.models import ArticleCount, PageCount

LIFETIME_SECONDS = 60
DAYS_SHOWN, MONTHS_SHOWN, ARTICLES_SHOWN = 30, 12, 10
_WEEK, _MONTH = dt.timedelta(days=6), dt.timedelta(days=DAYS_SHOWN - 1)


@dataclass(frozen=True)
class Figures:
    """What stands at the foot of each page."""

    today: int
    total: int


@dataclass(frozen=True)
class ReadArticle:
    title: str
    address: str
    count: int


@dataclass(frozen=True)
class Statistics:
    """``days`` and ``months`` end with the present one, which comes first."""

    figures: Figures
    days: list[tuple[dt.date, int]]
    months: list[tuple[dt.date, int]]
    kinds: list[tuple[str, int]]
    chart: Chart
    read_this_week: list[ReadArticle]
    read_this_month: list[ReadArticle]


def figures(today: dt.date) -> Figures:
    """Two queries, or none within a minute."""
    return cache.get_or_set(f"visits.figures.{today}", lambda: _figures(today), LIFETIME_SECONDS) or Figures(0, 0)


def statistics(today: dt.date) -> Statistics:
    """In the words of the page at hand. Nine queries, or none within a minute."""
    name = f"visits.statistics.{languages.current()}.{today}"
    found = cache.get(name)
    if found is None:
        found = _statistics(today)
        cache.set(name, found, LIFETIME_SECONDS)
    return found


def _figures(today: dt.date) -> Figures:
    return Figures(PageCount.objects.of_day(today).total(), PageCount.objects.total())


def _statistics(today: dt.date) -> Statistics:
    counted_days = PageCount.objects.since(today - _MONTH).by_day()
    days = [(day, counted_days.get(day, 0)) for day in (today - dt.timedelta(days=n) for n in range(DAYS_SHOWN))]
    first_months = _months_until(today)
    counted_months = PageCount.objects.since(first_months[-1]).by_month()
    kinds = PageCount.objects.since(today - _MONTH).by_kind()
    return Statistics(
        figures=_figures(today),
        days=days,
        months=[(month, counted_months.get(month, 0)) for month in first_months],
        kinds=[(str(Kind(kind).label), count) for kind, count in kinds.items()],
        chart=columns([(date_format(day, "MONTH_DAY_FORMAT"), count) for day, count in reversed(days)]),
        read_this_week=_most_read(today - _WEEK),
        read_this_month=_most_read(today - _MONTH),
    )


def _most_read(since: dt.date) -> list[ReadArticle]:
    """Of those that are still public; two queries."""
    counts = ArticleCount.objects.since(since).most_read(2 * ARTICLES_SHOWN)
    articles = Article.objects.published().for_list().in_bulk([key for key, _count in counts])
    read = [
        ReadArticle(articles[key].title, articles[key].get_absolute_url(), count)
        for key, count in counts
        if key in articles
    ]
    return read[:ARTICLES_SHOWN]


def _months_until(today: dt.date) -> list[dt.date]:
    """The first days of this month and those before it."""
    numbers = (today.year * 12 + today.month - 1 - back for back in range(MONTHS_SHOWN))
    return [dt.date(number // 12, number % 12 + 1, 1) for number in numbers]
