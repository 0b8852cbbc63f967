"""Queries of an article's history and of the forms that stand open."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from news.models import Article
    from portal.accounts.models import User

# Three heartbeats of the form; who has been silent for longer has gone.
PRESENCE_LIFETIME = dt.timedelta(seconds=45)


class RevisionQuerySet(models.QuerySet):
    def for_list(self) -> Self:
        """Rows as the history shows them: who and when, without the texts."""
        return self.select_related("made_by").defer("snapshot")

    def before(self, edition: int) -> Self:
        return self.filter(edition__lt=edition)


class AutosaveQuerySet(models.QuerySet):
    def of_new_articles(self, user: "User") -> Self:
        """What a person has begun and never saved as an article."""
        return self.filter(user=user, article=None)


class PresenceQuerySet(models.QuerySet):
    def here(self, article: "Article", at: dt.datetime | None = None) -> Self:
        """Who has the article open at a moment."""
        since = (at or timezone.now()) - PRESENCE_LIFETIME
        return self.filter(article=article, seen_at__gt=since).select_related("user").order_by("seen_at")

    def gone(self, at: dt.datetime | None = None) -> Self:
        return self.filter(seen_at__lte=(at or timezone.now()) - PRESENCE_LIFETIME)
