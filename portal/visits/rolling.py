"""Rolling up what was read long ago: an article's days become its months."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from portal.accounts.audit import months_before
from portal.kit import dates
from portal.visits.models import ArticleCount

# The pages show the days of the last month.
LEAST_MONTHS = 2


@transaction.atomic
def roll_up(*, months: int, at: dt.datetime | None = None) -> int:
    """Puts the days of articles of months that ended so many months ago together; says how many months it did.

    Nobody counts into such a month any more. Raises ValueError for fewer than ``LEAST_MONTHS``.
    """
    if months < LEAST_MONTHS:
        raise ValueError(f"The last {LEAST_MONTHS} months stay as they are.")
    until = dates.local_day(months_before(at or timezone.now(), months)).replace(day=1)
    firsts = ArticleCount.objects.before(until).months_of_days()
    for first in firsts:
        counts = ArticleCount.objects.of_month(first).by_article()
        ArticleCount.objects.of_month(first).delete()
        ArticleCount.objects.bulk_create(
            [ArticleCount(day=first, article_id=key, count=count) for key, count in counts.items()], batch_size=500
        )
    return len(firsts)
