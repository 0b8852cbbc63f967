"""Query sets for meetings and attendance."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, F, FilteredRelation, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from emulation.querysets.names import TranslatedStrField
from emulation.querysets.years import agency_name_on

if TYPE_CHECKING:
    from emulation.models.meetings import Meeting


@dataclass(frozen=True)
class Guest:
    """Attendee who does not belong to the bloc."""

    agency: str
    person_name: str
    post: str


class MeetingQuerySet(models.QuerySet):
    def in_order(self) -> Self:
        return self.order_by("held_on", "starts_at", "pk")

    def with_names(self) -> Self:
        """Annotates ``host_name`` and ``chair_name``: the agencies' names on the day of the meeting."""
        day = OuterRef("held_on")
        return self.annotate(host_name=agency_name_on("host", day), chair_name=agency_name_on("chair", day))

    def with_member_count(self) -> Self:
        """Annotates ``member_count``; the rule is ``AttendanceQuerySet.member_count``."""
        attendances = apps.get_model("emulation", "Attendance").objects.members().filter(meeting=OuterRef("pk"))
        counts = attendances.order_by().values("meeting").annotate(count=Count("agency", distinct=True))
        return self.annotate(member_count=Coalesce(Subquery(counts.values("count")), Value(0)))

    def with_guest_rows(self) -> Self:
        """One row for each guest, or one for a meeting without: ``guest_name``, ``guest_person``, ``guest_post``."""
        return (
            self.annotate(guest=FilteredRelation("attendances", condition=Q(attendances__capacity="guest")))
            .annotate(
                guest_agency=F("guest__agency"),
                guest_person=F("guest__person_name"),
                guest_post=F("guest__post"),
            )
            .annotate(
                guest_name=Coalesce(
                    NullIf(F("guest__guest_organisation"), Value("")),
                    agency_name_on("guest_agency", OuterRef("held_on")),
                    output_field=TranslatedStrField(),
                )
            )
            .order_by("held_on", "starts_at", "pk", "guest__pk")
        )

    def for_year_page(self) -> "list[Meeting]":
        """Meetings with article, names of the day, ``member_count`` and ``guests``, in one query."""
        rows = (
            self.with_names()
            .with_member_count()
            .with_guest_rows()
            .select_related("article")
            .defer("article__body", "article__body_rendered")
        )
        meetings: dict[int, Meeting] = {}
        for row in rows:
            meeting = meetings.setdefault(row.pk, row)
            if meeting is row:
                meeting.guests = []
            if row.guest_name:
                meeting.guests.append(Guest(row.guest_name, row.guest_person, row.guest_post))
        return list(meetings.values())


class AttendanceQuerySet(models.QuerySet):
    def members(self) -> Self:
        return self.filter(capacity="member")

    def guests(self) -> Self:
        return self.filter(capacity="guest")

    def member_count(self) -> int:
        """Number of member agencies present: two people of one agency count once, guests not at all."""
        return self.members().values("agency").distinct().count()
