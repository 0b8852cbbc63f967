"""Who was in a bloc during a period, under which names and in which offices: what the public pages show as a table.

A page about a year calls everybody by the name of the year's last day (today, while the year runs), and says which
name, member or officer changed within it. Two queries, whatever the number of members and changes.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F

from emulation.models import Bloc, EmulationYear, Membership, Officer
from emulation.querysets.years import theme_of_member
from emulation.rules import leadership, naming
from portal.kit.languages import wording

_SEAT_COLUMNS = {
    "slug": F("agency__slug"),
    "line": F("agency__line"),
    "name": F("agency__names__name"),
    "name_en": F("agency__names__name_en"),
    "named_from": F("agency__names__valid_from"),
    "named_to": F("agency__names__valid_to"),
}
_OFFICE_COLUMNS = {
    "person_name": F("persons__person_name"),
    "post": F("persons__post"),
    "honorific": F("persons__honorific"),
    "person_from": F("persons__valid_from"),
    "person_to": F("persons__valid_to"),
}


@dataclass(frozen=True)
class Span:
    """The days a page is about, ``start <= day < end``, and the one whose names it uses."""

    start: dt.date
    end: dt.date
    named_on: dt.date

    @classmethod
    def of_day(cls, day: dt.date) -> "Span":
        return cls(day, day + dt.timedelta(days=1), day)

    @classmethod
    def of_year(cls, year: int, today: dt.date) -> "Span":
        first, after = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
        last = after - dt.timedelta(days=1)
        return cls(first, after, min(max(today, first), last))


@dataclass(frozen=True)
class Name:
    """What an agency is called for a while."""

    name: str
    valid_from: dt.date
    valid_to: dt.date | None

    @property
    def last_day(self) -> dt.date | None:
        return self.valid_to - dt.timedelta(days=1) if self.valid_to else None


@dataclass(frozen=True)
class Person:
    """Who represents an agency in its office, for a while."""

    person_name: str
    post: str
    honorific: str
    valid_from: dt.date
    valid_to: dt.date | None


@dataclass
class Office:
    """An agency's term as head or deputy. ``begins`` and ``ends`` are set when it changed hands within the span."""

    pk: int
    role: str
    agency_id: int
    valid_from: dt.date
    valid_to: dt.date | None
    persons: list[Person] = field(default_factory=list)
    is_carried_over: bool = False
    begins: dt.date | None = None
    ends: dt.date | None = None

    @property
    def title(self) -> str:
        return Officer.Role(self.role).label


@dataclass
class Seat:
    """A member of the bloc. ``joined`` and ``left`` are set when it came or went within the span."""

    agency_id: int
    slug: str
    line: str
    name: str
    position: int
    valid_from: dt.date
    valid_to: dt.date | None
    former_names: list[Name] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    joined: dt.date | None = None
    left: dt.date | None = None
    theme: str = ""


@dataclass(frozen=True)
class Roster:
    """The members in the order of the decision; the officers, heads before deputies, earliest first."""

    seats: list[Seat]
    officers: list[tuple[Office, Seat]]

    @property
    def themed(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.theme]


def roster(bloc: Bloc, span: Span, *, year: EmulationYear | None = None) -> Roster:
    """The members and officers of a bloc during a span; with ``year``, also each member's own theme."""
    seats = _seats(bloc, span, year)
    offices = _offices(bloc, span, seats)
    by_agency = {seat.agency_id: seat for seat in seats}
    officers = [(office, by_agency[office.agency_id]) for office in offices if office.agency_id in by_agency]
    for office, seat in officers:
        seat.offices.append(office)
    return Roster(seats, officers)


def _seats(bloc: Bloc, span: Span, year: EmulationYear | None) -> list[Seat]:
    memberships = Membership.objects.of_bloc(bloc).overlapping(span.start, span.end).in_order()
    rows = memberships.annotate(theme=theme_of_member(year)).values(
        "pk", "agency_id", "position", "valid_from", "valid_to", "theme", **_SEAT_COLUMNS
    )
    found: dict[int, Seat] = {}
    names: dict[int, list[Name]] = {}
    for row in rows:
        found[row["pk"]] = Seat(
            agency_id=row["agency_id"],
            slug=row["slug"],
            line=row["line"],
            name=row["slug"],
            position=row["position"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            joined=_within(row["valid_from"], span),
            left=_within(row["valid_to"], span),
            theme=row["theme"] or "",
        )
        if row["name"]:
            names.setdefault(row["pk"], []).append(
                Name(wording(row["name"], row["name_en"]), row["named_from"], row["named_to"])
            )
    for pk, seat in found.items():
        _call(seat, names.get(pk, []), span)
    return list(found.values())


def _call(seat: Seat, names: list[Name], span: Span) -> None:
    """Gives a seat its name of the day, and the names it bore earlier in the span."""
    until = seat.left or span.end
    day = min(span.named_on, until - dt.timedelta(days=1))
    current = naming.name_on(names, day)
    if current is None:
        return
    seat.name = current.name
    since = seat.joined or span.start
    seat.former_names = [
        name for name in names if name.valid_from < current.valid_from and name.valid_to and name.valid_to > since
    ]


def _offices(bloc: Bloc, span: Span, seats: Iterable[Seat]) -> list[Office]:
    """Every term in the span; when no head holds on its last day, the last one recorded goes on."""
    rows = Officer.objects.of_bloc(bloc).overlapping(span.start, span.end) | Officer.objects.of_bloc(bloc).effective_on(
        span.named_on
    )
    found: dict[int, Office] = {}
    for row in rows.order_by("valid_from", "pk").values(
        "pk", "role", "agency_id", "valid_from", "valid_to", **_OFFICE_COLUMNS
    ):
        office = found.setdefault(
            row["pk"], Office(row["pk"], row["role"], row["agency_id"], row["valid_from"], row["valid_to"])
        )
        if row["person_name"]:
            office.persons.append(
                Person(row["person_name"], row["post"], row["honorific"], row["person_from"], row["person_to"])
            )
    leading = leadership.leadership_on(found.values(), seats, span.named_on)
    shown = [office for office in found.values() if _overlaps(office, span)]
    if leading.head_is_carried_over and leading.head is not None:
        leading.head.is_carried_over = True
        if leading.head not in shown:
            shown.append(leading.head)
    changed = {role for role in Officer.Role.values if sum(office.role == role for office in shown) > 1}
    for office in shown:
        # Whoever represented a head of years ago need not do so now, so a term carried over names nobody.
        office.persons = [person for person in office.persons if _overlaps(person, span)]
        if office.role in changed:
            office.begins, office.ends = _within(office.valid_from, span), _within(office.valid_to, span)
    return sorted(shown, key=lambda office: (office.role != Officer.Role.HEAD, office.valid_from))


def _within(day: dt.date | None, span: Span) -> dt.date | None:
    """The day, if it lies inside the span and not on its first day: something changed then."""
    return day if day is not None and span.start < day < span.end else None


def _overlaps(row: Office | Person, span: Span) -> bool:
    return row.valid_from < span.end and (row.valid_to is None or row.valid_to > span.start)
