"""Questions about drafts laid open for comment, and about the comments."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from portal.kit.paging import Key


class ConsultationQuerySet(models.QuerySet):
    def public(self, at: dt.datetime | None = None) -> Self:
        """What readers may see; the twin of ``Consultation.is_public``."""
        return self.filter(published_at__lte=at or timezone.now(), withdrawn_at__isnull=True)

    def known_to_readers(self, at: dt.datetime | None = None) -> Self:
        """Public now or once: a withdrawn one still has a page that says why it is gone."""
        return self.filter(published_at__lte=at or timezone.now())

    def of_key(self, pk: int) -> Self:
        return self.filter(pk=pk)

    def open(self, at: dt.datetime | None = None) -> Self:
        """Those that take comments at a moment; the twin of ``Consultation.is_open``."""
        now = at or timezone.now()
        return self.public(now).filter(opens_at__lte=now, closes_at__gt=now)

    def upcoming(self, at: dt.datetime | None = None) -> Self:
        now = at or timezone.now()
        return self.public(now).filter(opens_at__gt=now)

    def closed(self, at: dt.datetime | None = None) -> Self:
        now = at or timezone.now()
        return self.public(now).filter(closes_at__lte=now)

    def ended_before(self, moment: dt.datetime) -> Self:
        return self.filter(closes_at__lt=moment)

    def awaiting_summary(self, at: dt.datetime | None = None) -> Self:
        return self.closed(at).filter(summarised_at__isnull=True)

    def soonest_closing_first(self) -> Self:
        return self.order_by("closes_at", "pk")

    def newest_first(self) -> Self:
        return self.order_by("-closes_at", "-pk")

    def latest_published_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def before(self, key: Key) -> Self:
        moment, pk = key
        return self.filter(closes_at__lte=moment).exclude(closes_at=moment, pk__gte=pk)

    def after(self, key: Key) -> Self:
        moment, pk = key
        return self.filter(closes_at__gte=moment).exclude(closes_at=moment, pk__lte=pk)

    def for_list(self) -> Self:
        """With ``shown_count``: how many comments readers see."""
        return self.annotate(shown_count=Count("comments", filter=Q(comments__state="shown")))

    def with_pending_count(self) -> Self:
        """With ``pending_count``: how many comments wait for a look."""
        return self.annotate(pending_count=Count("comments", filter=Q(comments__state="pending")))

    def for_page(self) -> Self:
        return self.select_related("outcome__kind", "outcome__body")

    def for_sitemap(self) -> Self:
        return self.only("title", "updated_at")


class CommentQuerySet(models.QuerySet):
    def shown(self) -> Self:
        return self.filter(state="shown")

    def pending(self) -> Self:
        return self.filter(state="pending")

    def personal(self) -> Self:
        """Those that still name whoever wrote them."""
        return self.filter(forgotten_at__isnull=True)

    def of_consultations(self, consultations: ConsultationQuerySet) -> Self:
        return self.filter(consultation__in=consultations)

    def oldest_first(self) -> Self:
        return self.order_by("created_at", "pk")
