"""The list of all blocs on a day: each with its name, its leading agency and the number of its members."""

import datetime as dt
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from emulation.querysets.naming import Words
from emulation.querysets.years import agency_name_on

if TYPE_CHECKING:
    from emulation.models import Bloc, EmulationYear


def bloc_at(slug: str, day: dt.date) -> "Bloc | None":
    """The bloc of an address, with its name of a day (``day_name``, ``day_number``)."""
    return apps.get_model("emulation", "Bloc").objects.named_on(day).filter(slug=slug).first()


def bloc_with_years(slug: str, day: dt.date) -> "tuple[Bloc | None, list[EmulationYear]]":
    """The same with the years it has a record of, newest first: one query, or two for a bloc without any."""
    years = list(
        apps.get_model("emulation", "EmulationYear").objects.of_bloc_at(slug).with_bloc_named_on(day).newest_first()
    )
    if not years:
        return bloc_at(slug, day), years
    bloc = years[0].bloc
    bloc.day_name, bloc.day_number = years[0].bloc_name, years[0].bloc_number
    return bloc, years


def blocs_on(day: dt.date) -> models.QuerySet:
    """One query for any number of blocs, in the order of their numbers as written.

    ``head_name`` follows ``rules.leadership``: without a head on the day, the last one recorded goes on (then
    ``is_carried_over`` is set) while it is a member.
    """
    get = apps.get_model
    memberships = get("emulation", "Membership").objects.holding_on(day)
    members = memberships.filter(bloc=OuterRef("pk")).order_by().values("bloc").annotate(count=Count("pk"))
    holds = Q(valid_to=None) | Q(valid_to__gt=day)
    seated = Exists(memberships.filter(bloc=OuterRef("bloc"), agency=OuterRef("agency")))
    heads = (
        get("emulation", "Officer")
        .objects.of_role("head")
        .begun_by(day)
        .filter(bloc=OuterRef("pk"))
        .latest_first()
        .annotate(
            shown_name=Case(
                When(holds | seated, then=agency_name_on("agency", day)), default=Value(""), output_field=Words()
            ),
            is_over=Case(When(holds, then=Value(False)), default=Value(True), output_field=BooleanField()),
        )
    )
    blocs = get("emulation", "Bloc").objects
    return (
        blocs.named_on(day)
        .existing_on(day)
        .annotate(
            member_count=Coalesce(Subquery(members.values("count")), Value(0)),
            head_name=Coalesce(Subquery(heads.values("shown_name")[:1]), Value(""), output_field=Words()),
            is_carried_over=Coalesce(Subquery(heads.values("is_over")[:1]), Value(False)),
        )
        .order_by("kind", "slug")
    )
