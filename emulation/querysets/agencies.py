"""The vocabulary of agencies, their names and the decisions behind them."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value

from emulation.querysets import naming
from portal.kit import vietnamese
from portal.kit.periods import PeriodQuerySet

if TYPE_CHECKING:
    from emulation.models.blocs import Bloc


class AgencyQuerySet(models.QuerySet):
    def named_on(self, day: dt.date) -> Self:
        """Each agency with ``day_name``, ``day_short_name``, ``day_initials``: its name on a day, in the same query.

        Its twin for one row is ``Agency.name_on``.
        """
        names = self.model._meta.get_field("names").related_model.objects.filter(agency=OuterRef("pk"))
        columns = ("name", "short_name", "initials")
        return self.annotate(**{f"day_{column}": naming.on_day(names, day, column) for column in columns})

    def named_in_english_on(self, day: dt.date) -> Self:
        """Each agency with ``day_name_en``: empty where its name of the day has none in English."""
        names = self.model._meta.get_field("names").related_model.objects.filter(agency=OuterRef("pk"))
        return self.annotate(day_name_en=naming.on_day(names, day, "name_en", Value("")))

    def existing_on(self, day: dt.date) -> Self:
        """Not dissolved by a day. Its twin for one row is ``Agency.exists_on``."""
        return self.filter(Q(dissolved_on=None) | Q(dissolved_on__gt=day))

    def matching(self, words: str) -> Self:
        """Any of its names, past or present, contains every word, whatever the diacritics and the case."""
        found = self
        for word in vietnamese.fold(words).split():
            named = self.model._meta.get_field("names").related_model.objects.filter(search_folded__contains=word)
            found = found.filter(Q(search_folded__contains=word) | Q(pk__in=named.values("agency")))
        return found

    def members_of(self, bloc: "Bloc", *, since: dt.date) -> Self:
        """Who belongs to a bloc on a day or later."""
        places = self.model._meta.get_field("memberships").related_model.objects.of_bloc(bloc)
        return self.filter(pk__in=places.reaching_beyond(since).values("agency")).order_by("label")

    def with_bloc_on(self, day: dt.date) -> Self:
        """Each agency with ``bloc_label``: the bloc it belongs to on a day, in the same query."""
        places = self.model._meta.get_field("memberships").related_model.objects.holding_on(day)
        bloc = places.filter(agency=OuterRef("pk")).in_order()
        return self.annotate(bloc_label=Subquery(bloc.values("bloc__label")[:1]))

    def with_names(self) -> Self:
        """With what ``Agency.name_on`` reads."""
        return self.prefetch_related("names")

    def of_slug(self, slug: str) -> Self:
        return self.filter(slug=slug)

    def of_line(self, line: str) -> Self:
        """Managed by the same (``Agency.Line``)."""
        return self.filter(line=line)


class AgencyNameQuerySet(PeriodQuerySet):
    def called(self, name: str) -> Self:
        """Named so in full, for short or by initials, whatever the diacritics and the case."""
        written = vietnamese.fold(name)
        pks = [row.pk for row in self.filter(search_folded__contains=written) if row.is_called(name)]
        return self.filter(pk__in=pks)


class DecisionQuerySet(models.QuerySet):
    def matching(self, words: str) -> Self:
        """Number, issuer or abstract contains every word, whatever the diacritics and the case."""
        found = self
        for word in vietnamese.fold(words).split():
            found = found.filter(search_folded__contains=word)
        return found
