"""Who leads a bloc on a day.

The leader is an agency, elected for a year in rotation; records of the hand-over often come late. Until the next
leader is recorded the last one goes on (domain practice: the leading agency keeps the bloc's papers until hand-over).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from emulation.rules.membership import Held, holding_on

HEAD, DEPUTY = "head", "deputy"


class Office(Held, Protocol):
    @property
    def agency_id(self) -> int: ...
    @property
    def role(self) -> str: ...


class Place(Held, Protocol):
    @property
    def agency_id(self) -> int: ...


Row = TypeVar("Row", bound=Office)


@dataclass(frozen=True)
class Leadership(Generic[Row]):
    """``head_is_carried_over``: its term has ended, and it leads only because no successor is recorded yet."""

    head: Row | None
    deputy: Row | None
    head_is_carried_over: bool = False


def leadership_on(officers: Iterable[Row], places: Iterable[Place], day: dt.date) -> Leadership[Row]:
    """The head and the deputy of one bloc on a day.

    Without a head on the day, the last recorded head goes on, as long as it is a member on the day and has not
    become the deputy. A deputy's office is never carried over: it may be vacant.
    """
    officers = list(officers)
    holding = {officer.role: officer for officer in holding_on(officers, day)}
    deputy = holding.get(DEPUTY)
    if HEAD in holding:
        return Leadership(holding[HEAD], deputy)
    members = {place.agency_id for place in holding_on(places, day)}
    past = [officer for officer in officers if officer.role == HEAD and officer.valid_from <= day]
    last = max(past, key=lambda officer: officer.valid_from, default=None)
    if last is None or last.agency_id not in members or (deputy and deputy.agency_id == last.agency_id):
        return Leadership(None, deputy)
    return Leadership(last, deputy, head_is_carried_over=True)
