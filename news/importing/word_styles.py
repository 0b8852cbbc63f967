"""What a Word document says about a paragraph or a run by naming a style: its level, its weight, its font, its list."""

import re
from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TITLE_LEVEL, SUBTITLE_LEVEL = 0, -1
_HEADING_NAME = re.compile(r"heading ([1-9])")
_INNER_LIST_NAME = re.compile(r"list (?:bullet|number) ([2-5])")
_OFF = {"0", "false", "off", "none"}
# Word's lists go nine levels deep; mammoth knows five.
_DEEPEST_LIST_LEVEL = 4
_LONGEST_CHAIN = 12


def named(path: str) -> str:
    """``rPr/b`` with WordprocessingML's namespace on each step."""
    return "/".join(W + step for step in path.split("/"))


def value_of(element: etree._Element | None, path: str, attribute: str = "val") -> str | None:
    """The value of the first element at a path below another; None when there is none."""
    found = None if element is None else element.find(named(path))
    return None if found is None else found.get(W + attribute)


def is_on(element: etree._Element | None, path: str) -> bool | None:
    """Whether a property is switched on; None when nothing is said of it."""
    found = None if element is None else element.find(named(path))
    return None if found is None else found.get(W + "val", "1") not in _OFF


class Styles:
    """The styles of one document, each read together with those that it is based on."""

    def __init__(self, styles: etree._Element | None, numbering: etree._Element | None) -> None:
        self._by_id: dict[str, etree._Element] = {}
        self._defaults = None if styles is None else styles.find(named("docDefaults"))
        for style in () if styles is None else styles.iter(W + "style"):
            self._by_id.setdefault(style.get(W + "styleId", ""), style)
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in {"1", "true", "on"}:
                self._by_id.setdefault("", style)
        self._lists = _Lists(numbering, self)

    def chain(self, style_id: str | None) -> Iterator[etree._Element]:
        """A style, then what it is based on, as far as Word itself would follow; so a circle ends too."""
        style = self._by_id.get(style_id or "")
        for _ in range(_LONGEST_CHAIN):
            if style is None:
                return
            yield style
            style = self._by_id.get(value_of(style, "basedOn") or "\x00")

    def level(self, paragraph: etree._Element) -> int | None:
        """1–9 for a heading, TITLE_LEVEL or SUBTITLE_LEVEL for those, None for running text."""
        if (outline := value_of(paragraph, "pPr/outlineLvl")) is not None:
            return _level_of_outline(outline)
        for style in self.chain(value_of(paragraph, "pPr/pStyle")):
            name = (value_of(style, "name") or "").lower()
            if name in {"title", "subtitle"}:
                return TITLE_LEVEL if name == "title" else SUBTITLE_LEVEL
            if match := _HEADING_NAME.fullmatch(name):
                return int(match[1])
            if (outline := value_of(style, "pPr/outlineLvl")) is not None:
                return _level_of_outline(outline)
        return None

    def names(self, paragraph: etree._Element) -> list[str]:
        return [(value_of(style, "name") or "").lower() for style in self.chain(value_of(paragraph, "pPr/pStyle"))]

    def alignment(self, paragraph: etree._Element) -> str | None:
        if own := value_of(paragraph, "pPr/jc"):
            return own
        styles = self.chain(value_of(paragraph, "pPr/pStyle"))
        return next((found for style in styles if (found := value_of(style, "pPr/jc"))), None)

    def is_on(self, run: etree._Element, paragraph: etree._Element, name: str) -> bool:
        """Whether ``b`` or ``i`` holds for a run: said by itself, else by its style, else by its paragraph's."""
        if (own := is_on(run, f"rPr/{name}")) is not None:
            return own
        said = (is_on(style, f"rPr/{name}") for style in self._of_run(run, paragraph))
        return next((value for value in said if value is not None), False)

    def font(self, run: etree._Element, paragraph: etree._Element) -> str:
        """The name of the font that a run's Latin letters are shown in; empty when only a theme names it."""
        for holder in [run, *self._of_run(run, paragraph)]:
            for attribute in ("ascii", "hAnsi"):
                if font := value_of(holder, "rPr/rFonts", attribute):
                    return font
        return value_of(self._defaults, "rPrDefault/rPr/rFonts", "ascii") or ""

    def _of_run(self, run: etree._Element, paragraph: etree._Element) -> list[etree._Element]:
        own = value_of(run, "rPr/rStyle")
        return [*(self.chain(own) if own else ()), *self.chain(value_of(paragraph, "pPr/pStyle"))]

    def list_place(self, paragraph: etree._Element) -> tuple[bool, int] | None:
        """Whether a paragraph stands in a numbered list, and how deep; None when it stands in none."""
        properties = paragraph.find(named("pPr/numPr"))
        if properties is None:
            styles = self.chain(value_of(paragraph, "pPr/pStyle"))
            said = (style.find(named("pPr/numPr")) for style in styles)
            properties = next((found for found in said if found is not None), None)
        if properties is None:
            return None
        written = value_of(properties, "ilvl") or "0"
        level = min(int(written), 8) if written.isascii() and written.isdigit() else 0
        form = self._lists.form(value_of(properties, "numId"), str(level))
        # "List Bullet 2" is a list of its own to Word, set further in; to a reader it lies inside the one before.
        told = (match for name in self.names(paragraph) if (match := _INNER_LIST_NAME.fullmatch(name)))
        level = min(level or next((int(match[1]) - 1 for match in told), 0), _DEEPEST_LIST_LEVEL)
        return None if form in {None, "none"} else (form != "bullet", level)

    def numbering_of(self, style_id: str) -> str | None:
        """The list that a numbering style stands for."""
        return next((found for style in self.chain(style_id) if (found := value_of(style, "pPr/numPr/numId"))), None)


class _Lists:
    """The numberings of a document: how each level of each is marked."""

    def __init__(self, numbering: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._forms: dict[str | None, dict[str | None, str]] = {}
        self._links: dict[str | None, str | None] = {}
        self._used: dict[str | None, str | None] = {}
        if numbering is not None:
            for one in numbering.iter(W + "abstractNum"):
                levels = one.iter(W + "lvl")
                self._forms[one.get(W + "abstractNumId")] = {
                    level.get(W + "ilvl"): value_of(level, "numFmt") or "decimal" for level in levels
                }
                self._links[one.get(W + "abstractNumId")] = value_of(one, "numStyleLink")
            self._used = {one.get(W + "numId"): value_of(one, "abstractNumId") for one in numbering.iter(W + "num")}

    def form(self, number_id: str | None, level: str, *, is_linked: bool = False) -> str | None:
        """``bullet``, ``decimal`` …; None when the document has no such list."""
        abstract = self._used.get(number_id)
        link = self._links.get(abstract)
        if link is not None and not is_linked:
            return self.form(self._styles.numbering_of(link), level, is_linked=True)
        return self._forms.get(abstract, {}).get(level)


def _level_of_outline(written: str) -> int | None:
    """Word counts from nought; nine is running text."""
    return int(written) + 1 if written in set("012345678") else None
