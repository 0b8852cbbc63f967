"""Queries of by-lines."""

import datetime as dt
from typing import Self

from django.db.models import Exists, OuterRef

from portal.kit.querysets import FoldedSearchQuerySet


class AuthorQuerySet(FoldedSearchQuerySet):
    def read(self, at: dt.datetime | None = None) -> Self:
        """Those of whom the public may read something; the others' names are the staff's own affair."""
        bylines = self.model._meta.get_field("bylines").related_model.objects.published(at)
        return self.filter(Exists(bylines.filter(author=OuterRef("pk"))))
