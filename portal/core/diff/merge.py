"""Three-way merge of two changes to the same revision, field by field and block by block."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from portal.core.content import rich_text
from portal.core.diff import html_blocks
from portal.core.diff.field_diff import MAX_COMPARED_PAIRS, Snapshot, field_label, in_form_order
from portal.core.diff.html_blocks import HtmlBlock
from portal.core.diff.sequence_diff import ComparisonBudget, Hunk, find_hunks

_ABSENT = object()
# Deeper than lists and tables nest in practice; a change at this depth is a conflict.
_MAX_DEPTH = 12


class Origin(StrEnum):
    """Which side a field's value comes from."""

    UNCHANGED = "unchanged"
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    MERGED = "merged"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class MergedField:
    """A field after merging. In a conflict the value is mine, and the user must choose."""

    name: str
    value: Any
    origin: Origin
    mine: Any = None
    theirs: Any = None

    @property
    def label(self) -> str | Promise:
        return field_label(self.name)

    @property
    def is_conflict(self) -> bool:
        return self.origin == Origin.CONFLICT


@dataclass(frozen=True)
class MergeResult:
    """Every field of either side, in the form's order."""

    fields: Mapping[str, MergedField]

    @property
    def values(self) -> dict[str, Any]:
        return {name: field.value for name, field in self.fields.items()}

    @property
    def conflicts(self) -> list[MergedField]:
        return [field for field in self.fields.values() if field.is_conflict]


def merge(base: Snapshot, mine: Snapshot, theirs: Snapshot) -> MergeResult:
    """Merges my and their changes to ``base``.

    A field changed by one side is taken from it; a body changed by both is merged block by block if the changes do not
    overlap. A field missing on a side (an older snapshot) counts as unchanged there.
    """
    names = in_form_order({*base, *mine, *theirs})
    fields = (
        _merge_field(name, base.get(name, _ABSENT), mine.get(name, _ABSENT), theirs.get(name, _ABSENT))
        for name in names
    )
    return MergeResult({field.name: field for field in fields})


def _merge_field(name: str, base: Any, mine: Any, theirs: Any) -> MergedField:
    mine, theirs = (base if side is _ABSENT else side for side in (mine, theirs))
    if mine == theirs:
        return MergedField(name, mine, Origin.UNCHANGED if mine == base else Origin.BOTH, mine, theirs)
    if mine == base or mine is _ABSENT:
        return MergedField(name, theirs, Origin.THEIRS, _none_if_absent(mine), theirs)
    if theirs == base or theirs is _ABSENT:
        return MergedField(name, mine, Origin.MINE, mine, _none_if_absent(theirs))
    if name == "body" and base is not _ABSENT:
        merged = merge_bodies(base, mine, theirs)
        if merged is not None:
            return MergedField(name, merged, Origin.MERGED, mine, theirs)
    return MergedField(name, mine, Origin.CONFLICT, mine, theirs)


def _none_if_absent(value: Any) -> Any:
    return None if value is _ABSENT else value


# --- bodies ---------------------------------------------------------------------------------------------------


def merge_bodies(base: str, mine: str, theirs: str) -> str | None:
    """The body with both sides' changes; None if they change the same block."""
    base, mine, theirs = (rich_text.clean_html(side) for side in (base, mine, theirs))
    merged = _merge_blocks("", base, mine, theirs, ComparisonBudget(MAX_COMPARED_PAIRS))
    if merged is None:
        return None
    whole = "".join(block.source for block in merged).strip()
    # Loose text of both sides could join, or a tag opened by one side be closed by the other.
    is_sound = rich_text.clean_html(whole) == whole and _block_keys(html_blocks.split_blocks(whole)) == _block_keys(
        merged
    )
    return whole if is_sound else None


def _block_keys(cut: Sequence[HtmlBlock]) -> list[str]:
    return [block.key for block in cut]


