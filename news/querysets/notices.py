"""Query sets of notices and notice settings."""

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from news.querysets.articles import can_view_all_articles
from portal.core.db.querysets import KeysetQuerySet

if TYPE_CHECKING:
    from news.models import NoticeSettings
    from portal.accounts.models import User

RETENTION_AFTER_SEEN = dt.timedelta(days=90)


class NoticeQuerySet(KeysetQuerySet):
    keyset_field = "made_at"

    def to(self, user: "User") -> Self:
        """Notices of a user about articles that they may still open; a lost permission hides them."""
        told = self.filter(recipient=user)
        if can_view_all_articles(user):
            return told
        articles = self.model._meta.get_field("article").related_model.objects
        # A subquery per notice by the article's key: there are few notices and many articles.
        return told.filter(Exists(articles.visible_to(user).filter(pk=OuterRef("article"))))

    def unseen(self) -> Self:
        return self.filter(seen_at=None)

    def with_pk(self, pk: int | None) -> Self:
        """One notice by its key, or all of them (None)."""
        return self if pk is None else self.filter(pk=pk)

    def for_list(self) -> Self:
        """Rows for the list: one query, without the article texts."""
        return self.select_related("actor", "article").defer("article__body", "article__body_rendered")

    def past_retention(self, recipients: Collection[int], at: dt.datetime | None = None) -> Self:
        """Notices of these users seen so long ago that the retention period is over."""
        return self.filter(recipient__in=recipients, seen_at__lt=(at or timezone.now()) - RETENTION_AFTER_SEEN)


class NoticeSettingsQuerySet(models.QuerySet):
    def of(self, user: "User") -> "NoticeSettings":
        """Notice settings of a user; an unsaved row with the defaults when none is stored."""
        return self.filter(user=user).first() or self.model(user=user)

    def by_user_id(self, people: Collection[int]) -> "dict[int, NoticeSettings]":
        return {row.user_id: row for row in self.filter(user__in=people)}
