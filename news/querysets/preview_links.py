"""Query set of preview links."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F
from django.utils import timezone


class PreviewLinkQuerySet(models.QuerySet):
    def for_list(self) -> Self:
        """The links for the admin page of their article, newest first."""
        return self.select_related("made_by").order_by("-made_at", "-pk")

    def with_article(self) -> Self:
        """With the related rows that the article page needs."""
        return self.select_related("article__category__parent", "article__lead_image", "article__revision_of")

    def count_opening(self, pk: int, at: dt.datetime | None = None) -> None:
        """Increments the opening counter in the database, so that concurrent openings are both counted."""
        self.filter(pk=pk).update(opened_count=F("opened_count") + 1, last_opened_at=at or timezone.now())
