"""Word diff of two versions of a line, and of its formatting."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.diff.html_blocks import DiffImage, DiffLine, TextRun
from portal.core.diff.sequence_diff import ComparisonBudget, find_hunks

# A Vietnamese word between spaces is a syllable: a run of letters in NFC. Each punctuation mark is a token.
_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
_MAX_NOTES = 6
_FORMATTING_LABELS = {
    "strong": gettext_lazy("đậm"),
    "em": gettext_lazy("nghiêng"),
    "u": gettext_lazy("gạch chân"),
    "s": gettext_lazy("gạch ngang"),
    "sub": gettext_lazy("chỉ số dưới"),
    "sup": gettext_lazy("chỉ số trên"),
}
_KIND_LABELS = {
    "p": gettext_lazy("đoạn văn"),
    "h2": gettext_lazy("đề mục cấp 2"),
    "h3": gettext_lazy("đề mục cấp 3"),
    "h4": gettext_lazy("đề mục cấp 4"),
    "li": gettext_lazy("mục danh sách"),
    "tr": gettext_lazy("hàng của bảng"),
    "figure": gettext_lazy("hình"),
    "caption": gettext_lazy("tên bảng"),
    "blockquote": gettext_lazy("trích dẫn"),
    "hr": gettext_lazy("đường kẻ"),
}
_ALIGNMENT_LABELS = {
    "left": gettext_lazy("trái"),
    "center": gettext_lazy("giữa"),
    "right": gettext_lazy("phải"),
    "justify": gettext_lazy("đều hai bên"),
}
_ALIGNMENT = re.compile(r"align-(\w+)")


class ChangeKind(StrEnum):
    """What happened to a segment."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"


@dataclass(frozen=True)
class Segment:
    """A run of text or an image that was kept, removed or added."""

    change: ChangeKind
    text: str
    image: DiffImage | None = None


class _Token(NamedTuple):
    text: str
    run: TextRun

    @property
    def key(self) -> str:
        """The identity of a token. An image is identified by its file, whatever its alt text."""
        return f"\0{self.run.image.url}" if self.run.image else self.text


def compare_texts(before: str, after: str, budget: ComparisonBudget) -> list[Segment]:
    """Word diff of two plain texts."""
    return _segments(_tokenize([TextRun(before)]), _tokenize([TextRun(after)]), budget)[0]


def compare_lines(before: DiffLine, after: DiffLine, budget: ComparisonBudget) -> tuple[list[Segment], list[str]]:
    """The segments of two versions of a line, and sentences on what else changed in it."""
    segments, kept = _segments(_tokenize(before.runs), _tokenize(after.runs), budget)
    notes = [*_structure_notes(before, after), *_formatting_notes(kept)]
    is_same = all(segment.change == ChangeKind.KEPT for segment in segments)
    if not notes and is_same and before != after:
        notes = [_("đổi định dạng")]
    if len(notes) > _MAX_NOTES:
        notes = [*notes[:_MAX_NOTES], _("và %d chỗ khác") % (len(notes) - _MAX_NOTES)]
    return segments, notes


def whole_line_segments(line: DiffLine, change: ChangeKind) -> list[Segment]:
    """A line that is wholly removed, added or kept."""
    return list(_group_segments(change, (_Token(run.text, run) for run in line.runs)))


def kind_label(kind: str) -> str | Promise:
    return _KIND_LABELS.get(kind, _KIND_LABELS["p"])


def _tokenize(runs: Iterable[TextRun]) -> list[_Token]:
    pieces: list[_Token] = []
    for run in runs:
        if run.image:
            pieces.append(_Token("", run))
        else:
            pieces += [_Token(text, run) for text in _TOKENS.findall(run.text)]
    return pieces


def _segments(
    before: Sequence[_Token], after: Sequence[_Token], budget: ComparisonBudget
) -> tuple[list[Segment], list[tuple[_Token, _Token]]]:
    """The segments, and the pairs of tokens that are equal on both sides."""
    segments: list[Segment] = []
    kept: list[tuple[_Token, _Token]] = []
    i = j = 0
    ends = [*find_hunks([piece.key for piece in before], [piece.key for piece in after], budget), None]
    for hunk in ends:
        upto = hunk.a1 if hunk else len(before)
        kept += zip(before[i:upto], after[j : j + upto - i], strict=True)
        segments += _group_segments(ChangeKind.KEPT, after[j : j + upto - i])
        if hunk:
            segments += _group_segments(ChangeKind.REMOVED, before[hunk.a1 : hunk.a2])
            segments += _group_segments(ChangeKind.ADDED, after[hunk.b1 : hunk.b2])
            i, j = hunk.a2, hunk.b2
    return segments, kept


def _group_segments(change: ChangeKind, pieces: Iterable[_Token]) -> Iterator[Segment]:
    for image, together in groupby(pieces, key=lambda piece: piece.run.image):
        yield Segment(change, "".join(piece.text for piece in together), image)


def _structure_notes(before: DiffLine, after: DiffLine) -> Iterator[str]:
    if before.kind != after.kind:
        yield _("đổi kiểu: %(old)s → %(new)s") % {"old": kind_label(before.kind), "new": kind_label(after.kind)}
    elif before.path != after.path:
        yield _("đổi kiểu danh sách hoặc bậc thụt vào")
    if (old := _alignment(before)) != (new := _alignment(after)):
        yield _("đổi căn lề: %(old)s → %(new)s") % {"old": old, "new": new}
    elif before.attributes != after.attributes:
        yield _("đổi cách gộp ô của bảng") if "tr" in {before.kind, after.kind} else _("đổi định dạng")


def _alignment(line: DiffLine) -> str:
    found = _ALIGNMENT.search(" ".join(line.attributes))
    return str(_ALIGNMENT_LABELS.get(found[1], found[1])) if found else _("mặc định")


def _formatting_notes(kept: Iterable[tuple[_Token, _Token]]) -> Iterator[str]:
    """Formatting changes of unchanged words, one sentence per run with the same change."""
    for (marks, new_marks, link, new_link, old_image, new_image), together in groupby(kept, key=_formatting_change):
        if old_image != new_image and old_image and new_image:
            yield _("đổi nội dung thay thế của ảnh: “%(old)s” → “%(new)s”") % {
                "old": old_image.alt_text,
                "new": new_image.alt_text,
            }
            continue
        if (marks, link) == (new_marks, new_link):
            continue
        words = "".join(piece.text for piece, _new in together).strip()
        if not words:
            continue
        if marks != new_marks:
            yield _("đổi định dạng “%(words)s”: %(old)s → %(new)s") % {
                "words": words,
                "old": _formatting_label(marks),
                "new": _formatting_label(new_marks),
            }
        if link != new_link:
            yield _link_note(words, link, new_link)


def _formatting_change(pair: tuple[_Token, _Token]) -> tuple[Any, ...]:
    before, after = pair[0].run, pair[1].run
    return before.marks, after.marks, before.link, after.link, before.image, after.image


def _formatting_label(marks: Iterable[str]) -> str:
    return _("chữ %s") % ", ".join(str(_FORMATTING_LABELS[mark]) for mark in marks) if marks else _("chữ thường")


def _link_note(words: str, old: str, new: str) -> str:
    named = {"words": words, "old": old, "new": new}
    if not old:
        return _("thêm liên kết ở “%(words)s”: %(new)s") % named
    if not new:
        return _("bỏ liên kết ở “%(words)s”: %(old)s") % named
    return _("đổi liên kết ở “%(words)s”: %(old)s → %(new)s") % named
