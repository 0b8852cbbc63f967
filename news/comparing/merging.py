"""Two people's changes to one edition, put together as far as they do not touch the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from news.comparing import blocks
from news.comparing.blocks import Block
from news.comparing.fields import PAIRS_IN_ALL, Snapshot, in_form_order, label_of
from news.comparing.sequences import Budget, Hunk, hunks
from portal.kit import richtext

_ABSENT = object()
# Lists in lists in tables: deeper than people nest, a change is a conflict.
_DEEPEST = 12


class Origin(StrEnum):
    """Whose a field's value is."""

    UNCHANGED = "unchanged"
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    MERGED = "merged"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class MergedField:
    """A field after merging. In a conflict the value is mine, and a person must decide between both sides."""

    name: str
    value: Any
    origin: Origin
    mine: Any = None
    theirs: Any = None

    @property
    def label(self) -> str | Promise:
        return label_of(self.name)

    @property
    def is_conflict(self) -> bool:
        return self.origin == Origin.CONFLICT


@dataclass(frozen=True)
class Merge:
    """Every field of either side, in the order of the form."""

    fields: Mapping[str, MergedField]

    @property
    def values(self) -> dict[str, Any]:
        return {name: field.value for name, field in self.fields.items()}

    @property
    def conflicts(self) -> list[MergedField]:
        return [field for field in self.fields.values() if field.is_conflict]


def merge(base: Snapshot, mine: Snapshot, theirs: Snapshot) -> Merge:
    """What becomes of ``base`` when both my and their changes are made to it.

    A field that one side alone changed is taken from there; a body that both changed is put together block by block
    where the changes do not overlap. A field that a side does not have (an older snapshot) is one it left alone.
    """
    names = in_form_order({*base, *mine, *theirs})
    fields = (
        _merge_field(name, base.get(name, _ABSENT), mine.get(name, _ABSENT), theirs.get(name, _ABSENT))
        for name in names
    )
    return Merge({field.name: field for field in fields})


def _merge_field(name: str, base: Any, mine: Any, theirs: Any) -> MergedField:
    mine, theirs = (base if side is _ABSENT else side for side in (mine, theirs))
    if mine == theirs:
        return MergedField(name, mine, Origin.UNCHANGED if mine == base else Origin.BOTH, mine, theirs)
    if mine == base or mine is _ABSENT:
        return MergedField(name, theirs, Origin.THEIRS, _plain(mine), theirs)
    if theirs == base or theirs is _ABSENT:
        return MergedField(name, mine, Origin.MINE, mine, _plain(theirs))
    if name == "body" and base is not _ABSENT:
        merged = merge_bodies(base, mine, theirs)
        if merged is not None:
            return MergedField(name, merged, Origin.MERGED, mine, theirs)
    return MergedField(name, mine, Origin.CONFLICT, mine, theirs)


def _plain(value: Any) -> Any:
    return None if value is _ABSENT else value


# --- bodies ---------------------------------------------------------------------------------------------------


def merge_bodies(base: str, mine: str, theirs: str) -> str | None:
    """Both sides' changes in one body; None when they touch the same block."""
    base, mine, theirs = (richtext.clean_html(side) for side in (base, mine, theirs))
    merged = _merge_inside("", base, mine, theirs, Budget(PAIRS_IN_ALL))
    if merged is None:
        return None
    whole = "".join(block.source for block in merged).strip()
    # Loose text of both sides could run together into one, or a tag that one side opened be closed by the other.
    is_sound = richtext.clean_html(whole) == whole and _keys(blocks.cut(whole)) == _keys(merged)
    return whole if is_sound else None


def _keys(cut: Sequence[Block]) -> list[str]:
    return [block.key for block in cut]


def _merge_inside(tag: str, base: str, mine: str, theirs: str, budget: Budget, depth: int = 0) -> list[Block] | None:
    """The blocks inside a container (``tag``, empty for the body itself) with both sides' changes."""
    old, left, right = (blocks.cut(side, tag) for side in (base, mine, theirs))
    merged: list[Block] = []
    done = 0
    stretches = _stretches(
        hunks(_keys(old), _keys(left), budget), hunks(_keys(old), _keys(right), budget), touching=tag in blocks.TABULAR
    )
    for start, end, my_hunks, their_hunks in stretches:
        merged += old[done:start]
        mine_here = _side(old, left, start, end, my_hunks)
        theirs_here = _side(old, right, start, end, their_hunks)
        together = _merge_stretch(old[start:end], mine_here, theirs_here, budget, depth)
        if together is None:
            return None
        merged += together
        done = end
    merged += old[done:]
    # Of a passage that stood there twice, each side may have taken out another copy; together they would take out both.
    kept_by_all = {*_keys(old)} & {*_keys(left)} & {*_keys(right)}
    return merged if kept_by_all <= {*_keys(merged)} else None


def _merge_stretch(
    old: list[Block], mine: list[Block], theirs: list[Block], budget: Budget, depth: int
) -> list[Block] | None:
    base, left, right = _keys(old), _keys(mine), _keys(theirs)
    if left == right or right == base:
        return mine
    if left == base:
        return theirs
    is_one = len(old) == len(mine) == len(theirs) == 1
    if is_one and old[0].tag in blocks.CONTAINERS and depth < _DEEPEST:
        return _merge_containers(old[0], mine[0], theirs[0], budget, depth)
    return None


def _merge_containers(old: Block, mine: Block, theirs: Block, budget: Budget, depth: int) -> list[Block] | None:
    """A list or a table that both changed, but not in the same entry or row."""
    if not old.shell == mine.shell == theirs.shell:
        return None
    inside = _merge_inside(old.tag, old.inside, mine.inside, theirs.inside, budget, depth + 1)
    if inside is None:
        return None
    opening, closing = old.shell
    return [Block(old.tag, "".join([opening, *(block.source for block in inside), closing, "\n"]))]


def _stretches(
    mine: Sequence[Hunk], theirs: Sequence[Hunk], *, touching: bool
) -> list[tuple[int, int, list[Hunk], list[Hunk]]]:
    """Stretches of the base that somebody changed, with both sides' hunks in each.

    Hunks that overlap are in one stretch; ``touching``: also those with nothing between them, as rows of a table
    belong together more than paragraphs do.
    """
    found: list[tuple[int, int, list[Hunk], list[Hunk]]] = []
    for hunk, is_mine in sorted([*((hunk, True) for hunk in mine), *((hunk, False) for hunk in theirs)]):
        start, end = hunk.a1, hunk.a2
        if found and _meet(found[-1][0], found[-1][1], start, end, touching=touching):
            first, last, my_hunks, their_hunks = found.pop()
            start, end = first, max(last, end)
        else:
            my_hunks, their_hunks = [], []
        (my_hunks if is_mine else their_hunks).append(hunk)
        found.append((start, end, my_hunks, their_hunks))
    return found


def _meet(first: int, last: int, start: int, end: int, *, touching: bool) -> bool:
    """Two insertions at one place meet as well: nobody knows which comes first."""
    return start < last or (start == last and (touching or first == last == start == end))


def _side(old: list[Block], new: list[Block], start: int, end: int, its_hunks: Sequence[Hunk]) -> list[Block]:
    """What one side made of a stretch of the base."""
    blocks_here: list[Block] = []
    done = start
    for hunk in its_hunks:
        blocks_here += [*old[done : hunk.a1], *new[hunk.b1 : hunk.b2]]
        done = hunk.a2
    return [*blocks_here, *old[done:end]]
