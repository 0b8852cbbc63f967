"""Queries of secret preview addresses."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F
from django.utils import timezone


class PreviewLinkQuerySet(models.QuerySet):
    def for_list(self) -> Self:
        """The links as the page of their article lists them, the newest first."""
        return self.select_related("made_by").order_by("-made_at", "-pk")

    def with_article(self) -> Self:
        """Each with what the page of its article shows."""
        return self.select_related("article__category__parent", "article__lead_picture", "article__revises")

    def count_opening(self, pk: int, at: dt.datetime | None = None) -> None:
        """Somebody opened a link. Counted in the database, so that two at once are two."""
        self.filter(pk=pk).update(opened_count=F("opened_count") + 1, last_opened_at=at or timezone.now())
