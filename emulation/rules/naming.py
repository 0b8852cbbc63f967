"""What something with names over time is called on a day."""

import datetime as dt
from collections.abc import Iterable
from typing import Protocol, TypeVar


class Dated(Protocol):
    @property
    def valid_from(self) -> dt.date: ...


Name = TypeVar("Name", bound=Dated)


def name_on(names: Iterable[Name], day: dt.date) -> Name | None:
    """The name that last began by the day; before the first recorded name, that first one.

    So a name is never missing: an agency keeps its last name after it is dissolved, and the earliest one known
    stands for the time before the records begin. None only when there is no name at all.
    """
    ordered = sorted(names, key=lambda name: name.valid_from)
    begun = [name for name in ordered if name.valid_from <= day]
    return (begun or ordered[:1] or [None])[-1]
