"""Query sets for consultations and their comments."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from portal.core.db.querysets import KeysetQuerySet
from portal.core.publishing import PublishableQuerySet


class ConsultationQuerySet(PublishableQuerySet, KeysetQuerySet):  # type: ignore[override]  # of two bases
    keyset_field = "closes_at"

    def open(self, at: dt.datetime | None = None) -> Self:
        """Drafts that take comments at a point in time. Model version: ``Consultation.is_open``."""
        now = at or timezone.now()
        return self.public(now).filter(opens_at__lte=now, closes_at__gt=now)

    def upcoming(self, at: dt.datetime | None = None) -> Self:
        now = at or timezone.now()
        return self.public(now).filter(opens_at__gt=now)

    def closed(self, at: dt.datetime | None = None) -> Self:
        now = at or timezone.now()
        return self.public(now).filter(closes_at__lte=now)

    def closed_before(self, timestamp: dt.datetime) -> Self:
        return self.filter(closes_at__lt=timestamp)

    def awaiting_summary(self, at: dt.datetime | None = None) -> Self:
        return self.closed(at).filter(summary_published_at__isnull=True)

    def soonest_closing_first(self) -> Self:
        return self.order_by("closes_at", "pk")

    def for_list(self) -> Self:
        """Annotates ``shown_count``: the number of public comments."""
        return self.annotate(shown_count=Count("comments", filter=Q(comments__state="shown")))

    def with_pending_count(self) -> Self:
        """Annotates ``pending_count``: the number of comments to moderate."""
        return self.annotate(pending_count=Count("comments", filter=Q(comments__state="pending")))

    def for_page(self) -> Self:
        return self.select_related("outcome__kind", "outcome__issuing_body")

    def for_sitemap(self) -> Self:
        return self.only("title", "updated_at")


class CommentQuerySet(models.QuerySet):
    def shown(self) -> Self:
        return self.filter(state="shown")

    def pending(self) -> Self:
        return self.filter(state="pending")

    def with_personal_data(self) -> Self:
        """Comments whose author has not been anonymized."""
        return self.filter(anonymized_at__isnull=True)

    def of_consultations(self, consultations: ConsultationQuerySet) -> Self:
        return self.filter(consultation__in=consultations)

    def oldest_first(self) -> Self:
        return self.order_by("created_at", "pk")
