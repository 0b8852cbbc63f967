"""Rolls old daily article views up into months."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from portal.analytics.models import ArticleViewCount
from portal.audit.services import subtract_months
from portal.core.text import dates

# The statistics pages show the days of the last month.
MIN_MONTHS = 2


@transaction.atomic
def roll_up_article_views(*, months: int, at: dt.datetime | None = None) -> int:
    """Rolls up the daily article views of months that ended that many months ago; returns the number of months.

    Such months get no more counts. Raises ValueError for fewer than ``MIN_MONTHS``.
    """
    if months < MIN_MONTHS:
        raise ValueError(f"The last {MIN_MONTHS} months stay as they are.")
    cutoff = dates.local_date(subtract_months(at or timezone.now(), months)).replace(day=1)
    month_starts = ArticleViewCount.objects.before(cutoff).months_to_roll_up()
    for month_start in month_starts:
        counts = ArticleViewCount.objects.of_month(month_start).by_article()
        ArticleViewCount.objects.of_month(month_start).delete()
        ArticleViewCount.objects.bulk_create(
            [ArticleViewCount(day=month_start, article_id=key, count=count) for key, count in counts.items()],
            batch_size=500,
        )
    return len(month_starts)
