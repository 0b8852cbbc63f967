"""Two months of made-up visits, for the demonstration; the same for the same day."""

import datetime as dt

from django.db.models.fields.files import FieldFile
from django.utils import timezone

from news.models import Article
from portal.kit import dates
from portal.visits.kinds import Kind
from portal.visits.models import ArticleCount, PageCount

_DAYS = 60
_SHARES = {Kind.HOME: 30, Kind.NEWS: 14, Kind.EMULATION: 11, Kind.QUESTIONS: 5, Kind.SEARCH: 6, Kind.OTHER: 3}


def has_content() -> bool:
    return PageCount.objects.exists()


def load(*, force: bool, stored: list[FieldFile]) -> str:
    """Brings the visits in once; where anything was counted it leaves everything alone."""
    if has_content():
        return "Lượt truy cập: đã có số đếm, không thêm."
    today = dates.local_day(timezone.now())
    articles = list(Article.objects.published().newest_first().values_list("pk", flat=True)[:12])
    for back in range(_DAYS):
        _fill(today - dt.timedelta(days=back), articles)
    return f"Lượt truy cập: số đếm của {_DAYS} ngày."


def _fill(day: dt.date, articles: list[int]) -> None:
    """Fewer at weekends, and of the articles the newer the more."""
    strength = (4 if day.weekday() < 5 else 2) + day.toordinal() % 3
    read = [(day, key, strength * (len(articles) - place)) for place, key in enumerate(articles)]
    pages = [(day, kind.value, share * strength) for kind, share in _SHARES.items()]
    if read:
        pages.append((day, Kind.ARTICLE.value, sum(count for _day, _key, count in read)))
    PageCount.objects.add(("day", "kind"), pages)
    ArticleCount.objects.add(("day", "article_id"), read)
