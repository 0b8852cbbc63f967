"""Diff of two rich texts, paragraph by paragraph, with word-level marks.

Only escaped text of the stored HTML reaches the result, so the result is safe to render.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from lxml import html

from portal.core.text import vietnamese

# A word with its diacritics is one run of letters in NFC; each punctuation mark and each run of spaces is a token too.
_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
_BLOCK_TAGS = ("p", "h2", "h3", "h4", "li", "td", "th", "blockquote", "caption", "figcaption")
# Below this share of common words, a paragraph counts as replaced, not as changed.
_MIN_SIMILARITY = 0.4
# Above this many pairs, paragraphs are matched in order instead of by similarity, to bound the run time.
_MAX_PAIRS = 900


@dataclass(frozen=True)
class ParagraphDiff:
    """A paragraph in both versions; one side is empty when the paragraph was added or removed."""

    old: SafeString
    new: SafeString
    is_changed: bool


def diff_rich_text(old_html: str, new_html: str) -> list[ParagraphDiff]:
    """Aligned paragraphs of two rich texts."""
    old, new = extract_paragraphs(old_html), extract_paragraphs(new_html)
    rows: list[ParagraphDiff] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [ParagraphDiff(escape(text), escape(text), is_changed=False) for text in old[i1:i2]]
        else:
            rows += [_diff_paragraph(before, after) for before, after in _pair_paragraphs(old[i1:i2], new[j1:j2])]
    return rows


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


def _pair_paragraphs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Aligns the paragraphs of a changed range: the most similar pair first, then recursively before and after it."""
    if len(old) * len(new) > _MAX_PAIRS:
        yield from zip_longest(old, new, fillvalue="")
        return
    best_pair = _most_similar_pair(old, new)
    if best_pair is None:
        yield from ((text, "") for text in old)
        yield from (("", text) for text in new)
        return
    i, j = best_pair
    yield from _pair_paragraphs(old[:i], new[:j])
    yield old[i], new[j]
    yield from _pair_paragraphs(old[i + 1 :], new[j + 1 :])


def _most_similar_pair(old: Sequence[str], new: Sequence[str]) -> tuple[int, int] | None:
    best_ratio, best = _MIN_SIMILARITY, None
    for j, after in enumerate(new):
        matcher = SequenceMatcher(b=_words(after), autojunk=False)
        for i, before in enumerate(old):
            matcher.set_seq1(_words(before))
            if matcher.quick_ratio() > best_ratio and (ratio := matcher.ratio()) > best_ratio:
                best_ratio, best = ratio, (i, j)
    return best


def _words(text: str) -> list[str]:
    return text.casefold().split()


def _diff_paragraph(old: str, new: str) -> ParagraphDiff:
    if not old or not new:
        return ParagraphDiff(_deleted(old), _inserted(new), is_changed=True)
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    left: list[SafeString] = []
    right: list[SafeString] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        deleted, inserted = "".join(before[i1:i2]), "".join(after[j1:j2])
        left.append(escape(deleted) if tag == "equal" else _deleted(deleted))
        right.append(escape(inserted) if tag == "equal" else _inserted(inserted))
    return ParagraphDiff(_join(left), _join(right), is_changed=True)


def _deleted(text: str) -> SafeString:
    return format_html("<del>{}</del>", text) if text else escape("")


def _inserted(text: str) -> SafeString:
    return format_html("<ins>{}</ins>", text) if text else escape("")


def _join(parts: list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
