"""What a manager sees of a bloc on one day: who belongs to it, who leads it, who came and who went."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from emulation.models import Bloc, BlocName, Membership, Officer, OfficerPerson
from emulation.querysets.overviews import blocs_on
from emulation.rules.leadership import Leadership, leadership_on
from portal.accounts.models import User


@dataclass(frozen=True)
class Line:
    """A member as the table shows it: the membership, the agency's name of the day, its office if it holds one."""

    membership: Membership
    name: str
    office: Officer | None


@dataclass(frozen=True)
class Lead:
    """An office of the day: who holds it, who speaks for the agency, and whether only until the next is known."""

    office: Officer
    name: str
    person: OfficerPerson | None
    is_carried_over: bool = False


@dataclass(frozen=True)
class Desk:
    """``coming`` are memberships that begin after the day, ``gone`` those that ended by it, the latest first."""

    bloc: Bloc
    day: dt.date
    name: BlocName | None
    exists: bool
    lines: list[Line]
    head: Lead | None
    deputy: Lead | None
    coming: list[Line]
    gone: list[Line]


def desk_on(bloc: Bloc, day: dt.date) -> Desk:
    """The bloc on a day, in six queries whatever the number of members."""
    names = list(bloc.names.all())
    memberships = list(Membership.objects.of_bloc(bloc).with_agencies().in_order())
    officers = list(Officer.objects.of_bloc(bloc).effective_on(day).with_people())
    leading = leadership_on(officers, memberships, day)
    return Desk(
        bloc=bloc,
        day=day,
        name=next((name for name in names if name.holds_on(day)), None),
        exists=any(name.holds_on(day) for name in names),
        lines=_lines((row for row in memberships if row.holds_on(day)), leading, day),
        head=_lead(leading.head, day, is_carried_over=leading.head_is_carried_over),
        deputy=_lead(leading.deputy, day),
        coming=_lines((row for row in memberships if row.valid_from > day), None, day),
        gone=_lines(
            sorted(
                (row for row in memberships if row.valid_to and row.valid_to <= day),
                key=lambda row: row.valid_to,
                reverse=True,
            ),
            None,
            day,
        ),
    )


def blocs_managed_by(user: User, day: dt.date) -> list[Bloc]:
    """The blocs whose desks a person may open, with their names (``day_name``) of a day; one query, or none."""
    return list(blocs_on(day)) if user.has_perm("emulation.view_bloc") else []


def _lines(memberships: Iterable[Membership], leading: Leadership[Officer] | None, day: dt.date) -> list[Line]:
    held = {office.agency_id: office for office in (leading.head, leading.deputy) if office} if leading else {}
    return [
        Line(row, str(row.agency.name_on(max(day, row.valid_from)) or row.agency), held.get(row.agency_id))
        for row in memberships
    ]


def _lead(office: Officer | None, day: dt.date, *, is_carried_over: bool = False) -> Lead | None:
    """An office carried over is still represented by whoever spoke for it last."""
    if office is None:
        return None
    person = office.person_on(day)
    if person is None and is_carried_over:
        person = max(office.persons.all(), key=lambda row: row.valid_from, default=None)
    return Lead(office, str(office.agency.name_on(day) or office.agency), person, is_carried_over)
