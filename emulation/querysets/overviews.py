"""List of all blocs on a day, each with its name, head agency and member count."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from emulation.querysets.names import TranslatedStrField
from emulation.querysets.years import agency_name_on

if TYPE_CHECKING:
    from emulation.models import Bloc, EmulationYear


def get_bloc_by_slug(slug: str, day: dt.date) -> "Bloc | None":
    """The bloc of a slug, with its name on a day (``effective_name``, ``effective_number``)."""
    return apps.get_model("emulation", "Bloc").objects.with_name_on(day).filter(slug=slug).first()


def get_bloc_with_years(slug: str, day: dt.date) -> "tuple[Bloc | None, list[EmulationYear]]":
    """The same with its recorded years, newest first: one query, or two for a bloc without any."""
    years = list(
        apps.get_model("emulation", "EmulationYear").objects.of_bloc_slug(slug).with_bloc_name_on(day).newest_first()
    )
    if not years:
        return get_bloc_by_slug(slug, day), years
    bloc = years[0].bloc
    bloc.effective_name, bloc.effective_number = years[0].bloc_name, years[0].bloc_number
    return bloc, years


def blocs_on(day: dt.date) -> Any:
    """Blocs on a day, ordered by number; one query for any number of blocs.

    ``head_name`` follows ``rules.leadership``: without a head on the day, the last recorded head is carried over while
    it is a member (then ``is_carried_over`` is set).
    """
    get_model = apps.get_model
    memberships = get_model("emulation", "Membership").objects.valid_on(day)
    members = memberships.filter(bloc=OuterRef("pk")).order_by().values("bloc").annotate(count=Count("pk"))
    is_current = Q(valid_to=None) | Q(valid_to__gt=day)
    is_member = Exists(memberships.filter(bloc=OuterRef("bloc"), agency=OuterRef("agency")))
    heads = (
        get_model("emulation", "LeadershipTerm")
        .objects.of_role("head")
        .started_by(day)
        .filter(bloc=OuterRef("pk"))
        .latest_first()
        .annotate(
            shown_name=Case(
                When(is_current | is_member, then=agency_name_on("agency", day)),
                default=Value(""),
                output_field=TranslatedStrField(),
            ),
            is_over=Case(When(is_current, then=Value(False)), default=Value(True), output_field=BooleanField()),
        )
    )
    blocs = get_model("emulation", "Bloc").objects
    return (
        blocs.with_name_on(day)
        .existing_on(day)
        .annotate(
            member_count=Coalesce(Subquery(members.values("count")), Value(0)),
            head_name=Coalesce(Subquery(heads.values("shown_name")[:1]), Value(""), output_field=TranslatedStrField()),
            is_carried_over=Coalesce(Subquery(heads.values("is_over")[:1]), Value(False)),
        )
        .order_by("kind", "slug")
    )
