"""Query sets for documents, taxonomies, files and relations."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from portal.core.db.querysets import FoldedSearchQuerySet, KeysetQuerySet
from portal.core.publishing import PublishableQuerySet, public_condition
from portal.core.text import dates
from portal.documents.validity import Validity


class DocumentQuerySet(PublishableQuerySet, KeysetQuerySet, FoldedSearchQuerySet):  # type: ignore[override]  # of two bases
    keyset_field = "issued_on"

    def of_kind(self, slug: str) -> Self:
        return self.filter(kind__slug=slug)

    def of_issuing_body(self, slug: str) -> Self:
        return self.filter(issuing_body__slug=slug)

    def of_subject_area(self, slug: str) -> Self:
        return self.filter(subject_area__slug=slug)

    def of_year(self, year: int) -> Self:
        return self.issued_since(dt.date(year, 1, 1)).issued_until(dt.date(year, 12, 31))

    def issued_since(self, day: dt.date) -> Self:
        return self.filter(issued_on__gte=day)

    def issued_until(self, day: dt.date) -> Self:
        """Documents issued up to and including the day."""
        return self.filter(issued_on__lte=day)

    def with_validity(self, validity: Validity | str, day: dt.date) -> Self:
        """Documents with that validity. Python version: ``validity.validity_on``."""
        is_not_ceased = Q(ceased_on__isnull=True) | Q(ceased_on__gt=day)
        is_not_partly_ceased = Q(partly_ceased_on__isnull=True) | Q(partly_ceased_on__gt=day)
        conditions = {
            Validity.CEASED: Q(ceased_on__lte=day),
            Validity.NOT_YET: is_not_ceased & Q(effective_from__gt=day),
            Validity.PARTLY_CEASED: is_not_ceased & Q(effective_from__lte=day, partly_ceased_on__lte=day),
            Validity.IN_FORCE: is_not_ceased & Q(effective_from__lte=day) & is_not_partly_ceased,
        }
        return self.filter(conditions[Validity(validity)])

    def with_taxonomy(self) -> Self:
        return self.select_related("kind", "issuing_body", "subject_area")

    def for_list(self) -> Self:
        """Prefetches ``listed_files``, the public files; one more query."""
        files = self.model._meta.get_field("files").related_model.objects.not_removed()
        return self.with_taxonomy().prefetch_related(Prefetch("files", files, to_attr="listed_files"))

    def for_page(self) -> Self:
        return self.with_taxonomy()

    def for_sitemap(self) -> Self:
        return self.only("number", "symbol", "abstract", "updated_at")

    def years(self, at: dt.datetime | None = None) -> list[int]:
        """Years of issue of public documents, newest first."""
        found = self.public(at).order_by().values_list("issued_on__year", flat=True).distinct()
        return sorted(found, reverse=True)

    def keyset_value(self, timestamp: dt.datetime) -> dt.date:
        return dates.local_date(timestamp)


class TaxonomyTermQuerySet(models.QuerySet):
    """Query set of the taxonomies: kinds, issuing bodies and subject areas."""

    def with_public_documents(self, at: dt.datetime | None = None) -> Self:
        """Terms with at least one public document."""
        documents: Any = self.model._meta.get_field("documents").related_model
        column = self.model._meta.get_field("documents").field.name
        public = documents.objects.public(at).filter(**{column: OuterRef("pk")}).order_by()
        return self.filter(Exists(public))


class DocumentRelationQuerySet(models.QuerySet):
    def with_public_target(self, at: dt.datetime | None = None) -> Self:
        """Relations from one document to public documents."""
        return self.filter(public_condition(at, "target__"))

    def with_public_source(self, at: dt.datetime | None = None) -> Self:
        return self.filter(public_condition(at, "source__"))

    def replacing(self) -> Self:
        return self.filter(kind="replaces")
