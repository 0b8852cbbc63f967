"""Questions about the library's documents."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from portal.kit import dates
from portal.kit.querysets import FoldedSearchQuerySet
from portal.library.validity import Validity

# A moment for each day of issue, so that lists turn pages by the house's cursors.
Key = tuple[dt.datetime, int]


class DocumentQuerySet(FoldedSearchQuerySet):
    def public(self, at: dt.datetime | None = None) -> Self:
        """What readers may see; the twin of ``Document.is_public``."""
        return self.filter(published_at__lte=at or timezone.now(), withdrawn_at__isnull=True)

    def known_to_readers(self, at: dt.datetime | None = None) -> Self:
        """Public now or once: a withdrawn one still has a page that says why it is gone."""
        return self.filter(published_at__lte=at or timezone.now())

    def drafts(self) -> Self:
        return self.filter(published_at__isnull=True)

    def withdrawn(self) -> Self:
        return self.filter(withdrawn_at__isnull=False)

    def of_kind(self, slug: str) -> Self:
        return self.filter(kind__slug=slug)

    def of_body(self, slug: str) -> Self:
        return self.filter(body__slug=slug)

    def of_field(self, slug: str) -> Self:
        return self.filter(field__slug=slug)

    def of_key(self, pk: int) -> Self:
        return self.filter(pk=pk)

    def of_year(self, year: int) -> Self:
        return self.issued_since(dt.date(year, 1, 1)).issued_until(dt.date(year, 12, 31))

    def issued_since(self, day: dt.date) -> Self:
        return self.filter(issued_on__gte=day)

    def issued_until(self, day: dt.date) -> Self:
        """That day included."""
        return self.filter(issued_on__lte=day)

    def with_validity(self, validity: Validity | str, day: dt.date) -> Self:
        """The twin of ``validity.validity_on``."""
        lasts = Q(ceased_on__isnull=True) | Q(ceased_on__gt=day)
        is_whole = Q(partly_ceased_on__isnull=True) | Q(partly_ceased_on__gt=day)
        conditions = {
            Validity.CEASED: Q(ceased_on__lte=day),
            Validity.NOT_YET: lasts & Q(effective_from__gt=day),
            Validity.PARTLY_CEASED: lasts & Q(effective_from__lte=day, partly_ceased_on__lte=day),
            Validity.IN_FORCE: lasts & Q(effective_from__lte=day) & is_whole,
        }
        return self.filter(conditions[Validity(validity)])

    def newest_first(self) -> Self:
        return self.order_by("-issued_on", "-pk")

    def latest_published_first(self) -> Self:
        """For feeds: what came to the portal last, whenever it was issued."""
        return self.order_by("-published_at", "-pk")

    def before(self, key: Key) -> Self:
        day, pk = dates.local_day(key[0]), key[1]
        return self.filter(issued_on__lte=day).exclude(issued_on=day, pk__gte=pk)

    def after(self, key: Key) -> Self:
        day, pk = dates.local_day(key[0]), key[1]
        return self.filter(issued_on__gte=day).exclude(issued_on=day, pk__lte=pk)

    def with_headings(self) -> Self:
        return self.select_related("kind", "body", "field")

    def for_list(self) -> Self:
        """With ``listed_files``: what readers can take; one query more."""
        files = self.model._meta.get_field("files").related_model.objects.present()
        return self.with_headings().prefetch_related(Prefetch("files", files, to_attr="listed_files"))

    def for_page(self) -> Self:
        return self.with_headings()

    def for_sitemap(self) -> Self:
        return self.only("number", "symbol", "abstract", "updated_at")

    def years(self, at: dt.datetime | None = None) -> list[int]:
        """Years of issue of what is public, newest first."""
        found = self.public(at).order_by().values_list("issued_on__year", flat=True).distinct()
        return sorted(found, reverse=True)


class HeadingQuerySet(models.QuerySet):
    """Kinds, bodies and fields: the headings that documents are filed under."""

    def used(self, at: dt.datetime | None = None) -> Self:
        """Those under which the public finds anything."""
        documents: Any = self.model._meta.get_field("documents").related_model
        column = self.model._meta.get_field("documents").field.name
        public = documents.objects.public(at).filter(**{column: OuterRef("pk")}).order_by()
        return self.filter(Exists(public))


class KeptFileQuerySet(models.QuerySet):
    def present(self) -> Self:
        """Those that stand with their document or draft now; the others are kept for its history."""
        return self.filter(removed_at=None)


class RelationQuerySet(models.QuerySet):
    def to_public(self, at: dt.datetime | None = None) -> Self:
        """From one document to others that readers may see."""
        return self.filter(target__published_at__lte=at or timezone.now(), target__withdrawn_at__isnull=True)

    def from_public(self, at: dt.datetime | None = None) -> Self:
        return self.filter(source__published_at__lte=at or timezone.now(), source__withdrawn_at__isnull=True)

    def replacing(self) -> Self:
        return self.filter(kind="replaces")
