"""What pages show of units and people on a day, in the language of the page: plain values, nothing asked later."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from news.models import Picture
from portal.kit.languages import Wording
from portal.organisation.models import Posting, Unit


@dataclass(frozen=True)
class Holder:
    """An official in a post."""

    name: Wording
    post: Wording
    area: Wording
    unit: Wording
    unit_address: str
    phone: str
    dialled: str
    email: str
    is_spokesperson: bool
    first_day: dt.date
    last_day: dt.date | None
    initials: str
    portrait: Picture | None


@dataclass
class Branch:
    """A unit of the chart, the people of it that the page is about, and what stands below it."""

    name: Wording
    address: str
    digest: Wording
    holders: list[Holder]
    branches: list["Branch"] = field(default_factory=list)

    def walk(self) -> Iterator["Branch"]:
        """This one and everything below, as the chart is read."""
        yield self
        for branch in self.branches:
            yield from branch.walk()


def holder_of(posting: Posting) -> Holder:
    """One row of ``PostingQuerySet.for_pages``. Names of people are Vietnamese in every language."""
    return Holder(
        name=Wording(posting.official.full_name),
        post=posting.shown_post,
        area=posting.shown_area,
        unit=posting.unit.shown_name,
        unit_address=posting.unit.get_absolute_url(),
        phone=posting.phone,
        dialled=dialled(posting.phone),
        email=posting.email,
        is_spokesperson=posting.is_spokesperson,
        first_day=posting.valid_from,
        last_day=posting.last_day,
        initials=posting.official.initials,
        portrait=posting.official.portrait,
    )


def dialled(phone: str) -> str:
    """A phone number as ``tel:`` takes it: digits, and the plus in front of a country's code."""
    digits = "".join(char for char in phone if char in "0123456789")
    return f"+{digits}" if phone.startswith("+") else digits


def chart(units: Iterable[Unit], postings: Iterable[Posting]) -> list[Branch]:
    """The trees of some units with their holders. A unit whose superior is not among them begins a tree of its own,
    and so does one that stands below itself: nothing people can enter, but no page may hang on it.
    """
    held: dict[int, list[Holder]] = defaultdict(list)
    for posting in postings:
        held[posting.unit_id].append(holder_of(posting))
    known = list(units)
    superiors = {unit.pk: unit.parent_id for unit in known}
    branches = {unit.pk: Branch(unit.shown_name, unit.get_absolute_url(), unit.digest, held[unit.pk]) for unit in known}
    roots = []
    for key, branch in branches.items():
        superior = branches.get(superiors[key])
        beside = roots if superior is None or _is_circular(key, superiors) else superior.branches
        beside.append(branch)
    return roots


def peopled(roots: Iterable[Branch]) -> list[Branch]:
    """The units that have somebody, from the top down."""
    return [branch for root in roots for branch in root.walk() if branch.holders]


def _is_circular(key: int, superiors: dict[int, int | None]) -> bool:
    above, seen = superiors[key], set()
    while above is not None and above not in seen:
        if above == key:
            return True
        seen.add(above)
        above = superiors.get(above)
    return False
