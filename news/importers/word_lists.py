"""Converts Word's numbered paragraphs to nested HTML lists with continued numbering."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree, html

from news.importers.word_list_numbers import ListLabel
from news.importers.word_markup import LABEL_END, LABEL_START

_LABEL_MARKER = re.compile(f"{LABEL_START}(\\d+){LABEL_END}")


@dataclass
class _OpenItem:
    """An open list item: the element that nested items are added to, and its parent."""

    label: ListLabel
    children_parent: etree._Element
    parent: etree._Element


def build_lists(root: html.HtmlElement, labels: Sequence[ListLabel]) -> None:
    """Converts labelled paragraphs to list items. A label that HTML cannot express stays in front as text."""
    for container in {block.getparent(): None for block in root.iter("p") if _list_label(block, labels) is not None}:
        _build_lists_in(container, labels)
    # Labels elsewhere (a figure caption, a heading) are removed.
    for element in root.iter():
        element.text = element.text and _LABEL_MARKER.sub("", element.text)
        element.tail = element.tail and _LABEL_MARKER.sub("", element.tail)


def _build_lists_in(container: etree._Element, labels: Sequence[ListLabel]) -> None:
    opened: list[_OpenItem] = []
    for block in list(container):
        label = _list_label(block, labels)
        if label is None:
            opened = []
            continue
        block.text = _LABEL_MARKER.sub("", block.text or "", count=1)
        while opened and not _is_nested_in(label, opened[-1].label):
            opened.pop()
        parent = opened[-1].children_parent if opened else container
        is_item = label.is_bullet or label.is_plain
        holder = _append_item(parent, block, label) if is_item else _append_text_paragraph(parent, block, label)
        # Items nested below a plain paragraph become its siblings.
        opened.append(_OpenItem(label, holder if is_item else parent, parent))


def _is_nested_in(label: ListLabel, outer: ListLabel) -> bool:
    if label.list_key == outer.list_key:
        return label.level > outer.level
    return label.indent > outer.indent


def _append_item(parent: etree._Element, block: etree._Element, label: ListLabel) -> etree._Element:
    """Appends a ``li`` to the preceding list if the numbering continues, else to a new one."""
    tag = "ul" if label.is_bullet else "ol"
    before = block.getprevious() if block.getparent() is parent else (parent[-1] if len(parent) else None)
    if before is None or before.tag != tag or not (label.is_bullet or _next_number(before) == label.number):
        before = etree.Element(tag)
        if tag == "ol" and label.number != 1:
            before.set("start", str(label.number))
        _place_element(parent, block, before)
    elif (holder := block.getparent()) is not None:
        holder.remove(block)
    block.tag = "li"
    block.attrib.clear()
    block.tail = None
    before.append(block)
    return block


def _next_number(listing: etree._Element) -> int:
    return int(listing.get("start", "1")) + len(listing)


def _append_text_paragraph(parent: etree._Element, block: etree._Element, label: ListLabel) -> etree._Element:
    block.text = f"{label.text} {block.text or ''}"
    _place_element(parent, block, block)
    return block


def _place_element(parent: etree._Element, block: etree._Element, made: etree._Element) -> None:
    """Replaces the block by the element, or appends the element to the open item."""
    if block.getparent() is not parent:
        parent.append(made)
        if made is not block and (holder := block.getparent()) is not None:
            holder.remove(block)
    elif made is not block:
        parent.replace(block, made)


def _list_label(block: etree._Element, labels: Sequence[ListLabel]) -> ListLabel | None:
    sign = _LABEL_MARKER.match(block.text or "") if block.tag == "p" else None
    return labels[int(sign[1])] if sign and int(sign[1]) < len(labels) else None
