"""Queries of story threads and tags."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef

from portal.kit.querysets import FoldedSearchQuerySet

if TYPE_CHECKING:
    from news.models import Article


class GatheringQuerySet(FoldedSearchQuerySet):
    def read(self, at: dt.datetime | None = None) -> Self:
        """Those with something that the public may read; the others are still in preparation."""
        places = self.model._meta.get_field("articles").remote_field
        public = places.model.objects.published(at)
        return self.filter(Exists(public.filter(**{places.related_name: OuterRef("pk")})))

    def of_article(self, article: "Article") -> Self:
        return self.filter(articles=article)

    def of_slug(self, slug: str) -> Self:
        return self.filter(slug=slug)
