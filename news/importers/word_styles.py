"""Resolves Word styles: heading level, bold and italic, font and list of a paragraph or run."""

import re
from collections.abc import Iterator

from lxml import etree

from portal.core.text import vietnamese

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TITLE_LEVEL, SUBTITLE_LEVEL = 0, -1
# Matches folded style names: Word's own, and those common in offices.
_HEADING_NAME = re.compile(r"(?:heading|dau de|de muc|tieu de)(?: cap)? ?([1-9])")
_NESTED_LIST_NAME = re.compile(r"list (?:bullet|number) ([2-5])")
_OFF_VALUES = {"0", "false", "off", "none"}
_MAX_STYLE_DEPTH = 12


def qualified_path(path: str) -> str:
    """``rPr/b`` with WordprocessingML's namespace on each step."""
    return "/".join(W + step for step in path.split("/"))


def value_of(element: etree._Element | None, path: str, attribute: str = "val") -> str | None:
    """The value of the first element at a path below another; None when there is none."""
    found = None if element is None else element.find(qualified_path(path))
    return None if found is None else found.get(W + attribute)


def is_on(element: etree._Element | None, path: str) -> bool | None:
    """Whether a toggle property is on; None when it is not set."""
    found = None if element is None else element.find(qualified_path(path))
    return None if found is None else found.get(W + "val", "1") not in _OFF_VALUES


def left_indent_of(holder: etree._Element | None) -> int | None:
    """The left indent of a style, a paragraph or a list level."""
    for attribute in ("left", "start"):
        written = value_of(holder, "pPr/ind", attribute) or ""
        if written.removeprefix("-").isascii() and written.removeprefix("-").isdigit():
            return int(written[:7])
    return None


class Styles:
    """The styles of one document, resolved with their base styles."""

    def __init__(self, styles: etree._Element | None) -> None:
        self._by_id: dict[str, etree._Element] = {}
        self._defaults = None if styles is None else styles.find(qualified_path("docDefaults"))
        for style in () if styles is None else styles.iter(W + "style"):
            self._by_id.setdefault(style.get(W + "styleId", ""), style)
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in {"1", "true", "on"}:
                self._by_id.setdefault("", style)

    def inheritance_chain(self, style_id: str | None) -> Iterator[etree._Element]:
        """A style and its base styles, limited to Word's own depth, so that a cycle ends too."""
        style = self._by_id.get(style_id or "")
        for _ in range(_MAX_STYLE_DEPTH):
            if style is None:
                return
            yield style
            style = self._by_id.get(value_of(style, "basedOn") or "\x00")

    def heading_level(self, paragraph: etree._Element) -> int | None:
        """1–9 for a heading, TITLE_LEVEL or SUBTITLE_LEVEL for those, None for running text."""
        if (outline := value_of(paragraph, "pPr/outlineLvl")) is not None:
            return _heading_level_of_outline(outline)
        for style in self.inheritance_chain(value_of(paragraph, "pPr/pStyle")):
            name = (value_of(style, "name") or "").lower()
            if name in {"title", "subtitle"}:
                return TITLE_LEVEL if name == "title" else SUBTITLE_LEVEL
            if match := _HEADING_NAME.fullmatch(vietnamese.fold(name)):
                return int(match[1])
            if (outline := value_of(style, "pPr/outlineLvl")) is not None:
                return _heading_level_of_outline(outline)
        return None

    def style_names(self, paragraph: etree._Element) -> list[str]:
        return [
            (value_of(style, "name") or "").lower()
            for style in self.inheritance_chain(value_of(paragraph, "pPr/pStyle"))
        ]

    def alignment(self, paragraph: etree._Element) -> str | None:
        if own := value_of(paragraph, "pPr/jc"):
            return own
        styles = self.inheritance_chain(value_of(paragraph, "pPr/pStyle"))
        return next((found for style in styles if (found := value_of(style, "pPr/jc"))), None)

    def is_on(self, run: etree._Element, paragraph: etree._Element, name: str) -> bool:
        """Whether ``b``, ``i`` or ``vanish`` applies to a run.

        Direct formatting wins. Styles toggle: set by both the character style and the paragraph style, it is off (ISO
        29500-1, 17.7.3). A table style is read for ``vanish`` only.
        """
        if (own := is_on(run, f"rPr/{name}")) is not None:
            return own
        if is_on(self._defaults, f"rPrDefault/rPr/{name}"):
            return True
        character = value_of(run, "rPr/rStyle")
        by_run = bool(character) and self._inherited_toggle(self.inheritance_chain(character), name)
        if by_run != self._inherited_toggle(self.inheritance_chain(value_of(paragraph, "pPr/pStyle")), name):
            return True
        table = next(paragraph.iterancestors(W + "tbl"), None) if name == "vanish" and not by_run else None
        style = None if table is None else value_of(table, "tblPr/tblStyle")
        return style is not None and self._inherited_toggle(self.inheritance_chain(style), name)

    def _inherited_toggle(self, styles: Iterator[etree._Element], name: str) -> bool:
        said = (is_on(style, f"rPr/{name}") for style in styles)
        return next((value for value in said if value is not None), False)

    def font(self, run: etree._Element, paragraph: etree._Element) -> str:
        """The font of a run's Latin letters; empty when only a theme defines it."""
        for holder in [run, *self._run_styles(run, paragraph)]:
            for attribute in ("ascii", "hAnsi"):
                if font := value_of(holder, "rPr/rFonts", attribute):
                    return font
        return value_of(self._defaults, "rPrDefault/rPr/rFonts", "ascii") or ""

    def _run_styles(self, run: etree._Element, paragraph: etree._Element) -> list[etree._Element]:
        own = value_of(run, "rPr/rStyle")
        return [
            *(self.inheritance_chain(own) if own else ()),
            *self.inheritance_chain(value_of(paragraph, "pPr/pStyle")),
        ]

    def list_position(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """The list id of a paragraph and its level; None when it is in no list."""
        holders = [paragraph, *self.inheritance_chain(value_of(paragraph, "pPr/pStyle"))]
        found = [place for holder in holders if (place := holder.find(qualified_path("pPr/numPr"))) is not None]
        number = next((number for place in found if (number := value_of(place, "numId")) is not None), None)
        written = next((level for place in found if (level := value_of(place, "ilvl")) is not None), "0")
        if number is None:
            return None
        return number, min(int(written), 8) if written.isascii() and written.isdigit() else 0

    def nesting_level(self, paragraph: etree._Element) -> int:
        """Nesting level from the style name alone: "List Bullet 2".

        To Word it is a list of its own with a larger indent; to a reader it is nested in the one before.
        """
        told = (match for name in self.style_names(paragraph) if (match := _NESTED_LIST_NAME.fullmatch(name)))
        return next((int(match[1]) - 1 for match in told), 0)

    def indent(self, paragraph: etree._Element) -> int | None:
        """The paragraph's indent in twentieths of a point; None when it is not set."""
        holders = [paragraph, *self.inheritance_chain(value_of(paragraph, "pPr/pStyle"))]
        return next((found for holder in holders if (found := left_indent_of(holder)) is not None), None)

    def numbering_id(self, style_id: str) -> str | None:
        """The list id of a numbering style."""
        return next(
            (found for style in self.inheritance_chain(style_id) if (found := value_of(style, "pPr/numPr/numId"))), None
        )


def _heading_level_of_outline(written: str) -> int | None:
    """Converts an outline level: zero-based in Word; nine is body text."""
    return int(written) + 1 if written in set("012345678") else None
