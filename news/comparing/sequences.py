"""Where two sequences differ, in bounded time.

``difflib`` alone takes minutes for two long texts that differ all over. Here, long stretches are first cut at what
occurs once in each (the anchors); ``difflib`` works only in the short stretches between, as long as the budget lasts.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

# Stretches with at most this many pairs of items are left to difflib.
_SHORT = 64 * 64
# Cutting at anchors goes this deep; each round costs one walk over the items.
_DEEPEST = 20


class Hunk(NamedTuple):
    """``a[a1:a2]`` became ``b[b1:b2]``; what lies between two hunks is the same in both."""

    a1: int
    a2: int
    b1: int
    b2: int


@dataclass
class Budget:
    """How many pairs of items may still be compared, over all calls that share it."""

    pairs: int
    is_spent: bool = False

    def take(self, pairs: int) -> bool:
        """Whether there was enough left. Once it was not, the result is coarser than it could be."""
        if pairs > self.pairs:
            self.is_spent = True
            return False
        self.pairs -= pairs
        return True


def hunks(a: Sequence[Hashable], b: Sequence[Hashable], budget: Budget) -> list[Hunk]:
    """Where ``b`` differs from ``a``, in order. Right in any case; finer while the budget lasts."""
    # Numbers compare faster than texts, and each item is hashed once.
    numbers: dict[Hashable, int] = {}
    a, b = ([numbers.setdefault(item, len(numbers)) for item in side] for side in (a, b))
    found: list[Hunk] = []
    i = j = 0
    for run in (*_same_runs(a, b, budget), (len(a), len(b), 0)):
        if i < run[0] or j < run[1]:
            found.append(Hunk(i, run[0], j, run[1]))
        i, j = run[0] + run[2], run[1] + run[2]
    return _joined(found)


def _joined(found: list[Hunk]) -> list[Hunk]:
    """Hunks that touch on both sides are one."""
    joined: list[Hunk] = []
    for hunk in found:
        if joined and (joined[-1].a2, joined[-1].b2) == (hunk.a1, hunk.b1):
            joined[-1] = Hunk(joined[-1].a1, hunk.a2, joined[-1].b1, hunk.b2)
        else:
            joined.append(hunk)
    return joined


def _same_runs(a: Sequence[Hashable], b: Sequence[Hashable], budget: Budget) -> Iterator[tuple[int, int, int]]:
    """Stretches that are the same: where in ``a``, where in ``b``, how long."""
    waiting = [(0, len(a), 0, len(b), 0)]
    while waiting:
        a1, a2, b1, b2, depth = waiting.pop()
        head = _same_from_start(a, a1, a2, b, b1, b2)
        if head:
            yield a1, b1, head
            a1, b1 = a1 + head, b1 + head
        tail = _same_to_end(a, a1, a2, b, b1, b2)
        if tail:
            # Comes after what lies between: put back as a range that is all head.
            waiting.append((a2 - tail, a2, b2 - tail, b2, depth))
            a2, b2 = a2 - tail, b2 - tail
        if a1 == a2 or b1 == b2:
            continue
        if tail:
            waiting.append((a1, a2, b1, b2, depth))
        elif (a2 - a1) * (b2 - b1) <= _SHORT and budget.take((a2 - a1) * (b2 - b1)):
            blocks = SequenceMatcher(None, a[a1:a2], b[b1:b2], autojunk=False).get_matching_blocks()
            yield from ((a1 + i, b1 + j, size) for i, j, size in blocks if size)
        elif depth < _DEEPEST and (anchors := _anchors(a, a1, a2, b, b1, b2)):
            ends = [*anchors[1:], (a2, b2)]
            parts = [(i, i2, j, j2, depth + 1) for (i, j), (i2, j2) in zip(anchors, ends, strict=True)]
            first = (a1, anchors[0][0], b1, anchors[0][1], depth + 1)
            waiting += reversed([first, *parts])
        else:
            budget.is_spent = budget.is_spent or depth >= _DEEPEST


def _same_from_start(a: Sequence[Hashable], a1: int, a2: int, b: Sequence[Hashable], b1: int, b2: int) -> int:
    length = min(a2 - a1, b2 - b1)
    return next((n for n in range(length) if a[a1 + n] != b[b1 + n]), length)


def _same_to_end(a: Sequence[Hashable], a1: int, a2: int, b: Sequence[Hashable], b1: int, b2: int) -> int:
    length = min(a2 - a1, b2 - b1)
    return next((n for n in range(length) if a[a2 - 1 - n] != b[b2 - 1 - n]), length)


def _anchors(a: Sequence[Hashable], a1: int, a2: int, b: Sequence[Hashable], b1: int, b2: int) -> list[tuple[int, int]]:
    """The longest row of pairs, rising on both sides, of items that occur once here and once there."""
    in_a, in_b = Counter(a[a1:a2]), Counter(b[b1:b2])
    place = {item: j for j, item in enumerate(b[b1:b2], b1) if in_b[item] == 1}
    pairs = [(i, place[item]) for i, item in enumerate(a[a1:a2], a1) if in_a[item] == 1 and item in place]
    # Patience sorting: the last pair of each pile, and for each pair the one it was put upon.
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
