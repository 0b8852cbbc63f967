"""The vocabulary of queries on pages, menu entries and links."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone


def _published(prefix: str, at: dt.datetime) -> Q:
    ends = Q(**{f"{prefix}withdrawn_at": None}) | Q(**{f"{prefix}withdrawn_at__gt": at})
    return ends & Q(**{f"{prefix}published_at__lte": at})


class PageQuerySet(models.QuerySet):
    def published(self, at: dt.datetime | None = None) -> Self:
        """Those that readers have at a moment. Its twin for one row is ``Page.is_published``."""
        return self.filter(_published("", at or timezone.now()))

    def in_language(self, language: str) -> Self:
        return self.filter(language=language)

    def at(self, path: str) -> Self:
        return self.filter(path=path)

    def below(self, path: str) -> Self:
        """Those under an address, not the one at it."""
        return self.filter(path__startswith=f"{path}/")

    def within(self, path: str) -> Self:
        """The one at an address and those under it."""
        return self.filter(Q(path=path) | Q(path__startswith=f"{path}/"))

    def in_other_language(self, page: Any) -> Self:
        """What a page is a translation of, or what is its translation."""
        return self.filter(Q(translation_of=page) | Q(pk=page.translation_of_id))

    def translating(self, path: str) -> Self:
        """The translations of the Vietnamese page at an address."""
        return self.filter(translation_of__language="vi", translation_of__path=path)

    def in_order(self) -> Self:
        return self.order_by("position", "title", "pk")

    def for_list(self) -> Self:
        """What a link needs."""
        return self.only("title", "path", "language", "position")

    def for_sitemap(self) -> Self:
        return self.only("path", "language", "published_at", "updated_at")


class MenuEntryQuerySet(models.QuerySet):
    def shown(self) -> Self:
        """Below a hidden entry nothing is shown."""
        return self.filter(Q(parent=None) | Q(parent__is_shown=True), is_shown=True)

    def leading_somewhere(self, at: dt.datetime | None = None) -> Self:
        """Without those that lead to a page that readers do not have."""
        return self.filter(Q(page=None) | _published("page__", at or timezone.now()))


class LinkGroupQuerySet(models.QuerySet):
    def with_links(self) -> Self:
        """With the links that are shown, as ``shown``; groups without any are left out. Two queries."""
        links = self.model._meta.get_field("links").related_model.objects.filter(is_shown=True)
        held = self.filter(pk__in=links.values("group"))
        return held.prefetch_related(Prefetch("links", links, to_attr="shown"))
