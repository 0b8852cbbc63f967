"""Questions about the years of a bloc."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from emulation.querysets import naming
from portal.kit import vietnamese

if TYPE_CHECKING:
    from emulation.models.years import EmulationYear


class EmulationYearQuerySet(models.QuerySet):
    def of_bloc_at(self, slug: str) -> Self:
        return self.filter(bloc__slug=slug)

    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def matching(self, words: str) -> Self:
        """The year, or the bloc's last recorded name, whatever the diacritics and the case: every word must fit."""
        found = self
        for word in vietnamese.fold(words).split():
            fits = Q(bloc__search_folded__contains=word)
            if word.isdecimal():
                fits |= Q(year=int(word))
            found = found.filter(fits)
        return found

    def newest_first(self) -> Self:
        return self.order_by("-year")

    def newest_of_each_bloc(self, until: int) -> Self:
        """Of every bloc the newest year on record that is not after ``until``."""
        newest = self.model.objects.filter(bloc=OuterRef("bloc"), year__lte=until).newest_first()
        return self.filter(pk=Subquery(newest.values("pk")[:1]))

    def in_bloc_order(self) -> Self:
        return self.order_by("-year", "bloc__slug")

    def with_bloc(self) -> Self:
        return self.select_related("bloc")

    def with_public_covenant(self) -> Self:
        """Those whose covenant the public may read, with ``last_signed_at``: when its last signature was recorded."""
        signatures = apps.get_model("emulation", "CovenantSignature").objects.filter(covenant__year=OuterRef("pk"))
        last = signatures.order_by("-recorded_at").values("recorded_at")[:1]
        return self.annotate(last_signed_at=Subquery(last)).filter(last_signed_at__isnull=False)

    def with_covenant_year(self) -> Self:
        """With ``covenant_year``: the newest year of the same bloc whose covenant the public may read, or None."""
        covenants = apps.get_model("emulation", "Covenant").objects.filter(year__bloc=OuterRef("bloc")).public()
        return self.annotate(covenant_year=Subquery(covenants.order_by("-year__year").values("year__year")[:1]))

    def with_bloc_named_on(self, day: dt.date) -> Self:
        """With the bloc, and ``bloc_name`` and ``bloc_number``: what it was called on a day, in the same query."""
        return self.select_related("bloc").annotate(
            bloc_name=bloc_name_on(day, "name"), bloc_number=bloc_name_on(day, "number_label")
        )

    def years_recorded(self) -> list[int]:
        """The years that any bloc has a record of, newest first."""
        return list(self.order_by("-year").values_list("year", flat=True).distinct())


class MilestoneQuerySet(models.QuerySet):
    def with_day(self) -> Self:
        """Those that were done or are planned: what can stand on a line of time."""
        return self.filter(Q(done_on__isnull=False) | Q(planned_on__isnull=False))

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def done(self) -> Self:
        return self.filter(done_on__isnull=False)

    def not_done(self) -> Self:
        return self.filter(done_on__isnull=True)


def was_member_within(bloc_id: int, agency_id: int, start: dt.date, end: dt.date) -> bool:
    """Whether an agency belonged to a bloc on any day from ``start`` to the day before ``end``."""
    memberships = apps.get_model("emulation", "Membership").objects
    return memberships.overlapping(start, end).filter(bloc=bloc_id, agency=agency_id).exists()


def was_member_on(bloc_id: int, agency_id: int, day: dt.date) -> bool:
    return was_member_within(bloc_id, agency_id, day, day + dt.timedelta(days=1))


def theme_of_member(year: "EmulationYear | None") -> models.expressions.Combinable:
    """For a query of memberships: the theme that the member set for itself in a year."""
    if year is None:
        return Value("")
    themes = apps.get_model("emulation", "MemberTheme").objects.filter(year=year, agency=OuterRef("agency"))
    return Coalesce(Subquery(themes.values("theme")[:1]), Value(""), output_field=models.TextField())


def agency_name_on(agency: str, day: F | OuterRef | dt.date) -> Coalesce:
    """What the agency at ``agency`` was called on a day, for any query; the rule is ``rules.naming.name_on``."""
    names = apps.get_model("emulation", "AgencyName").objects.filter(agency=OuterRef(agency))
    return naming.on_day(names, day, "name", Value(""))


def bloc_name_on(day: dt.date, column: str, bloc: str = "bloc") -> Coalesce:
    """One column of the name that the bloc at ``bloc`` had on a day, for any query."""
    names = apps.get_model("emulation", "BlocName").objects.filter(bloc=OuterRef(bloc))
    return naming.on_day(names, day, column, Value(""))
