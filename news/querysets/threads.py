"""Query sets of story threads and tags."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db.models import Count, Exists, Max, OuterRef, Q

from portal.core.db.querysets import FoldedSearchQuerySet

if TYPE_CHECKING:
    from news.models import Article


class ThreadOrTagQuerySet(FoldedSearchQuerySet):
    def with_public_articles(self, at: dt.datetime | None = None) -> Self:
        """With public articles; the others are still in preparation."""
        places = self.model._meta.get_field("articles").remote_field
        public = places.model.objects.published(at)
        return self.filter(Exists(public.filter(**{places.related_name: OuterRef("pk")})))

    def with_article_counts(self, at: dt.datetime | None = None) -> Self:
        """Annotates the number of public articles (``article_count``) and the newest publication (``newest_at``)."""
        articles = self.model._meta.get_field("articles").remote_field.model
        public = Q(articles__in=articles.objects.published(at))
        return self.annotate(
            article_count=Count("articles", filter=public), newest_at=Max("articles__published_at", filter=public)
        )

    def latest_first(self) -> Self:
        """By newest publication; requires ``with_article_counts``."""
        return self.order_by("-newest_at", "name", "pk")

    def of_article(self, article: "Article") -> Self:
        return self.filter(articles=article)

    def of_slug(self, slug: str) -> Self:
        return self.filter(slug=slug)
