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

    def returns(self) -> Self:
        """The times that an article was given back to its writer, the last one first."""
        return self.for_list().filter(act="give-back")


class AutosaveQuerySet(models.QuerySet):
    def pending(self, user: "User", article: "Article | None") -> Self:
        """What a person has typed and not saved, for an article or (None) for new ones, newest first."""
        return self.filter(user=user, article=article).order_by("-saved_at")


class PresenceQuerySet(models.QuerySet):
    def here(self, article: "Article", at: dt.datetime | None = None) -> Self:
        """Who has the article open at a moment."""
        since = (at or timezone.now()) - PRESENCE_LIFETIME
        return self.filter(article=article, seen_at__gt=since).select_related("user").order_by("seen_at")

    def gone(self, at: dt.datetime | None = None) -> Self:
        return self.filter(seen_at__lte=(at or timezone.now()) - PRESENCE_LIFETIME)
