"""Query sets for the years of a bloc."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from emulation.querysets import names as emulation_names
from portal.core.text import vietnamese
from portal.core.text.numbers import parse_int

if TYPE_CHECKING:
    from emulation.models.years import EmulationYear


class EmulationYearQuerySet(models.QuerySet):
    def of_bloc_slug(self, slug: str) -> Self:
        return self.filter(bloc__slug=slug)

    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def matching(self, query: str) -> Self:
        """Years that match every word by year or last recorded bloc name, ignoring diacritics and case."""
        found = self
        for word in vietnamese.search_terms(query):
            fits = Q(bloc__search_folded__contains=word)
            if (year := parse_int(word, maximum=9999)) is not None:
                fits |= Q(year=year)
            found = found.filter(fits)
        return found

    def newest_first(self) -> Self:
        return self.order_by("-year")

    def newest_of_each_bloc(self, until: int) -> Self:
        """The newest recorded year of every bloc that is not after ``until``."""
        newest = self.model.objects.filter(bloc=OuterRef("bloc"), year__lte=until).newest_first()
        return self.filter(pk=Subquery(newest.values("pk")[:1]))

    def in_bloc_order(self) -> Self:
        return self.order_by("-year", "bloc__slug")

    def with_bloc(self) -> Self:
        return self.select_related("bloc")

    def with_public_covenant(self) -> Self:
        """Years with a public covenant; annotates ``last_signed_at``: when its last signature was recorded."""
        signatures = apps.get_model("emulation", "CovenantSignature").objects.filter(covenant__year=OuterRef("pk"))
        last = signatures.order_by("-recorded_at").values("recorded_at")[:1]
        return self.annotate(last_signed_at=Subquery(last)).filter(last_signed_at__isnull=False)

    def with_covenant_year(self) -> Self:
        """Annotates ``covenant_year``: the newest year of the same bloc with a public covenant, or None."""
        covenants = apps.get_model("emulation", "Covenant").objects.filter(year__bloc=OuterRef("bloc")).public()
        return self.annotate(covenant_year=Subquery(covenants.order_by("-year__year").values("year__year")[:1]))

    def with_bloc_name_on(self, day: dt.date) -> Self:
        """Selects the bloc; annotates ``bloc_name`` and ``bloc_number``: its name on a day, in the same query."""
        return self.select_related("bloc").annotate(
            bloc_name=bloc_name_on(day, "name"), bloc_number=bloc_name_on(day, "number_label")
        )

    def recorded_years(self) -> list[int]:
        """All recorded years of any bloc, newest first."""
        return list(self.order_by("-year").values_list("year", flat=True).distinct())


class MilestoneQuerySet(models.QuerySet):
    def dated(self) -> Self:
        """Milestones with an actual or a planned day, which the timeline can show."""
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


def member_theme_expression(year: "EmulationYear | None") -> models.expressions.Combinable:
    """Subquery for memberships: the member's own theme in a year."""
    if year is None:
        return Value("")
    themes = apps.get_model("emulation", "MemberTheme").objects.filter(year=year, agency=OuterRef("agency"))
    return Coalesce(Subquery(themes.values("theme")[:1]), Value(""), output_field=models.TextField())


def agency_name_on(agency: str, day: F | OuterRef | dt.date) -> Coalesce:
    """Subquery for the name of the agency at ``agency`` on a day; the rule is ``rules.names.name_on``."""
    names = apps.get_model("emulation", "AgencyName").objects.filter(agency=OuterRef(agency))
    return emulation_names.name_column_on(names, day, "name", Value(""))


def bloc_name_on(day: dt.date, column: str, bloc: str = "bloc") -> Coalesce:
    """Subquery for one column of the name of the bloc at ``bloc`` on a day."""
    names = apps.get_model("emulation", "BlocName").objects.filter(bloc=OuterRef(bloc))
    return emulation_names.name_column_on(names, day, column, Value(""))
