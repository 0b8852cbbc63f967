"""The vocabulary of queries on questions."""

import datetime as dt
from collections.abc import Collection
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q, Window

from portal.accounts.models import User
from portal.kit import dates
from portal.kit.paging import Key
from portal.kit.querysets import FoldedSearchQuerySet
from portal.questions.workflow import CLOSED, OPEN, Status


class TopicQuerySet(models.QuerySet):
    def in_order(self) -> Self:
        return self.order_by("position", "name")

    def open(self) -> Self:
        """Those that a new question may be put under."""
        return self.filter(is_open=True)

    def with_answers(self) -> Self:
        """Those under which the public finds something, with ``answered_count``."""
        counted = Count("questions", filter=Q(questions__status=Status.PUBLISHED))
        return self.annotate(answered_count=counted).filter(answered_count__gt=0)


class QuestionQuerySet(FoldedSearchQuerySet):
    # For the public
    def published(self) -> Self:
        """Its twin for one row is ``Question.is_published``."""
        return self.filter(status=Status.PUBLISHED)

    def of_topic(self, slug: str) -> Self:
        return self.filter(topic__slug=slug)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def before(self, key: Key) -> Self:
        moment, pk = key
        return self.filter(Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=pk))

    def after(self, key: Key) -> Self:
        moment, pk = key
        return self.filter(Q(published_at__gt=moment) | Q(published_at=moment, pk__gt=pk))

    def for_list(self) -> Self:
        return self.select_related("topic").defer("text", "answer", "answer_rendered", "search_folded")

    def for_feed(self, *, with_answer: bool) -> Self:
        shown = ("public_subject", "public_text", "unit", "published_at", "received_at", "topic__name")
        return self.select_related("topic").only(*shown, *(["answer_rendered"] if with_answer else []))

    def for_page(self) -> Self:
        return self.select_related("topic")

    # For the sender
    def of_code(self, code: str) -> Self:
        return self.filter(code=code)

    # For the staff
    def in_states(self, states: Collection[Status]) -> Self:
        return self.filter(status__in=states)

    def overdue(self, at: dt.datetime) -> Self:
        """Its twin for one row is ``Question.is_overdue``."""
        return self.in_states(OPEN).filter(due_on__lt=dates.local_day(at))

    def assigned_to(self, user: User) -> Self:
        return self.in_states(OPEN).filter(assignee=user)

    def for_desk(self) -> Self:
        """The soonest due first; each row knows how many there are (``total``)."""
        rows = self.select_related("topic", "assignee").defer("text", "public_text", "answer", "answer_rendered")
        return rows.annotate(total=Window(Count("*"))).order_by("due_on", "pk")

    def to_forget(self, at: dt.datetime) -> Self:
        """Closed long enough ago, with the sender's contact data still there."""
        until = at - dt.timedelta(days=settings.QUESTION_CONTACT_DAYS)
        return self.in_states(CLOSED).filter(closed_at__lte=until, contact_erased_at=None)


class QuestionEventQuerySet(models.QuerySet):
    def in_order(self) -> Self:
        return self.order_by("made_at", "pk")

    def with_people(self) -> Self:
        return self.select_related("made_by")


class DayOffQuerySet(models.QuerySet):
    def days(self, since: dt.date) -> set[dt.date]:
        """The days off from a day on; one query."""
        return set(self.filter(day__gte=since).order_by().values_list("day", flat=True))
