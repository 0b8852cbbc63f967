"""Units and officials on a day for pages, as plain values in the current language, without further queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from portal.core.text.languages import TranslatedStr
from portal.images.models import Image
from portal.organisation.models import Posting, Unit


@dataclass(frozen=True)
class PostHolder:
    """Official in a post."""

    name: TranslatedStr
    post: TranslatedStr
    area: TranslatedStr
    unit: TranslatedStr
    unit_url: str
    phone: str
    tel_number: str
    email: str
    is_spokesperson: bool
    first_day: dt.date
    last_day: dt.date | None
    initials: str
    portrait: Image | None


@dataclass
class UnitNode:
    """Unit of the chart with its holders of selected postings and its subunits."""

    name: TranslatedStr
    url: str
    functions_text: TranslatedStr
    holders: list[PostHolder]
    children: list["UnitNode"] = field(default_factory=list)

    def walk(self) -> Iterator["UnitNode"]:
        """Yields this unit and its descendants in pre-order."""
        yield self
        for branch in self.children:
            yield from branch.walk()


def build_post_holder(posting: Posting) -> PostHolder:
    """Builds it from a row of ``PostingQuerySet.for_pages``. Personal names are Vietnamese in every language."""
    return PostHolder(
        name=TranslatedStr(posting.official.full_name),
        post=posting.shown_post,
        area=posting.shown_area,
        unit=posting.unit.shown_name,
        unit_url=posting.unit.get_absolute_url(),
        phone=posting.phone,
        tel_number=to_tel_number(posting.phone),
        email=posting.email,
        is_spokesperson=posting.is_spokesperson,
        first_day=posting.valid_from,
        last_day=posting.last_day,
        initials=posting.official.initials,
        portrait=posting.official.portrait,
    )


def to_tel_number(phone: str) -> str:
    """Phone number for a ``tel:`` link: digits, and the plus of an international prefix."""
    digits = "".join(char for char in phone if char in "0123456789")
    return f"+{digits}" if phone.startswith("+") else digits


def build_org_chart(units: Iterable[Unit], postings: Iterable[Posting]) -> list[UnitNode]:
    """Builds trees of units with their holders.

    A unit whose parent is not among them becomes a root, and so does one in a cycle: forms forbid cycles, but no page
    may loop on one.
    """
    holders_by_unit: dict[int, list[PostHolder]] = defaultdict(list)
    for posting in postings:
        holders_by_unit[posting.unit_id].append(build_post_holder(posting))
    unit_list = list(units)
    parent_ids = {unit.pk: unit.parent_id for unit in unit_list}
    nodes = {
        unit.pk: UnitNode(unit.shown_name, unit.get_absolute_url(), unit.functions_text, holders_by_unit[unit.pk])
        for unit in unit_list
    }
    roots: list[UnitNode] = []
    for key, node in nodes.items():
        parent = nodes.get(parent_ids[key] or 0)
        siblings = roots if parent is None or _has_cycle(key, parent_ids) else parent.children
        siblings.append(node)
    return roots


def nodes_with_holders(roots: Iterable[UnitNode]) -> list[UnitNode]:
    """Units with at least one holder, in pre-order."""
    return [node for root in roots for node in root.walk() if node.holders]


def _has_cycle(key: int, parent_ids: dict[int, int | None]) -> bool:
    ancestor_id, seen = parent_ids[key], set()
    while ancestor_id is not None and ancestor_id not in seen:
        if ancestor_id == key:
            return True
        seen.add(ancestor_id)
        ancestor_id = parent_ids.get(ancestor_id)
    return False
