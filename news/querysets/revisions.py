"""Queries of an article's history and of the forms that stand open."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, F, Value, Window
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from news.querysets.articles import sees_all

if TYPE_CHECKING:
    from news.models import Article
    from portal.accounts.models import User

# Three heartbeats of the form; who has been silent for longer has gone.
PRESENCE_LIFETIME = dt.timedelta(seconds=45)
# What an autosave holds once its form became an article and nothing of it waits any more.
SETTLED = {"settled": True}


class RevisionQuerySet(models.QuerySet):
    def for_list(self) -> Self:
        """Rows as the history shows them: who and when, without the texts."""
        return self.select_related("made_by").defer("snapshot")

    def before(self, edition: int) -> Self:
        return self.filter(edition__lt=edition)

    def returns(self) -> Self:
        """The times that an article was given back to its writer, the last one first."""
        return self.for_list().filter(act="give-back")

    def with_maker_name(self) -> Self:
        """Each with ``maker_name``, as ``str(user)`` writes it; None for what the portal did by itself."""
        written = NullIf("made_by__full_name", Value(""))
        return self.annotate(maker_name=Coalesce(written, "made_by__username"))

    def open_to(self, user: "User") -> Self:
        """The changes that a member of staff may follow: all for those who edit others' articles, else of one's own."""
        return self if sees_all(user) else self.filter(article__created_by=user)

    def changes(self) -> Self:
        """Without the copies taken of articles that were older than their history. The newest first."""
        return self.exclude(act="baseline").order_by("-made_at", "-pk")

    def for_desk(self) -> Self:
        """Rows as the desk shows them: who, what, when and the title, without the texts."""
        return self.select_related("made_by", "article").only(
            *("act", "made_at", "made_by__full_name", "made_by__username", "article__title", "article__revises")
        )


class AutosaveQuerySet(models.QuerySet):
    def pending(self, user: "User", article: "Article | None") -> Self:
        """What a person has typed and not saved, for an article or (None) for new ones, newest first."""
        return self.unsaved().filter(user=user, article=article).order_by("-saved_at")

    def unsaved(self) -> Self:
        """Without those that only remember which article their form became (``writing.settle``)."""
        return self.exclude(fields=SETTLED)

    def for_desk(self, user: "User") -> Self:
        """What a person has typed and not saved, with ``typed_title`` and the number of all as ``total``.

        The texts stay in the database. The title is whatever JSON a form sent.
        """
        typed = self.unsaved().filter(user=user).select_related("article").order_by("-saved_at", "-pk")
        return typed.only("saved_at", "article__title").annotate(
            typed_title=F("fields__title"), total=Window(Count("pk"))
        )

    def settled_before(self, moment: dt.datetime) -> Self:
        """Forms that became articles before a moment."""
        return self.filter(fields=SETTLED, saved_at__lt=moment)


class PresenceQuerySet(models.QuerySet):
    def here(self, article: "Article", at: dt.datetime | None = None) -> Self:
        """Who has the article open at a moment."""
        since = (at or timezone.now()) - PRESENCE_LIFETIME
        return self.filter(article=article, seen_at__gt=since).select_related("user").order_by("seen_at")

    def gone(self, at: dt.datetime | None = None) -> Self:
        return self.filter(seen_at__lte=(at or timezone.now()) - PRESENCE_LIFETIME)
