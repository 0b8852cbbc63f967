"""Loads two months of generated page views; deterministic for a given day."""

import datetime as dt

from django.db.models.fields.files import FieldFile
from django.utils import timezone

from news.models import Article
from portal.analytics.models import ArticleViewCount, PageViewCount
from portal.analytics.page_kinds import PageKind
from portal.core.demo_data import DemoApp, demo_apps
from portal.core.text import dates

_DAYS = 60
_SHARES = {
    PageKind.HOME: 30,
    PageKind.NEWS: 14,
    PageKind.EMULATION: 11,
    PageKind.QUESTIONS: 5,
    PageKind.SEARCH: 6,
    PageKind.OTHER: 3,
}


def has_content() -> bool:
    return PageViewCount.objects.exists()


def load(*, force: bool, stored: list[FieldFile]) -> str:
    """Loads the page views once; does nothing when there are any counts."""
    if has_content():
        return "Lượt truy cập: đã có số đếm, không thêm."
    today = dates.local_date(timezone.now())
    articles = list(Article.objects.published().newest_first().values_list("pk", flat=True)[:12])
    for back in range(_DAYS):
        _fill(today - dt.timedelta(days=back), articles)
    return f"Lượt truy cập: số đếm của {_DAYS} ngày."


def _fill(day: dt.date, articles: list[int]) -> None:
    """Generates fewer views at weekends, and more for newer articles."""
    base_count = (4 if day.weekday() < 5 else 2) + day.toordinal() % 3
    article_counts = [(day, key, base_count * (len(articles) - place)) for place, key in enumerate(articles)]
    pages = [(day, kind.value, share * base_count) for kind, share in _SHARES.items()]
    if article_counts:
        pages.append((day, PageKind.ARTICLE.value, sum(count for _day, _key, count in article_counts)))
    PageViewCount.objects.increment(("day", "kind"), pages)
    ArticleViewCount.objects.increment(("day", "article_id"), article_counts)


demo_apps.register(DemoApp(has_content, load))
