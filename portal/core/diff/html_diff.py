"""Diff of two HTML bodies: by blocks and, in changed blocks, by words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.core.diff import html_blocks, word_diff
from portal.core.diff.html_blocks import DiffLine
from portal.core.diff.sequence_diff import ComparisonBudget, Hunk, find_hunks
from portal.core.diff.word_diff import ChangeKind, Segment

# Lines that share less than this part of their words are treated as different lines.
_MIN_SIMILARITY = 0.4
# Changed regions with more pairs of lines are aligned in order instead of by similarity.
_MAX_ALIGNED_PAIRS = 144
# Maximum of lines per changed region; the result says that the rest is omitted.
_MAX_LINES = 1000


@dataclass(frozen=True)
class DiffRow:
    """A line of the diff: changed, removed, added or unchanged.

    ``skipped_count`` stands for that many unchanged blocks or lines; ``is_truncated`` means that the rest is omitted.
    """

    change: ChangeKind
    kind: str = ""
    segments: list[Segment] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    skipped_count: int = 0
    is_truncated: bool = False

    @property
    def kind_label(self) -> str | Promise:
        return word_diff.kind_label(self.kind)


def compare_bodies(before: str, after: str, budget: ComparisonBudget) -> list[DiffRow]:
    """The diff rows of two sanitised bodies. ``budget`` tells afterwards whether it was exhausted."""
    old, new = html_blocks.split_blocks(before), html_blocks.split_blocks(after)
    rows: list[DiffRow] = []
    done = 0
    for hunk in find_hunks([block.key for block in old], [block.key for block in new], budget):
        rows += _context_of_blocks(new[done : hunk.b1], is_first=done == 0)
        rows += _diff_lines(_lines(old[hunk.a1 : hunk.a2]), _lines(new[hunk.b1 : hunk.b2]), budget)
        done = hunk.b2
        if len(rows) > _MAX_LINES:
            return _truncated(rows, budget)
    rows += _context_of_blocks(new[done:], is_last=True)
    return rows if any(row.change != ChangeKind.KEPT for row in rows) else []


def _truncated(rows: list[DiffRow], budget: ComparisonBudget) -> list[DiffRow]:
    budget.is_exhausted = True
    return [*rows, DiffRow(ChangeKind.KEPT, is_truncated=True)]


def _lines(cut: Sequence[html_blocks.HtmlBlock]) -> list[DiffLine]:
    """The lines of some blocks, at most one more than can be shown."""
    return list(islice((line for block in cut for line in html_blocks.parse_lines(block.source)), _MAX_LINES + 1))


def _context_of_blocks(
    kept: Sequence[html_blocks.HtmlBlock], *, is_first: bool = False, is_last: bool = False
) -> Iterator[DiffRow]:
    """Unchanged context between two changes: the line next to each change."""
    if not kept:
        return
    before = [] if is_first else _lines(kept[:1])[:1]
    after = [] if is_last or (len(kept) == 1 and not is_first) else _lines(kept[-1:])[-1:]
    yield from (_whole_line_row(line, ChangeKind.KEPT) for line in before)
    if skipped := len(kept) - len(before) - len(after):
        yield DiffRow(ChangeKind.KEPT, skipped_count=skipped)
    yield from (_whole_line_row(line, ChangeKind.KEPT) for line in after)


def _context_of_lines(kept: Sequence[DiffLine], *, is_first: bool = False, is_last: bool = False) -> Iterator[DiffRow]:
    """The same inside a list or a table, whose lines are parsed already."""
    before = [] if is_first else kept[:1]
    after = [] if is_last else kept[len(before) :][-1:]
    yield from (_whole_line_row(line, ChangeKind.KEPT) for line in before)
    if skipped := len(kept) - len(before) - len(after):
        yield DiffRow(ChangeKind.KEPT, skipped_count=skipped)
    yield from (_whole_line_row(line, ChangeKind.KEPT) for line in after)


def _whole_line_row(line: DiffLine, change: ChangeKind) -> DiffRow:
    return DiffRow(change, line.kind, word_diff.whole_line_segments(line, change))


def _diff_lines(old: list[DiffLine], new: list[DiffLine], budget: ComparisonBudget) -> Iterator[DiffRow]:
    """The diff of a changed region; in a list or a table most lines may be equal."""
    is_cut = max(len(old), len(new)) > _MAX_LINES
    old, new = old[:_MAX_LINES], new[:_MAX_LINES]
    done = 0
    found = find_hunks(old, new, budget)
    for hunk in found:
        yield from _context_of_lines(new[done : hunk.b1], is_first=done == 0)
        for before, after in _align_lines(old[hunk.a1 : hunk.a2], new[hunk.b1 : hunk.b2], budget):
            yield from _diff_line_pair(before, after, budget)
        done = hunk.b2
    if found:
        yield from _context_of_lines(new[done:], is_last=True)
    elif line := next(iter(new or old), None):
        # An attribute outside of lines changed: the width of an image, the title of a link.
        yield DiffRow(
            ChangeKind.CHANGED, line.kind, word_diff.whole_line_segments(line, ChangeKind.KEPT), [_("đổi định dạng")]
        )
    if is_cut:
        yield from _truncated([], budget)


def align_lines(
    old: Sequence[DiffLine], new: Sequence[DiffLine], budget: ComparisonBudget
) -> Iterator[tuple[DiffLine | None, DiffLine | None]]:
    """All lines of two texts side by side, without crossings; None where a line was added or removed."""
    i = j = 0
    for hunk in [*find_hunks(old, new, budget), Hunk(len(old), len(old), len(new), len(new))]:
        yield from zip(old[i : hunk.a1], new[j : hunk.b1], strict=True)
        changed = _align_lines(old[hunk.a1 : hunk.a2], new[hunk.b1 : hunk.b2], budget)
        yield from (pair for pair in changed if any(pair))
        i, j = hunk.a2, hunk.b2


def _diff_line_pair(before: DiffLine | None, after: DiffLine | None, budget: ComparisonBudget) -> Iterator[DiffRow]:
    if before and after and budget.spend((len(before.text) + len(after.text)) // 2):
        segments, notes = word_diff.compare_lines(before, after, budget)
        yield DiffRow(ChangeKind.CHANGED, after.kind, segments, notes)
        return
    if before:
        yield _whole_line_row(before, ChangeKind.REMOVED)
    if after:
        yield _whole_line_row(after, ChangeKind.ADDED)


def _align_lines(
    old: Sequence[DiffLine], new: Sequence[DiffLine], budget: ComparisonBudget
) -> Iterator[tuple[DiffLine | None, DiffLine | None]]:
    """Aligns the lines of a changed region to maximise total similarity, without crossings."""
    old_words, new_words = [_word_counts(line) for line in old], [_word_counts(line) for line in new]
    if len(old) * len(new) > _MAX_ALIGNED_PAIRS or not budget.spend(len(old) * len(new)):
        for (line, bag), (other, other_bag) in zip_longest(
            zip(old, old_words, strict=True), zip(new, new_words, strict=True), fillvalue=(None, None)
        ):
            if (
                line
                and bag is not None
                and other
                and other_bag is not None
                and _similarity(line, bag, other, other_bag)
            ):
                yield line, other
            else:
                yield line, None
                yield None, other
        return
    likeness = [
        [_similarity(line, bag, other, other_bag) for other, other_bag in zip(new, new_words, strict=True)]
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


def _word_counts(line: DiffLine) -> Counter[str]:
    """The words of a line; an image counts as a word."""
    found = Counter(line.text.casefold().split())
    found.update(run.image.url for run in line.runs if run.image)
    return found


def _similarity(line: DiffLine, bag: Counter[str], other: DiffLine, other_bag: Counter[str]) -> float:
    """The share of common words of two lines; 0 below the minimum or for lines of different kinds."""
    if (line.kind == "tr") != (other.kind == "tr"):
        return 0.0
    total = bag.total() + other_bag.total()
    shared = 2 * (bag & other_bag).total() / total if total else 1.0
    return shared if shared >= _MIN_SIMILARITY else 0.0
