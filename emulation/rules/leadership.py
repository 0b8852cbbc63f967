"""Rule for who leads a bloc on a day.

The leader is an agency, elected for a year in rotation; records of the hand-over often come late. Until the next leader
is recorded, the last one is carried over (domain practice: the leading agency keeps the bloc's papers until hand-over).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from emulation.rules.membership import HasPeriod, valid_on

HEAD, DEPUTY = "head", "deputy"


class HasTerm(HasPeriod, Protocol):
    @property
    def agency_id(self) -> int: ...
    @property
    def role(self) -> str: ...


class HasMembership(HasPeriod, Protocol):
    @property
    def agency_id(self) -> int: ...


TermT = TypeVar("TermT", bound=HasTerm)


@dataclass(frozen=True)
class Leadership(Generic[TermT]):
    """``head_is_carried_over``: its term has ended, and it leads only because no successor is recorded yet."""

    head: TermT | None
    deputy: TermT | None
    head_is_carried_over: bool = False


def leadership_on(terms: Iterable[TermT], memberships: Iterable[HasMembership], day: dt.date) -> Leadership[TermT]:
    """Head and deputy of one bloc on a day.

    Without a head on the day, the last recorded head is carried over, if it is a member on the day and has not become
    the deputy. A deputy is never carried over: the post may be vacant.
    """
    terms = list(terms)
    current_terms = {term.role: term for term in valid_on(terms, day)}
    deputy = current_terms.get(DEPUTY)
    if HEAD in current_terms:
        return Leadership(current_terms[HEAD], deputy)
    members = {membership.agency_id for membership in valid_on(memberships, day)}
    past = [term for term in terms if term.role == HEAD and term.valid_from <= day]
    last = max(past, key=lambda term: term.valid_from, default=None)
    if last is None or last.agency_id not in members or (deputy and deputy.agency_id == last.agency_id):
        return Leadership(None, deputy)
    return Leadership(last, deputy, head_is_carried_over=True)
