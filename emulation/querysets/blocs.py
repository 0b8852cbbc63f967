"""The vocabulary of blocs, their members and officers on a day."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from emulation.querysets import naming
from portal.kit import vietnamese
from portal.kit.periods import PeriodQuerySet

if TYPE_CHECKING:
    from emulation.models.agencies import Agency
    from emulation.models.blocs import Bloc


class BlocQuerySet(models.QuerySet):
    def named_on(self, day: dt.date) -> Self:
        """Each bloc with ``day_name`` and ``day_number``: what it is called on a day, in the same query.

        Its twin for one row is ``Bloc.name_on``.
        """
        names = self.model._meta.get_field("names").related_model.objects.filter(bloc=OuterRef("pk"))
        return self.annotate(
            day_name=naming.on_day(names, day, "name"), day_number=naming.on_day(names, day, "number_label")
        )

    def named_in_english_on(self, day: dt.date) -> Self:
        """Each bloc with ``day_name_en``: empty where its name of the day has none in English."""
        names = self.model._meta.get_field("names").related_model.objects.filter(bloc=OuterRef("pk"))
        return self.annotate(day_name_en=naming.on_day(names, day, "name_en", Value("")))

    def existing_on(self, day: dt.date) -> Self:
        """With a name on the day. Its twin for one row is ``Bloc.exists_on``."""
        names = self.model._meta.get_field("names").related_model.objects.holding_on(day)
        return self.filter(Exists(names.filter(bloc=OuterRef("pk"))))

    def matching(self, words: str) -> Self:
        """The last recorded name contains every word, whatever the diacritics and the case."""
        found = self
        for word in vietnamese.fold(words).split():
            found = found.filter(search_folded__contains=word)
        return found

    def for_admin_list(self, day: dt.date) -> Self:
        """Each bloc with its name, ``head_label`` and ``member_count`` of a day, in one query."""
        officers = self.model._meta.get_field("officers").related_model.objects.heads().begun_by(day).latest_first()
        places = self.model._meta.get_field("memberships").related_model.objects.holding_on(day)
        counted = places.filter(bloc=OuterRef("pk")).order_by().values("bloc").annotate(count=models.Count("pk"))
        return self.named_on(day).annotate(
            head_label=Subquery(officers.filter(bloc=OuterRef("pk")).values("agency__label")[:1]),
            member_count=Coalesce(Subquery(counted.values("count")), 0),
        )

    def with_names(self) -> Self:
        """With what ``Bloc.name_on`` reads."""
        return self.prefetch_related("names")


class MembershipQuerySet(PeriodQuerySet):
    def of(self, bloc: "Bloc", agency: "Agency") -> Self:
        return self.filter(bloc=bloc, agency=agency)

    def of_bloc(self, bloc: "Bloc") -> Self:
        return self.filter(bloc=bloc)

    def of_agency(self, agency: "Agency") -> Self:
        return self.filter(agency=agency)

    def of_level(self, level: str) -> Self:
        return self.filter(level=level)

    def next_position(self) -> int:
        """The place after the last one of a bloc."""
        return (self.aggregate(last=models.Max("position"))["last"] or 0) + 1

    def in_order(self) -> Self:
        """As the decision lists them, then by name."""
        return self.order_by("position", "agency__label", "pk")

    def with_agencies(self) -> Self:
        """With the agencies and their names over time: two queries whatever the number of members."""
        return self.select_related("agency", "decision").prefetch_related("agency__names")


class OfficerQuerySet(PeriodQuerySet):
    def of_bloc(self, bloc: "Bloc") -> Self:
        return self.filter(bloc=bloc)

    def of_agency(self, agency: "Agency") -> Self:
        return self.filter(agency=agency)

    def of_role(self, role: str) -> Self:
        return self.filter(role=role)

    def heads(self) -> Self:
        return self.filter(role="head")

    def with_people(self) -> Self:
        """With agencies, their names, and the people who represent them: three queries whatever the number."""
        return self.select_related("agency", "decision").prefetch_related("agency__names", "persons")

    def effective_on(self, day: dt.date) -> Self:
        """Who holds an office on a day, and the heads that held it last: what ``rules.leadership`` chooses from."""
        later = self.model._default_manager.filter(
            bloc=OuterRef("bloc"), role="head", valid_from__lte=day, valid_from__gt=OuterRef("valid_from")
        )
        last_head = Q(role="head") & ~Exists(later)
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day) | last_head)
