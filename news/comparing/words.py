"""Two wordings of one line, word by word; and what changed in it beside the words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.comparing.blocks import Line, Run, Shown
from news.comparing.sequences import Budget, hunks

# A Vietnamese word between blanks is a syllable: one run of letters in NFC. Every mark is a piece of its own.
_PIECES = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_NOTES = 6
_MARK_NAMES = {
    "strong": gettext_lazy("đậm"),
    "em": gettext_lazy("nghiêng"),
    "u": gettext_lazy("gạch chân"),
    "s": gettext_lazy("gạch ngang"),
    "sub": gettext_lazy("chỉ số dưới"),
    "sup": gettext_lazy("chỉ số trên"),
}
_KIND_NAMES = {
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
_ALIGNMENT_NAMES = {
    "left": gettext_lazy("trái"),
    "center": gettext_lazy("giữa"),
    "right": gettext_lazy("phải"),
    "justify": gettext_lazy("đều hai bên"),
}
_ALIGNMENT = re.compile(r"align-(\w+)")


class Change(StrEnum):
    """What became of a piece."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"


@dataclass(frozen=True)
class Segment:
    """A stretch of text or a picture that was kept, removed or added."""

    change: Change
    text: str
    picture: Shown | None = None


class _Piece(NamedTuple):
    text: str
    run: Run

    @property
    def key(self) -> str:
        """What makes two pieces the same word. A picture is its file, whatever words stand in for it."""
        return f"\0{self.run.picture.address}" if self.run.picture else self.text


def compare_texts(before: str, after: str, budget: Budget) -> list[Segment]:
    """Two plain texts by words."""
    return _segments(_pieces([Run(before)]), _pieces([Run(after)]), budget)[0]


def compare_lines(before: Line, after: Line, budget: Budget) -> tuple[list[Segment], list[str]]:
    """The stretches of two wordings of a line, and sentences on what changed beside the words."""
    segments, kept = _segments(_pieces(before.runs), _pieces(after.runs), budget)
    notes = [*_shape_notes(before, after), *_word_notes(kept)]
    is_same = all(segment.change == Change.KEPT for segment in segments)
    if not notes and is_same and before != after:
        notes = [_("đổi định dạng")]
    if len(notes) > _MOST_NOTES:
        notes = [*notes[:_MOST_NOTES], _("và %d chỗ khác") % (len(notes) - _MOST_NOTES)]
    return segments, notes


def whole(line: Line, change: Change) -> list[Segment]:
    """A line that is all removed, all added or all kept."""
    return list(_said(change, (_Piece(run.text, run) for run in line.runs)))


def kind_name(kind: str) -> str | Promise:
    return _KIND_NAMES.get(kind, _KIND_NAMES["p"])


def _pieces(runs: Iterable[Run]) -> list[_Piece]:
    pieces: list[_Piece] = []
    for run in runs:
        if run.picture:
            pieces.append(_Piece("", run))
        else:
            pieces += [_Piece(text, run) for text in _PIECES.findall(run.text)]
    return pieces


def _segments(
    before: Sequence[_Piece], after: Sequence[_Piece], budget: Budget
) -> tuple[list[Segment], list[tuple[_Piece, _Piece]]]:
    """The stretches, and the pairs of pieces that are the same on both sides."""
    segments: list[Segment] = []
    kept: list[tuple[_Piece, _Piece]] = []
    i = j = 0
    ends = [*hunks([piece.key for piece in before], [piece.key for piece in after], budget), None]
    for hunk in ends:
        upto = hunk.a1 if hunk else len(before)
        kept += zip(before[i:upto], after[j : j + upto - i], strict=True)
        segments += _said(Change.KEPT, after[j : j + upto - i])
        if hunk:
            segments += _said(Change.REMOVED, before[hunk.a1 : hunk.a2])
            segments += _said(Change.ADDED, after[hunk.b1 : hunk.b2])
            i, j = hunk.a2, hunk.b2
    return segments, kept


def _said(change: Change, pieces: Iterable[_Piece]) -> Iterator[Segment]:
    for picture, together in groupby(pieces, key=lambda piece: piece.run.picture):
        yield Segment(change, "".join(piece.text for piece in together), picture)


def _shape_notes(before: Line, after: Line) -> Iterator[str]:
    if before.kind != after.kind:
        yield _("đổi kiểu: %(old)s → %(new)s") % {"old": kind_name(before.kind), "new": kind_name(after.kind)}
    elif before.path != after.path:
        yield _("đổi kiểu danh sách hoặc bậc thụt vào")
    if (old := _alignment(before)) != (new := _alignment(after)):
        yield _("đổi căn lề: %(old)s → %(new)s") % {"old": old, "new": new}
    elif before.attributes != after.attributes:
        yield _("đổi cách gộp ô của bảng") if "tr" in {before.kind, after.kind} else _("đổi định dạng")


def _alignment(line: Line) -> str:
    found = _ALIGNMENT.search(" ".join(line.attributes))
    return str(_ALIGNMENT_NAMES.get(found[1], found[1])) if found else _("mặc định")


def _word_notes(kept: Iterable[tuple[_Piece, _Piece]]) -> Iterator[str]:
    """What changed on words that stayed, a sentence for each stretch with the same change."""
    for (marks, new_marks, link, new_link, picture, new_picture), together in groupby(kept, key=_dress):
        if picture != new_picture and picture and new_picture:
            yield _("đổi nội dung thay thế của ảnh: “%(old)s” → “%(new)s”") % {
                "old": picture.words,
                "new": new_picture.words,
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
                "old": _dressed(marks),
                "new": _dressed(new_marks),
            }
        if link != new_link:
            yield _link_note(words, link, new_link)


def _dress(pair: tuple[_Piece, _Piece]) -> tuple[object, ...]:
    before, after = pair[0].run, pair[1].run
    return before.marks, after.marks, before.link, after.link, before.picture, after.picture


def _dressed(marks: Iterable[str]) -> str:
    return _("chữ %s") % ", ".join(str(_MARK_NAMES[mark]) for mark in marks) if marks else _("chữ thường")


def _link_note(words: str, old: str, new: str) -> str:
    named = {"words": words, "old": old, "new": new}
    if not old:
        return _("thêm liên kết ở “%(words)s”: %(new)s") % named
    if not new:
        return _("bỏ liên kết ở “%(words)s”: %(old)s") % named
    return _("đổi liên kết ở “%(words)s”: %(old)s → %(new)s") % named
