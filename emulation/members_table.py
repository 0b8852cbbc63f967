"""Members of a bloc during a period, with their names and leadership terms, for public pages.

A page about a year uses the names of the year's last day (today, in the current year) and shows which names, members
and leadership terms changed within it. Two queries, whatever the number of members and changes.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F

from emulation.models import Bloc, EmulationYear, LeadershipTerm, Membership
from emulation.querysets.years import member_theme_expression
from emulation.rules import leadership
from emulation.rules import names as emulation_names
from portal.core.text.languages import pick_translation

_MEMBER_COLUMNS = {
    "slug": F("agency__slug"),
    "line": F("agency__line"),
    "name": F("agency__names__name"),
    "name_en": F("agency__names__name_en"),
    "named_from": F("agency__names__valid_from"),
    "named_to": F("agency__names__valid_to"),
}
_TERM_COLUMNS = {
    "person_name": F("representatives__person_name"),
    "post": F("representatives__post"),
    "honorific": F("representatives__honorific"),
    "person_from": F("representatives__valid_from"),
    "person_to": F("representatives__valid_to"),
}


@dataclass(frozen=True)
class DateRange:
    """The period of a page, ``start <= day < end``, and the day whose names it uses."""

    start: dt.date
    end: dt.date
    names_as_of: dt.date

    @classmethod
    def of_day(cls, day: dt.date) -> "DateRange":
        return cls(day, day + dt.timedelta(days=1), day)

    @classmethod
    def of_year(cls, year: int, today: dt.date) -> "DateRange":
        first, after = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
        last = after - dt.timedelta(days=1)
        return cls(first, after, min(max(today, first), last))


@dataclass(frozen=True)
class NamePeriod:
    """An agency's name during a period."""

    name: str
    valid_from: dt.date
    valid_to: dt.date | None

    @property
    def last_day(self) -> dt.date | None:
        return self.valid_to - dt.timedelta(days=1) if self.valid_to else None


@dataclass(frozen=True)
class RepresentativePeriod:
    """An agency's representative during a period."""

    person_name: str
    post: str
    honorific: str
    valid_from: dt.date
    valid_to: dt.date | None


@dataclass
class TermRow:
    """An agency's term as head or deputy; ``started_on``, ``ended_on``: set if that role changed within the period."""

    pk: int
    role: str
    agency_id: int
    valid_from: dt.date
    valid_to: dt.date | None
    representatives: list[RepresentativePeriod] = field(default_factory=list)
    is_carried_over: bool = False
    started_on: dt.date | None = None
    ended_on: dt.date | None = None

    @property
    def title(self) -> str:
        return str(LeadershipTerm.Role(self.role).label)


@dataclass
class MemberRow:
    """A member of the bloc. ``joined_on`` and ``left_on`` are set if it joined or left within the period."""

    agency_id: int
    slug: str
    line: str
    name: str
    position: int
    valid_from: dt.date
    valid_to: dt.date | None
    former_names: list[NamePeriod] = field(default_factory=list)
    terms: list[TermRow] = field(default_factory=list)
    joined_on: dt.date | None = None
    left_on: dt.date | None = None
    theme: str = ""


@dataclass(frozen=True)
class MembersTable:
    """Members in the order of the decision; leadership terms with heads first, then by first day."""

    members: list[MemberRow]
    leadership_rows: list[tuple[TermRow, MemberRow]]

    @property
    def with_theme(self) -> list[MemberRow]:
        return [member for member in self.members if member.theme]


def build_members_table(bloc: Bloc, date_range: DateRange, *, year: EmulationYear | None = None) -> MembersTable:
    """Members and leadership of a bloc during a period; with ``year``, also each member's own theme."""
    members = _member_rows(bloc, date_range, year)
    terms = _term_rows(bloc, date_range, members)
    by_agency = {member.agency_id: member for member in members}
    leadership_rows = [(office, by_agency[office.agency_id]) for office in terms if office.agency_id in by_agency]
    for term, member in leadership_rows:
        member.terms.append(term)
    return MembersTable(members, leadership_rows)


