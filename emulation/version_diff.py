"""Diff of two rich texts side by side, paragraph by paragraph, with word-level marks.

Only escaped text of the stored HTML reaches the result, so the result is safe to render.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from lxml import html

from portal.core.diff.field_diff import MAX_COMPARED_PAIRS
from portal.core.diff.html_blocks import DiffLine, TextRun
from portal.core.diff.html_diff import align_lines
from portal.core.diff.sequence_diff import ComparisonBudget
from portal.core.diff.word_diff import ChangeKind, Segment, compare_lines, whole_line_segments
from portal.core.text import vietnamese

_BLOCK_TAGS = ("p", "h2", "h3", "h4", "li", "td", "th", "blockquote", "caption", "figcaption")
_MARKS = {ChangeKind.REMOVED: "<del>{}</del>", ChangeKind.ADDED: "<ins>{}</ins>"}


@dataclass(frozen=True)
class ParagraphDiff:
    """A paragraph in both versions; one side is empty when the paragraph was added or removed."""

    old: SafeString
    new: SafeString
    is_changed: bool


def diff_rich_text(old_html: str, new_html: str) -> list[ParagraphDiff]:
    """Aligned paragraphs of two rich texts."""
    budget = ComparisonBudget(MAX_COMPARED_PAIRS)
    old, new = ([_line(text) for text in extract_paragraphs(source)] for source in (old_html, new_html))
    return [_diff_paragraph(before, after, budget) for before, after in align_lines(old, new, budget)]


def extract_paragraphs(rich_text: str) -> list[str]:
    """Text of each block in document order, in NFC, with collapsed spaces."""
    if not rich_text.strip():
        return []
    root = html.fragment_fromstring(rich_text, create_parent="div")
    texts = [vietnamese.normalize_line(text) for text in _block_texts(root)]
    return [text for text in texts if text]


def _block_texts(node: html.HtmlElement) -> Iterator[str]:
    """Texts of blocks; text between blocks belongs to the innermost block around it."""
    text = node.text or ""
    for child in node:
        if child.tag in _BLOCK_TAGS or any(child.find(f".//{block}") is not None for block in _BLOCK_TAGS):
            yield text
            yield from _block_texts(child)
            text = child.tail or ""
        else:
            text += (" " if child.tag == "br" else child.text_content()) + (child.tail or "")
    yield text


def _line(text: str) -> DiffLine:
    return DiffLine("p", (), (), (TextRun(text),))


def _diff_paragraph(before: DiffLine | None, after: DiffLine | None, budget: ComparisonBudget) -> ParagraphDiff:
    if before and after:
        segments, _notes = compare_lines(before, after, budget)
    else:
        removed = whole_line_segments(before, ChangeKind.REMOVED) if before else []
        segments = [*removed, *(whole_line_segments(after, ChangeKind.ADDED) if after else [])]
    return ParagraphDiff(
        _marked(segment for segment in segments if segment.change != ChangeKind.ADDED),
        _marked(segment for segment in segments if segment.change != ChangeKind.REMOVED),
        is_changed=any(segment.change != ChangeKind.KEPT for segment in segments),
    )


def _marked(segments: Iterable[Segment]) -> SafeString:
    """The segments as escaped HTML."""
    marked = (format_html(_MARKS.get(segment.change, "{}"), segment.text) for segment in segments)
    return format_html_join("", "{}", ((part,) for part in marked))
