"""Query sets for documents, taxonomies, files and relations."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from portal.core.db.querysets import FoldedSearchQuerySet, KeysetQuerySet
from portal.core.text import dates
from portal.documents.validity import Validity


class DocumentQuerySet(KeysetQuerySet, FoldedSearchQuerySet):
    keyset_field = "issued_on"

    def public(self, at: dt.datetime | None = None) -> Self:
        """Public documents. Model version: ``Document.is_public``."""
        return self.filter(published_at__lte=at or timezone.now(), withdrawn_at__isnull=True)

    def ever_published(self, at: dt.datetime | None = None) -> Self:
        """Documents that are or were public: a withdrawn one still has a page with the reason."""
        return self.filter(published_at__lte=at or timezone.now())

    def drafts(self) -> Self:
        return self.filter(published_at__isnull=True)

    def withdrawn(self) -> Self:
        return self.filter(withdrawn_at__isnull=False)

    def of_kind(self, slug: str) -> Self:
        return self.filter(kind__slug=slug)

    def of_issuing_body(self, slug: str) -> Self:
        return self.filter(issuing_body__slug=slug)

    def of_subject_area(self, slug: str) -> Self:
        return self.filter(subject_area__slug=slug)

    def with_pk(self, pk: int) -> Self:
        return self.filter(pk=pk)

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

    def latest_published_first(self) -> Self:
        """Orders by publication on the portal, newest first, for feeds."""
        return self.order_by("-published_at", "-pk")

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

    def keyset_value(self, moment: dt.datetime) -> dt.date:
        return dates.local_date(moment)


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
        return self.filter(target__published_at__lte=at or timezone.now(), target__withdrawn_at__isnull=True)

    def with_public_source(self, at: dt.datetime | None = None) -> Self:
        return self.filter(source__published_at__lte=at or timezone.now(), source__withdrawn_at__isnull=True)

    def replacing(self) -> Self:
        return self.filter(kind="replaces")
