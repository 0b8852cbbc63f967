"""Query sets for pages, menu entries and links."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone


def _published_q(prefix: str, at: dt.datetime) -> Q:
    ends = Q(**{f"{prefix}withdrawn_at": None}) | Q(**{f"{prefix}withdrawn_at__gt": at})
    return ends & Q(**{f"{prefix}published_at__lte": at})


class PageQuerySet(models.QuerySet):
    def published(self, at: dt.datetime | None = None) -> Self:
        """Pages that are public at a point in time. Model version: ``Page.is_published``."""
        return self.filter(_published_q("", at or timezone.now()))

    def in_language(self, language: str) -> Self:
        return self.filter(language=language)

    def for_path(self, path: str) -> Self:
        return self.filter(path=path)

    def descendants_of_path(self, path: str) -> Self:
        """Pages below a path, without the page itself."""
        return self.filter(path__startswith=f"{path}/")

    def subtree_of(self, path: str) -> Self:
        """The page at a path and its descendants."""
        return self.filter(Q(path=path) | Q(path__startswith=f"{path}/"))

    def translations_of(self, page: Any) -> Self:
        """The original of a page, or its translations."""
        return self.filter(Q(translation_of=page) | Q(pk=page.translation_of_id))

    def translations_of_path(self, path: str) -> Self:
        """Translations of the Vietnamese page at a path."""
        return self.filter(translation_of__language="vi", translation_of__path=path)

    def in_order(self) -> Self:
        return self.order_by("position", "title", "pk")

    def for_list(self) -> Self:
        """Loads only the fields that a link needs."""
        return self.only("title", "path", "language", "position")

    def for_sitemap(self) -> Self:
        return self.only("path", "language", "published_at", "updated_at")


class MenuEntryQuerySet(models.QuerySet):
    def shown(self) -> Self:
        """Visible entries; children of a hidden entry are hidden too."""
        return self.filter(Q(parent=None) | Q(parent__is_shown=True), is_shown=True)

    def with_visible_target(self, at: dt.datetime | None = None) -> Self:
        """Excludes entries that link to a page that is not public."""
        return self.filter(Q(page=None) | _published_q("page__", at or timezone.now()))


class LinkGroupQuerySet(models.QuerySet):
    def with_links(self) -> Self:
        """Prefetches the visible links as ``shown``; excludes groups without any. Two queries."""
        links = self.model._meta.get_field("links").related_model.objects.filter(is_shown=True)
        held = self.filter(pk__in=links.values("group"))
        return held.prefetch_related(Prefetch("links", links, to_attr="shown"))