def _member_rows(bloc: Bloc, date_range: DateRange, year: EmulationYear | None) -> list[MemberRow]:
    memberships = Membership.objects.of_bloc(bloc).overlapping(date_range.start, date_range.end).in_order()
    rows = memberships.annotate(theme=member_theme_expression(year)).values(
        "pk", "agency_id", "position", "valid_from", "valid_to", "theme", **_MEMBER_COLUMNS
    )
    members: dict[int, MemberRow] = {}
    names: dict[int, list[NamePeriod]] = {}
    for row in rows:
        members[row["pk"]] = MemberRow(
            agency_id=row["agency_id"],
            slug=row["slug"],
            line=row["line"],
            name=row["slug"],
            position=row["position"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            joined_on=_changed_within(row["valid_from"], date_range),
            left_on=_changed_within(row["valid_to"], date_range),
            theme=row["theme"] or "",
        )
        if row["name"]:
            names.setdefault(row["pk"], []).append(
                NamePeriod(pick_translation(row["name"], row["name_en"]), row["named_from"], row["named_to"])
            )
    for pk, member in members.items():
        _set_names(member, names.get(pk, []), date_range)
    return list(members.values())


def _set_names(member: MemberRow, names: list[NamePeriod], date_range: DateRange) -> None:
    """Sets a member's name of the day and its former names within the period."""
    until = member.left_on or date_range.end
    day = min(date_range.names_as_of, until - dt.timedelta(days=1))
    current = emulation_names.name_on(names, day)
    if current is None:
        return
    member.name = current.name
    since = member.joined_on or date_range.start
    member.former_names = [
        name for name in names if name.valid_from < current.valid_from and name.valid_to and name.valid_to > since
    ]


def _term_rows(bloc: Bloc, date_range: DateRange, members: Iterable[MemberRow]) -> list[TermRow]:
    """Every term in the period; without a head on its last day, the last recorded head is carried over."""
    rows = LeadershipTerm.objects.of_bloc(bloc).overlapping(
        date_range.start, date_range.end
    ) | LeadershipTerm.objects.of_bloc(bloc).effective_on(date_range.names_as_of)
    terms: dict[int, TermRow] = {}
    for row in rows.order_by("valid_from", "pk").values(
        "pk", "role", "agency_id", "valid_from", "valid_to", **_TERM_COLUMNS
    ):
        term = terms.setdefault(
            row["pk"], TermRow(row["pk"], row["role"], row["agency_id"], row["valid_from"], row["valid_to"])
        )
        if row["person_name"]:
            term.representatives.append(
                RepresentativePeriod(
                    row["person_name"], row["post"], row["honorific"], row["person_from"], row["person_to"]
                )
            )
    leading = leadership.leadership_on(terms.values(), members, date_range.names_as_of)
    shown = [office for office in terms.values() if _overlaps(office, date_range)]
    if leading.head_is_carried_over and leading.head is not None:
        leading.head.is_carried_over = True
        if leading.head not in shown:
            shown.append(leading.head)
    roles_changed = {role for role in LeadershipTerm.Role.values if sum(office.role == role for office in shown) > 1}
    for term in shown:
        # A carried-over term may be years old, so its representative is not shown.
        term.representatives = [
            representative for representative in term.representatives if _overlaps(representative, date_range)
        ]
        if term.role in roles_changed:
            term.started_on, term.ended_on = (
                _changed_within(term.valid_from, date_range),
                _changed_within(term.valid_to, date_range),
            )
    return sorted(shown, key=lambda office: (office.role != LeadershipTerm.Role.HEAD, office.valid_from))


def _changed_within(day: dt.date | None, date_range: DateRange) -> dt.date | None:
    """Returns the day if it is inside the period and not its first day."""
    return day if day is not None and date_range.start < day < date_range.end else None


def _overlaps(row: TermRow | RepresentativePeriod, date_range: DateRange) -> bool:
    return row.valid_from < date_range.end and (row.valid_to is None or row.valid_to > date_range.start)
