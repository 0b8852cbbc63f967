"""Two bodies, block by block and, in changed blocks, word by word."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from news.comparing import blocks, words
from news.comparing.blocks import Line
from news.comparing.sequences import Budget, hunks
from news.comparing.words import Change, Segment

# Lines that share less than this of their words are another line, not a changed one.
_SAME_LINE = 0.4
# Stretches with more pairs of lines are lined up in order instead of by likeness.
_MOST_PAIRS = 144
# No person reads more changed lines than this in one stretch; what lies beyond is said to be left out.
_MOST_LINES = 1000


@dataclass(frozen=True)
class Row:
    """A line of the comparison: changed, removed, added or kept.

    ``skipped`` stands for that many kept blocks or lines; ``is_cut`` says that there is more than can be shown.
    """

    change: Change
    kind: str = ""
    segments: list[Segment] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    skipped: int = 0
    is_cut: bool = False

    @property
    def kind_name(self) -> str | Promise:
        return words.kind_name(self.kind)


def compare_bodies(before: str, after: str, budget: Budget) -> list[Row]:
    """The rows of two cleaned bodies. ``budget`` says afterwards whether it had to stop at whole lines."""
    old, new = blocks.cut(before), blocks.cut(after)
    rows: list[Row] = []
    done = 0
    for hunk in hunks([block.key for block in old], [block.key for block in new], budget):
        rows += _between(new[done : hunk.b1], is_first=done == 0)
        rows += _compare(_lines(old[hunk.a1 : hunk.a2]), _lines(new[hunk.b1 : hunk.b2]), budget)
        done = hunk.b2
        if len(rows) > _MOST_LINES:
            return _cut(rows, budget)
    rows += _between(new[done:], is_last=True)
    return rows if any(row.change != Change.KEPT for row in rows) else []


def _cut(rows: list[Row], budget: Budget) -> list[Row]:
    budget.is_spent = True
    return [*rows, Row(Change.KEPT, is_cut=True)]


def _lines(cut: Sequence[blocks.Block]) -> list[Line]:
    """The lines of some blocks, one more than can be shown at most."""
    return list(islice((line for block in cut for line in blocks.lines(block.source)), _MOST_LINES + 1))


def _between(kept: Sequence[blocks.Block], *, is_first: bool = False, is_last: bool = False) -> Iterator[Row]:
    """What stayed between two changes: the line next to each change, so that one sees where it is."""
    if not kept:
        return
    before = [] if is_first else _lines(kept[:1])[:1]
    after = [] if is_last or (len(kept) == 1 and not is_first) else _lines(kept[-1:])[-1:]
    yield from (_whole(line, Change.KEPT) for line in before)
    if skipped := len(kept) - len(before) - len(after):
        yield Row(Change.KEPT, skipped=skipped)
    yield from (_whole(line, Change.KEPT) for line in after)


def _within(kept: Sequence[Line], *, is_first: bool = False, is_last: bool = False) -> Iterator[Row]:
    """The same inside a list or a table, where the lines are known already."""
    before = [] if is_first else kept[:1]
    after = [] if is_last else kept[len(before) :][-1:]
    yield from (_whole(line, Change.KEPT) for line in before)
    if skipped := len(kept) - len(before) - len(after):
        yield Row(Change.KEPT, skipped=skipped)
    yield from (_whole(line, Change.KEPT) for line in after)


def _whole(line: Line, change: Change) -> Row:
    return Row(change, line.kind, words.whole(line, change))


def _compare(old: list[Line], new: list[Line], budget: Budget) -> Iterator[Row]:
    """The lines of a changed stretch; in a list or a table most of them may be the same."""
    is_cut = max(len(old), len(new)) > _MOST_LINES
    old, new = old[:_MOST_LINES], new[:_MOST_LINES]
    done = 0
    found = hunks(old, new, budget)
    for hunk in found:
        yield from _within(new[done : hunk.b1], is_first=done == 0)
        for before, after in _paired(old[hunk.a1 : hunk.a2], new[hunk.b1 : hunk.b2], budget):
            yield from _changed(before, after, budget)
        done = hunk.b2
    if found:
        yield from _within(new[done:], is_last=True)
    elif line := next(iter(new or old), None):
        # The width of a picture, the title of a link: nothing that a line holds.
        yield Row(Change.CHANGED, line.kind, words.whole(line, Change.KEPT), [_("đổi định dạng")])
    if is_cut:
        yield from _cut([], budget)


def _changed(before: Line | None, after: Line | None, budget: Budget) -> Iterator[Row]:
    if before and after and budget.take((len(before.text) + len(after.text)) // 2):
        segments, notes = words.compare_lines(before, after, budget)
        yield Row(Change.CHANGED, after.kind, segments, notes)
        return
    if before:
        yield _whole(before, Change.REMOVED)
    if after:
        yield _whole(after, Change.ADDED)


def _paired(old: Sequence[Line], new: Sequence[Line], budget: Budget) -> Iterator[tuple[Line | None, Line | None]]:
    """Lines up a changed stretch so that the likeness of the pairs is greatest; nothing crosses."""
    old_words, new_words = [_bag(line) for line in old], [_bag(line) for line in new]
    if len(old) * len(new) > _MOST_PAIRS or not budget.take(len(old) * len(new)):
        for (line, bag), (other, other_bag) in zip_longest(
            zip(old, old_words, strict=True), zip(new, new_words, strict=True), fillvalue=(None, None)
        ):
            if line and other and _likeness(line, bag, other, other_bag):
                yield line, other
            else:
                yield line, None
                yield None, other
        return
    likeness = [
        [_likeness(line, bag, other, other_bag) for other, other_bag in zip(new, new_words, strict=True)]
        for line, bag in zip(old, old_words, strict=True)
    ]
    best = [[0.0] * (len(new) + 1) for _line in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], likeness[i][j] + best[i + 1][j + 1])
    i = j = 0
    while i < len(old) or j < len(new):
        both = i < len(old) and j < len(new)
        if both and likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif i < len(old) and (j == len(new) or best[i][j] == best[i + 1][j]):
            yield old[i], None
            i += 1
        else:
            yield None, new[j]
            j += 1


def _bag(line: Line) -> Counter[str]:
    """The words of a line; its pictures count as words."""
    found = Counter(line.text.casefold().split())
    found.update(run.picture.address for run in line.runs if run.picture)
    return found


def _likeness(line: Line, bag: Counter[str], other: Line, other_bag: Counter[str]) -> float:
    """How much of their words two lines share, 0 when too little or when they can be no wordings of one line."""
    if (line.kind == "tr") != (other.kind == "tr"):
        return 0.0
    total = bag.total() + other_bag.total()
    shared = 2 * (bag & other_bag).total() / total if total else 1.0
    return shared if shared >= _SAME_LINE else 0.0
