"""Queries of notices and of how people want to be told."""

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from news.querysets.articles import sees_all
from portal.kit.paging import Key

if TYPE_CHECKING:
    from news.models import NoticeSettings
    from portal.accounts.models import User

KEPT_AFTER_SEEN = dt.timedelta(days=90)


class NoticeQuerySet(models.QuerySet):
    def to(self, user: "User") -> Self:
        """What a person was told, of articles that they may still open: a right that is gone takes its news along."""
        told = self.filter(recipient=user)
        if sees_all(user):
            return told
        articles = self.model._meta.get_field("article").related_model.objects
        # Asked of each notice by the article's key: there are few notices and many articles.
        return told.filter(Exists(articles.visible_to(user).filter(pk=OuterRef("article"))))

    def unseen(self) -> Self:
        return self.filter(seen_at=None)

    def numbered(self, pk: int | None) -> Self:
        """One notice by its key, or (None) all of them."""
        return self if pk is None else self.filter(pk=pk)

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")

    def for_list(self) -> Self:
        """Rows as the list shows them: one query, without the texts of the articles."""
        return self.select_related("actor", "article").defer("article__body", "article__body_rendered")

    def before(self, key: Key) -> Self:
        moment, pk = key
        return self.filter(made_at__lte=moment).exclude(made_at=moment, pk__gte=pk)

    def after(self, key: Key) -> Self:
        moment, pk = key
        return self.filter(made_at__gte=moment).exclude(made_at=moment, pk__lte=pk)

    def outlived(self, recipients: Collection[int], at: dt.datetime | None = None) -> Self:
        """What these people saw so long ago that it need not be kept."""
        return self.filter(recipient__in=recipients, seen_at__lt=(at or timezone.now()) - KEPT_AFTER_SEEN)


class NoticeSettingsQuerySet(models.QuerySet):
    def of(self, user: "User") -> "NoticeSettings":
        """How a person wants to be told; an unsaved row of the defaults for whoever never chose."""
        return self.filter(user=user).first() or self.model(user=user)

    def by_person(self, people: Collection[int]) -> "dict[int, NoticeSettings]":
        return {row.user_id: row for row in self.filter(user__in=people)}
