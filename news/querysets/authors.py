"""Query set of authors."""

import datetime as dt
from typing import Self

from django.db.models import Exists, OuterRef

from portal.core.db.querysets import FoldedSearchQuerySet


class AuthorQuerySet(FoldedSearchQuerySet):
    def with_public_articles(self, at: dt.datetime | None = None) -> Self:
        """Authors with public articles; the names of others are not published."""
        bylines = self.model._meta.get_field("bylines").related_model.objects.published(at)
        return self.filter(Exists(bylines.filter(author=OuterRef("pk"))))
