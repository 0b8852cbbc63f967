"""Query sets for blocs, their members and leadership on a day."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from emulation.querysets import names as emulation_names
from portal.core.db.periods import PeriodQuerySet
from portal.core.db.querysets import FoldedSearchQuerySet

if TYPE_CHECKING:
    from emulation.models.agencies import Agency
    from emulation.models.blocs import Bloc


class BlocQuerySet(FoldedSearchQuerySet):
    def with_name_on(self, day: dt.date) -> Self:
        """Annotates ``effective_name`` and ``effective_number``: the name on a day.

        Model version: ``Bloc.name_on``.
        """
        names = self.model._meta.get_field("names").related_model.objects.filter(bloc=OuterRef("pk"))
        return self.annotate(
            effective_name=emulation_names.name_column_on(names, day, "name"),
            effective_number=emulation_names.name_column_on(names, day, "number_label"),
        )

    def with_english_name_on(self, day: dt.date) -> Self:
        """Annotates ``effective_name_en``: empty if the bloc's name of the day has no English version."""
        names = self.model._meta.get_field("names").related_model.objects.filter(bloc=OuterRef("pk"))
        return self.annotate(effective_name_en=emulation_names.name_column_on(names, day, "name_en", Value("")))

    def existing_on(self, day: dt.date) -> Self:
        """Blocs with a name on the day. Model version: ``Bloc.exists_on``."""
        names = self.model._meta.get_field("names").related_model.objects.valid_on(day)
        return self.filter(Exists(names.filter(bloc=OuterRef("pk"))))

    def for_admin_list(self, day: dt.date) -> Self:
        """Annotates the name, ``head_label`` and ``member_count`` of a day, in one query."""
        heads = (
            self.model._meta.get_field("leadership_terms").related_model.objects.heads().started_by(day).latest_first()
        )
        memberships = self.model._meta.get_field("memberships").related_model.objects.valid_on(day)
        counted = memberships.filter(bloc=OuterRef("pk")).order_by().values("bloc").annotate(count=models.Count("pk"))
        return self.with_name_on(day).annotate(
            head_label=Subquery(heads.filter(bloc=OuterRef("pk")).values("agency__label")[:1]),
            member_count=Coalesce(Subquery(counted.values("count")), 0),
        )

    def with_names(self) -> Self:
        """Prefetches the names that ``Bloc.name_on`` reads."""
        return self.prefetch_related("names")


class MembershipQuerySet(PeriodQuerySet):
    def of_bloc_and_agency(self, bloc: "Bloc", agency: "Agency") -> Self:
        return self.filter(bloc=bloc, agency=agency)

    def of_bloc(self, bloc: "Bloc") -> Self:
        return self.filter(bloc=bloc)

    def of_agency(self, agency: "Agency") -> Self:
        return self.filter(agency=agency)

    def of_level(self, level: str) -> Self:
        return self.filter(level=level)

    def next_position(self) -> int:
        """Next free position in a bloc."""
        return (self.aggregate(last=models.Max("position"))["last"] or 0) + 1

    def in_order(self) -> Self:
        """Orders by position in the decision, then by name."""
        return self.order_by("position", "agency__label", "pk")

    def with_agencies(self) -> Self:
        """Prefetches the agencies and their names over time: two queries whatever the number of members."""
        return self.select_related("agency", "decision").prefetch_related("agency__names")


class LeadershipTermQuerySet(PeriodQuerySet):
    def of_bloc(self, bloc: "Bloc") -> Self:
        return self.filter(bloc=bloc)

    def of_agency(self, agency: "Agency") -> Self:
        return self.filter(agency=agency)

    def of_role(self, role: str) -> Self:
        return self.filter(role=role)

    def heads(self) -> Self:
        return self.filter(role="head")

    def with_representatives(self) -> Self:
        """Prefetches agencies, their names and representatives: three queries whatever the number of terms."""
        return self.select_related("agency", "decision").prefetch_related("agency__names", "representatives")

    def effective_on(self, day: dt.date) -> Self:
        """Terms valid on a day, and the last heads before it: the input of ``rules.leadership``."""
        later = self.model._default_manager.filter(
            bloc=OuterRef("bloc"), role="head", valid_from__lte=day, valid_from__gt=OuterRef("valid_from")
        )
        last_head = Q(role="head") & ~Exists(later)
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day) | last_head)
