"""Two wordings side by side, paragraph by paragraph, with what went and what came marked by word.

Nothing of the stored HTML reaches the result but its words, escaped, so the result is safe to show as it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from lxml import html

from portal.kit import vietnamese

# A word with its diacritics is one run of letters in NFC; every other mark, and every run of blanks, is a piece too.
_PIECES = re.compile(r"\w+|\s+|[^\w\s]")
_BLOCKS = ("p", "h2", "h3", "h4", "li", "td", "th", "blockquote", "caption", "figcaption")
# Paragraphs that share less than this of their words are another paragraph, not a changed one.
_SAME_PARAGRAPH = 0.4
# Beyond this many pairs, paragraphs are matched in order instead of by likeness, so that no text takes minutes.
_MOST_PAIRS = 900


@dataclass(frozen=True)
class Row:
    """A paragraph in both wordings; one side is empty when the paragraph was added or removed."""

    old: SafeString
    new: SafeString
    is_changed: bool


def compare(old_html: str, new_html: str) -> list[Row]:
    """The paragraphs of two rich texts, aligned."""
    old, new = paragraphs(old_html), paragraphs(new_html)
    rows: list[Row] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [Row(escape(text), escape(text), is_changed=False) for text in old[i1:i2]]
        else:
            rows += [_row(before, after) for before, after in _paired(old[i1:i2], new[j1:j2])]
    return rows


def paragraphs(rich_text: str) -> list[str]:
    """The text of each block, in reading order, in NFC with single blanks."""
    if not rich_text.strip():
        return []
    root = html.fragment_fromstring(rich_text, create_parent="div")
    texts = [vietnamese.tidy_line(text) for text in _block_texts(root)]
    return [text for text in texts if text]


def _block_texts(node: html.HtmlElement) -> Iterator[str]:
    """Text between blocks belongs to the innermost block around it."""
    gathered = node.text or ""
    for child in node:
        if child.tag in _BLOCKS or any(child.find(f".//{block}") is not None for block in _BLOCKS):
            yield gathered
            yield from _block_texts(child)
            gathered = child.tail or ""
        else:
            gathered += (" " if child.tag == "br" else child.text_content()) + (child.tail or "")
    yield gathered


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Lines up the paragraphs of a changed stretch: the likest pair first, then what lies before and after it."""
    if len(old) * len(new) > _MOST_PAIRS:
        yield from zip_longest(old, new, fillvalue="")
        return
    likest = _likest(old, new)
    if likest is None:
        yield from ((text, "") for text in old)
        yield from (("", text) for text in new)
        return
    i, j = likest
    yield from _paired(old[:i], new[:j])
    yield old[i], new[j]
    yield from _paired(old[i + 1 :], new[j + 1 :])


def _likest(old: Sequence[str], new: Sequence[str]) -> tuple[int, int] | None:
    best_likeness, best = _SAME_PARAGRAPH, None
    for j, after in enumerate(new):
        matcher = SequenceMatcher(b=_words(after), autojunk=False)
        for i, before in enumerate(old):
            matcher.set_seq1(_words(before))
            if matcher.quick_ratio() > best_likeness and (likeness := matcher.ratio()) > best_likeness:
                best_likeness, best = likeness, (i, j)
    return best


def _words(text: str) -> list[str]:
    return text.casefold().split()


def _row(old: str, new: str) -> Row:
    if not old or not new:
        return Row(_gone(old), _come(new), is_changed=True)
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    left: list[SafeString] = []
    right: list[SafeString] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        gone, come = "".join(before[i1:i2]), "".join(after[j1:j2])
        left.append(escape(gone) if tag == "equal" else _gone(gone))
        right.append(escape(come) if tag == "equal" else _come(come))
    return Row(_joined(left), _joined(right), is_changed=True)


def _gone(text: str) -> SafeString:
    return format_html("<del>{}</del>", text) if text else escape("")


def _come(text: str) -> SafeString:
    return format_html("<ins>{}</ins>", text) if text else escape("")


def _joined(parts: list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
