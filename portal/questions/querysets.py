"""Query sets for questions, topics and days off."""

import datetime as dt
from collections.abc import Collection
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q, Window

from portal.accounts.models import User
from portal.core.db.querysets import FoldedSearchQuerySet, KeysetQuerySet
from portal.core.text import dates
from portal.questions.workflow import CLOSED_STATUSES, OPEN_STATUSES, QuestionStatus


class TopicQuerySet(models.QuerySet):
    def in_order(self) -> Self:
        return self.order_by("position", "name")

    def open(self) -> Self:
        """Topics that new questions may use."""
        return self.filter(is_open=True)

    def with_answers(self) -> Self:
        """Topics with public answers; annotates ``answered_count``."""
        counted = Count("questions", filter=Q(questions__status=QuestionStatus.PUBLISHED))
        return self.annotate(answered_count=counted).filter(answered_count__gt=0)


class QuestionQuerySet(KeysetQuerySet, FoldedSearchQuerySet):  # type: ignore[override]  # of two bases
    keyset_field = "published_at"

    # For the public
    def published(self) -> Self:
        """Published questions. Model version: ``Question.is_published``."""
        return self.filter(status=QuestionStatus.PUBLISHED)

    def of_topic(self, slug: str) -> Self:
        return self.filter(topic__slug=slug)

    def for_list(self) -> Self:
        return self.select_related("topic").defer("text", "answer", "answer_rendered", "search_folded")

    def for_feed(self, *, with_answer: bool) -> Self:
        shown = ("public_subject", "public_text", "unit", "published_at", "received_at", "topic__name")
        return self.select_related("topic").only(*shown, *(["answer_rendered"] if with_answer else []))

    def for_page(self) -> Self:
        return self.select_related("topic")

    # For the sender
    def with_code(self, code: str) -> Self:
        return self.filter(code=code)

    # For the staff
    def with_status(self, states: Collection[QuestionStatus]) -> Self:
        return self.filter(status__in=states)

    def overdue(self, at: dt.datetime) -> Self:
        """Overdue questions. Model version: ``Question.is_overdue``."""
        return self.with_status(OPEN_STATUSES).filter(due_on__lt=dates.local_date(at))

    def assigned_to(self, user: User) -> Self:
        return self.with_status(OPEN_STATUSES).filter(assignee=user)

    def for_dashboard(self) -> Self:
        """Orders by due date; annotates the number of rows (``total``)."""
        rows = self.select_related("topic", "assignee").defer("text", "public_text", "answer", "answer_rendered")
        return rows.annotate(total=Window(Count("*"))).order_by("due_on", "pk")

    def due_for_anonymization(self, at: dt.datetime) -> Self:
        """Questions closed long enough ago that still have contact data."""
        until = at - dt.timedelta(days=settings.QUESTION_CONTACT_RETENTION_DAYS)
        return self.with_status(CLOSED_STATUSES).filter(closed_at__lte=until, contact_erased_at=None)


class QuestionEventQuerySet(models.QuerySet):
    def in_order(self) -> Self:
        return self.order_by("made_at", "pk")

    def with_users(self) -> Self:
        return self.select_related("made_by")


class DayOffQuerySet(models.QuerySet):
    def days(self, since: dt.date) -> set[dt.date]:
        """Dates of the days off from a day on; one query."""
        return set(self.filter(day__gte=since).order_by().values_list("day", flat=True))
