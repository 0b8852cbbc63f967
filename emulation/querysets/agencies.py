"""Query sets for agencies, their names and the decisions behind them."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value

from emulation.querysets import names as emulation_names
from portal.core.db.periods import PeriodQuerySet
from portal.core.db.querysets import FoldedSearchQuerySet
from portal.core.text import vietnamese

if TYPE_CHECKING:
    from emulation.models.blocs import Bloc


class DecisionQuerySet(FoldedSearchQuerySet):
    """Decisions, searched by reference, issuer and abstract."""


class AgencyQuerySet(models.QuerySet):
    def with_name_on(self, day: dt.date) -> Self:
        """Annotates ``effective_name``, ``effective_short_name`` and ``effective_initials``: the name on a day.

        Model version: ``Agency.name_on``.
        """
        names = self.model._meta.get_field("names").related_model.objects.filter(agency=OuterRef("pk"))
        columns = ("name", "short_name", "initials")
        return self.annotate(
            **{f"effective_{column}": emulation_names.name_column_on(names, day, column) for column in columns}
        )

    def with_english_name_on(self, day: dt.date) -> Self:
        """Annotates ``effective_name_en``: empty if the agency's name of the day has no English version."""
        names = self.model._meta.get_field("names").related_model.objects.filter(agency=OuterRef("pk"))
        return self.annotate(effective_name_en=emulation_names.name_column_on(names, day, "name_en", Value("")))

    def existing_on(self, day: dt.date) -> Self:
        """Agencies not dissolved on a day. Model version: ``Agency.exists_on``."""
        return self.filter(Q(dissolved_on=None) | Q(dissolved_on__gt=day))

    def matching(self, query: str) -> Self:
        """Agencies with a past or present name that contains every word, ignoring diacritics and case."""
        found = self
        for word in vietnamese.search_terms(query):
            named = self.model._meta.get_field("names").related_model.objects.filter(search_folded__contains=word)
            found = found.filter(Q(search_folded__contains=word) | Q(pk__in=named.values("agency")))
        return found

    def members_of(self, bloc: "Bloc", *, since: dt.date) -> Self:
        """Agencies that belong to a bloc on a day or later."""
        memberships = self.model._meta.get_field("memberships").related_model.objects.of_bloc(bloc)
        return self.filter(pk__in=memberships.current_or_future(since).values("agency")).order_by("label")

    def with_bloc_label_on(self, day: dt.date) -> Self:
        """Annotates ``bloc_label``: the bloc it belongs to on a day, in the same query."""
        memberships = self.model._meta.get_field("memberships").related_model.objects.valid_on(day)
        bloc = memberships.filter(agency=OuterRef("pk")).in_order()
        return self.annotate(bloc_label=Subquery(bloc.values("bloc__label")[:1]))

    def with_names(self) -> Self:
        """Prefetches the names that ``Agency.name_on`` reads."""
        return self.prefetch_related("names")

    def of_slug(self, slug: str) -> Self:
        return self.filter(slug=slug)

    def of_line(self, line: str) -> Self:
        """Agencies of a line of management (``Agency.Line``)."""
        return self.filter(line=line)


class AgencyNameQuerySet(PeriodQuerySet):
    def matching_name(self, name: str) -> Self:
        """Names whose full form, short form or initials equal the text, ignoring diacritics and case."""
        written = vietnamese.fold(name)
        pks = [row.pk for row in self.filter(search_folded__contains=written) if row.matches_name(name)]
        return self.filter(pk__in=pks)
