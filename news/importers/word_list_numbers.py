"""Computes the list labels that Word numbers automatically: "1.", "II.", "a)", "Điều 3."."""

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml import etree

from news.importers.word_styles import Styles, W, left_indent_of, qualified_path, value_of

_LEVELS = range(9)
_LEVEL_PLACEHOLDER = re.compile("%([1-9])")
_ROMANS = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
# Upper bound: an unlimited number could produce text of unlimited length.
_MAX_NUMBER = 9999
_LABEL_MAX_LENGTH = 40


@dataclass(frozen=True)
class ListLabel:
    """The label of a list paragraph, and its position in the list.

    ``is_plain`` is a number with a full stop, as HTML numbers it; any other label must be written as text.
    """

    list_key: str
    level: int
    indent: int
    is_bullet: bool
    number: int
    text: str
    is_plain: bool


@dataclass(frozen=True)
class _ListLevel:
    number_format: str
    text: str
    start: int
    indent: int | None
    restarts: bool
    uses_decimal_numbers: bool


class Numbering:
    """The numbering state of a document, advanced paragraph by paragraph as Word does."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[str | None, dict[int, _ListLevel]] = {}
        self._links: dict[str | None, str | None] = {}
        self._instances: dict[str | None, etree._Element] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            for one in root.iter(W + "abstractNum"):
                key = one.get(W + "abstractNumId")
                self._levels[key] = _parse_levels(one)
                self._links[key] = value_of(one, "numStyleLink")
            self._instances = {one.get(W + "numId"): one for one in root.iter(W + "num")}

    def next_label(self, number_id: str, level: int, indent: int | None = None, inner: int = 0) -> ListLabel | None:
        """The label of the next paragraph in a list; None for an unknown list or an empty label.

        ``indent`` is the paragraph's own; ``inner`` the nesting level of its style.
        """
        used = self._instances.get(number_id)
        abstract = self._abstract_id(used)
        levels = self._levels.get(abstract, {}) | _parse_levels(used, "lvlOverride/lvl")
        level_definition = levels.get(level)
        if used is None or abstract is None or level_definition is None:
            return None
        number = self._count(abstract, number_id, used, level, levels)
        is_bullet = level_definition.number_format == "bullet"
        text = "•" if is_bullet else self._label_text(abstract, level, levels)
        if not text:
            return None
        left_indent = next(
            (found for found in (indent, level_definition.indent) if found is not None), 360 * (1 + max(level, inner))
        )
        is_plain = not is_bullet and text == f"{number}."
        return ListLabel(abstract, level, left_indent, is_bullet, number, text, is_plain)

    def _abstract_id(self, used: etree._Element | None, *, is_linked: bool = False) -> str | None:
        abstract = value_of(used, "abstractNumId")
        link = self._links.get(abstract)
        if link is None or is_linked:
            return abstract
        linked = self._instances.get(self._styles.numbering_id(link))
        return self._abstract_id(linked, is_linked=True)

    def _count(
        self, abstract: str, number_id: str, used: etree._Element, level: int, levels: dict[int, _ListLevel]
    ) -> int:
        """Counts a paragraph. Lists with one abstract definition continue each other, unless one has a start value."""
        counts = self._counts[abstract]
        first = (number_id, level) not in self._started
        self._started.add((number_id, level))
        begins = _start_override(used, level) if first else None
        if begins is not None:
            counts[level] = begins
        else:
            counts[level] = min(counts.get(level, levels[level].start - 1) + 1, _MAX_NUMBER)
        for deeper in [other for other in counts if other > level and (other not in levels or levels[other].restarts)]:
            del counts[deeper]
        return counts[level]

    def _label_text(self, abstract: str, level: int, levels: dict[int, _ListLevel]) -> str:
        counts = self._counts[abstract]

        def counted(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            if place not in levels:
                return ""
            number = counts.get(place, levels[place].start)
            return _format_number(
                number, "decimal" if levels[level].uses_decimal_numbers else levels[place].number_format
            )

        return " ".join(_LEVEL_PLACEHOLDER.sub(counted, levels[level].text).split())[:_LABEL_MAX_LENGTH]


def _parse_levels(holder: etree._Element | None, path: str = "lvl") -> dict[int, _ListLevel]:
    found = [] if holder is None else holder.findall(qualified_path(path))
    return {
        int(place): _parse_level(level) for level in found if (place := level.get(W + "ilvl", "")) in set("012345678")
    }


def _parse_level(level: etree._Element) -> _ListLevel:
    return _ListLevel(
        number_format=value_of(level, "numFmt") or "decimal",
        text=value_of(level, "lvlText") or "",
        start=_parse_number(value_of(level, "start"), 1),
        indent=left_indent_of(level),
        restarts=value_of(level, "lvlRestart") != "0",
        uses_decimal_numbers=level.find(W + "isLgl") is not None,
    )


def _start_override(used: etree._Element, level: int) -> int | None:
    for override in used.findall(W + "lvlOverride"):
        if override.get(W + "ilvl") == str(level) and (start := value_of(override, "startOverride")) is not None:
            return _parse_number(start, 1)
    return None


def _parse_number(written: str | None, otherwise: int) -> int:
    return min(int(written[:9]), _MAX_NUMBER) if written and written.isascii() and written[:9].isdigit() else otherwise


def _format_number(number: int, form: str) -> str:
    match form:
        case "none":
            return ""
        case "upperRoman" | "lowerRoman":
            return _to_roman(number).upper() if form == "upperRoman" else _to_roman(number)
        case "upperLetter" | "lowerLetter":
            letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else "0"
            return letter.upper() if form == "upperLetter" else letter
        case "decimalZero":
            return f"{number:02d}"
    return str(number)


def _to_roman(number: int) -> str:
    written = ""
    for value, letters in _ROMANS:
        written += letters * (number // value)
        number %= value
    return written or "0"
