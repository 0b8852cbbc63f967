"""Rule for which of several dated names is used on a day."""

import datetime as dt
from collections.abc import Iterable
from typing import Protocol, TypeVar


class HasStartDate(Protocol):
    @property
    def valid_from(self) -> dt.date: ...


NameT = TypeVar("NameT", bound=HasStartDate)


def name_on(names: Iterable[NameT], day: dt.date) -> NameT | None:
    """The last name that begins by the day, or the first recorded name if none does.

    So a name is never missing: an agency keeps its last name after it is dissolved, and the earliest known one also
    stands in for the time before records begin. None only when there is no name at all.
    """
    ordered = sorted(names, key=lambda name: name.valid_from)
    begun = [name for name in ordered if name.valid_from <= day]
    known = begun or ordered[:1]
    return known[-1] if known else None
