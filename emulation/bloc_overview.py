"""Overview of a bloc on one day for managers: members, leadership, upcoming and former members."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from emulation.models import Bloc, BlocName, LeadershipTerm, Membership, Representative
from emulation.querysets.overviews import blocs_on
from emulation.rules.leadership import Leadership, leadership_on
from portal.accounts.models import User


@dataclass(frozen=True)
class OverviewMember:
    """Row of the members table: membership, the agency's name on the day, its leadership term if it has one."""

    membership: Membership
    name: str
    term: LeadershipTerm | None


@dataclass(frozen=True)
class OverviewLeader:
    """Leadership term on the day with its representative; ``is_carried_over`` until a successor is recorded."""

    term: LeadershipTerm
    name: str
    representative: Representative | None
    is_carried_over: bool = False


@dataclass(frozen=True)
class BlocOverview:
    """``upcoming`` are memberships that begin after the day, ``former`` those that ended by it, latest first."""

    bloc: Bloc
    day: dt.date
    name: BlocName | None
    exists: bool
    members: list[OverviewMember]
    head: OverviewLeader | None
    deputy: OverviewLeader | None
    upcoming: list[OverviewMember]
    former: list[OverviewMember]


def get_bloc_overview(bloc: Bloc, day: dt.date) -> BlocOverview:
    """Overview of the bloc on a day, in six queries whatever the number of members."""
    names = list(bloc.names.all())
    memberships = list(Membership.objects.of_bloc(bloc).with_agencies().in_order())
    terms = list(LeadershipTerm.objects.of_bloc(bloc).effective_on(day).with_representatives())
    leadership = leadership_on(terms, memberships, day)
    return BlocOverview(
        bloc=bloc,
        day=day,
        name=next((name for name in names if name.is_valid_on(day)), None),
        exists=any(name.is_valid_on(day) for name in names),
        members=_overview_members((row for row in memberships if row.is_valid_on(day)), leadership, day),
        head=_overview_leader(leadership.head, day, is_carried_over=leadership.head_is_carried_over),
        deputy=_overview_leader(leadership.deputy, day),
        upcoming=_overview_members((row for row in memberships if row.valid_from > day), None, day),
        former=_overview_members(
            sorted(
                (row for row in memberships if row.valid_to and row.valid_to <= day),
                key=lambda row: row.valid_to or day,
                reverse=True,
            ),
            None,
            day,
        ),
    )


def blocs_managed_by(user: User, day: dt.date) -> list[Bloc]:
    """Blocs that the user may manage, with ``effective_name`` of a day; at most one query."""
    return list(blocs_on(day)) if user.has_perm("emulation.view_bloc") else []


def _overview_members(
    memberships: Iterable[Membership],
    leadership: Leadership[LeadershipTerm] | None,  # type: ignore[type-var]  # read before django-stubs adds the columns
    day: dt.date,
) -> list[OverviewMember]:
    terms_by_agency = (
        {term.agency_id: term for term in (leadership.head, leadership.deputy) if term} if leadership else {}
    )
    return [
        OverviewMember(
            row, str(row.agency.name_on(max(day, row.valid_from)) or row.agency), terms_by_agency.get(row.agency_id)
        )
        for row in memberships
    ]


def _overview_leader(
    term: LeadershipTerm | None, day: dt.date, *, is_carried_over: bool = False
) -> OverviewLeader | None:
    """A carried-over term keeps its last representative."""
    if term is None:
        return None
    representative = term.representative_on(day)
    if representative is None and is_carried_over:
        representative = max(term.representatives.all(), key=lambda row: row.valid_from, default=None)
    return OverviewLeader(term, str(term.agency.name_on(day) or term.agency), representative, is_carried_over)
