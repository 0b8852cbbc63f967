"""Diff of two sequences in bounded time.

``difflib`` alone takes minutes for two long texts that differ throughout. Here, long ranges are first split at items
that occur once in each (anchors); ``difflib`` is used only for the short ranges between, within a budget.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

# Ranges with at most this many pairs of items are left to difflib.
_MAX_DIFFLIB_PAIRS = 64 * 64
# Maximum recursion of splitting at anchors; each level costs one pass over the items.
_MAX_DEPTH = 20


class Hunk(NamedTuple):
    """``a[a1:a2]`` became ``b[b1:b2]``; what lies between two hunks is equal."""

    a1: int
    a2: int
    b1: int
    b2: int


@dataclass
class ComparisonBudget:
    """How many pairs of items may still be compared, shared by several calls."""

    pairs: int
    is_exhausted: bool = False

    def spend(self, pairs: int) -> bool:
        """Whether enough was left. Once it was not, the result is coarser than possible."""
        if pairs > self.pairs:
            self.is_exhausted = True
            return False
        self.pairs -= pairs
        return True


def find_hunks(a: Sequence[Hashable], b: Sequence[Hashable], budget: ComparisonBudget) -> list[Hunk]:
    """The hunks between ``a`` and ``b``, in order. Always correct; minimal as far as the budget allows."""
    # Integers compare faster than texts, and each item is hashed once.
    numbers: dict[Hashable, int] = {}
    a, b = ([numbers.setdefault(item, len(numbers)) for item in side] for side in (a, b))
    found: list[Hunk] = []
    i = j = 0
    for run in (*_matching_runs(a, b, budget), (len(a), len(b), 0)):
        if i < run[0] or j < run[1]:
            found.append(Hunk(i, run[0], j, run[1]))
        i, j = run[0] + run[2], run[1] + run[2]
    return _join_adjacent_hunks(found)


def _join_adjacent_hunks(found: list[Hunk]) -> list[Hunk]:
    """Joins hunks that are adjacent on both sides."""
    joined: list[Hunk] = []
    for hunk in found:
        if joined and (joined[-1].a2, joined[-1].b2) == (hunk.a1, hunk.b1):
            joined[-1] = Hunk(joined[-1].a1, hunk.a2, joined[-1].b1, hunk.b2)
        else:
            joined.append(hunk)
    return joined


def _matching_runs(
    a: Sequence[Hashable], b: Sequence[Hashable], budget: ComparisonBudget
) -> Iterator[tuple[int, int, int]]:
    """Equal ranges: position in ``a``, position in ``b``, length."""
    waiting = [(0, len(a), 0, len(b), 0)]
    while waiting:
        a1, a2, b1, b2, depth = waiting.pop()
        head = _common_prefix_length(a, a1, a2, b, b1, b2)
        if head:
            yield a1, b1, head
            a1, b1 = a1 + head, b1 + head
        tail = _common_suffix_length(a, a1, a2, b, b1, b2)
        if tail:
            # Must be yielded after the range before it: pushed back as a range that is all head.
            waiting.append((a2 - tail, a2, b2 - tail, b2, depth))
            a2, b2 = a2 - tail, b2 - tail
        if a1 == a2 or b1 == b2:
            continue
        if tail:
            waiting.append((a1, a2, b1, b2, depth))
        elif (a2 - a1) * (b2 - b1) <= _MAX_DIFFLIB_PAIRS and budget.spend((a2 - a1) * (b2 - b1)):
            blocks = SequenceMatcher(None, a[a1:a2], b[b1:b2], autojunk=False).get_matching_blocks()
            yield from ((a1 + i, b1 + j, size) for i, j, size in blocks if size)
        elif depth < _MAX_DEPTH and (anchors := _anchors(a, a1, a2, b, b1, b2)):
            ends = [*anchors[1:], (a2, b2)]
            parts = [(i, i2, j, j2, depth + 1) for (i, j), (i2, j2) in zip(anchors, ends, strict=True)]
            first = (a1, anchors[0][0], b1, anchors[0][1], depth + 1)
            waiting += reversed([first, *parts])
        else:
            budget.is_exhausted = budget.is_exhausted or depth >= _MAX_DEPTH


def _common_prefix_length(a: Sequence[Hashable], a1: int, a2: int, b: Sequence[Hashable], b1: int, b2: int) -> int:
    length = min(a2 - a1, b2 - b1)
    return next((n for n in range(length) if a[a1 + n] != b[b1 + n]), length)


def _common_suffix_length(a: Sequence[Hashable], a1: int, a2: int, b: Sequence[Hashable], b1: int, b2: int) -> int:
    length = min(a2 - a1, b2 - b1)
    return next((n for n in range(length) if a[a2 - 1 - n] != b[b2 - 1 - n]), length)


def _anchors(a: Sequence[Hashable], a1: int, a2: int, b: Sequence[Hashable], b1: int, b2: int) -> list[tuple[int, int]]:
    """The longest increasing sequence of pairs of items that are unique in both ranges."""
    in_a, in_b = Counter(a[a1:a2]), Counter(b[b1:b2])
    place = {item: j for j, item in enumerate(b[b1:b2], b1) if in_b[item] == 1}
    pairs = [(i, place[item]) for i, item in enumerate(a[a1:a2], a1) if in_a[item] == 1 and item in place]
    # Patience sorting: the last pair of each pile, and the predecessor of each pair.
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_i, j) in enumerate(pairs):
        pile = bisect_left(ends, j)
        before.append(last[pile - 1] if pile else -1)
        if pile == len(ends):
            ends.append(j)
            last.append(number)
        else:
            ends[pile], last[pile] = j, number
    chain: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]