def _merge_blocks(
    tag: str, base: str, mine: str, theirs: str, budget: ComparisonBudget, depth: int = 0
) -> list[HtmlBlock] | None:
    """The blocks inside a container (``tag``, empty for the body itself) with both sides' changes."""
    old, left, right = (html_blocks.split_blocks(side, tag) for side in (base, mine, theirs))
    merged: list[HtmlBlock] = []
    done = 0
    stretches = _changed_ranges(
        find_hunks(_block_keys(old), _block_keys(left), budget),
        find_hunks(_block_keys(old), _block_keys(right), budget),
        touching=tag in html_blocks.TABLE_TAGS,
    )
    for start, end, my_hunks, their_hunks in stretches:
        merged += old[done:start]
        mine_here = _blocks_of_side(old, left, start, end, my_hunks)
        theirs_here = _blocks_of_side(old, right, start, end, their_hunks)
        together = _merge_range(old[start:end], mine_here, theirs_here, budget, depth)
        if together is None:
            return None
        merged += together
        done = end
    merged += old[done:]
    # Of a block that occurs twice, each side may have removed another copy; merged, both would be removed.
    kept_by_all = {*_block_keys(old)} & {*_block_keys(left)} & {*_block_keys(right)}
    return merged if kept_by_all <= {*_block_keys(merged)} else None


def _merge_range(
    old: list[HtmlBlock], mine: list[HtmlBlock], theirs: list[HtmlBlock], budget: ComparisonBudget, depth: int
) -> list[HtmlBlock] | None:
    base, left, right = _block_keys(old), _block_keys(mine), _block_keys(theirs)
    if left == right or right == base:
        return mine
    if left == base:
        return theirs
    is_one = len(old) == len(mine) == len(theirs) == 1
    if is_one and old[0].tag in html_blocks.CONTAINER_TAGS and depth < _MAX_DEPTH:
        return _merge_containers(old[0], mine[0], theirs[0], budget, depth)
    return None


def _merge_containers(
    old: HtmlBlock, mine: HtmlBlock, theirs: HtmlBlock, budget: ComparisonBudget, depth: int
) -> list[HtmlBlock] | None:
    """A list or a table that both sides changed, but not in the same item or row."""
    if not old.wrapper_tags == mine.wrapper_tags == theirs.wrapper_tags:
        return None
    inside = _merge_blocks(old.tag, old.inner_html, mine.inner_html, theirs.inner_html, budget, depth + 1)
    if inside is None:
        return None
    opening, closing = old.wrapper_tags
    return [HtmlBlock(old.tag, "".join([opening, *(block.source for block in inside), closing, "\n"]))]


def _changed_ranges(
    mine: Sequence[Hunk], theirs: Sequence[Hunk], *, touching: bool
) -> list[tuple[int, int, list[Hunk], list[Hunk]]]:
    """Changed ranges of the base, with both sides' hunks in each.

    Overlapping hunks share a range; with ``touching`` adjacent ones do too, as rows of a table depend on one another
    more than paragraphs do.
    """
    found: list[tuple[int, int, list[Hunk], list[Hunk]]] = []
    for hunk, is_mine in sorted([*((hunk, True) for hunk in mine), *((hunk, False) for hunk in theirs)]):
        start, end = hunk.a1, hunk.a2
        if found and _overlaps(found[-1][0], found[-1][1], start, end, touching=touching):
            first, last, my_hunks, their_hunks = found.pop()
            start, end = first, max(last, end)
        else:
            my_hunks, their_hunks = [], []
        (my_hunks if is_mine else their_hunks).append(hunk)
        found.append((start, end, my_hunks, their_hunks))
    return found


def _overlaps(first: int, last: int, start: int, end: int, *, touching: bool) -> bool:
    """Two insertions at the same position overlap too: their order is undefined."""
    return start < last or (start == last and (touching or first == last == start == end))


def _blocks_of_side(
    old: list[HtmlBlock], new: list[HtmlBlock], start: int, end: int, its_hunks: Sequence[Hunk]
) -> list[HtmlBlock]:
    """One side's version of a range of the base."""
    blocks_here: list[HtmlBlock] = []
    done = start
    for hunk in its_hunks:
        blocks_here += [*old[done : hunk.a1], *new[hunk.b1 : hunk.b2]]
        done = hunk.a2
    return [*blocks_here, *old[done:end]]
