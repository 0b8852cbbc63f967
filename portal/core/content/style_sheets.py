"""Finds elements hidden by a page's style sheets; supports the CSS that office programs and browsers save.

Supported are type, class and id selectors with descendant and child combinators (``div.a .b``, ``td > p``), and the
cascade. Rules in media queries (print, narrow screens), with pseudo-classes (``:hover``) or attribute selectors hide
nothing.
"""

import re
from dataclasses import dataclass
from itertools import takewhile
from operator import itemgetter

from lxml import html

_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_BRACE = re.compile(r"[{}]")
_EVERY_SCREEN = re.compile(r"@media\s+(?:(?:only\s+)?screen|all)\s*", re.IGNORECASE)
_COMPOUND = re.compile(r"(?P<tag>[a-z][a-z0-9-]*|\*)?(?P<names>(?:[.#][\w-]+)*)", re.IGNORECASE)
_NAME = re.compile(r"([.#])([\w-]+)")
_DECLARATION = re.compile(
    r"(?:^|[;\s])(?P<what>mso-hide|display|visibility)\s*:\s*(?P<value>[\w-]+)\s*(?P<important>!\s*important)?",
    re.IGNORECASE,
)
_HIDING_VALUES = {("mso-hide", "all"), ("display", "none"), ("visibility", "hidden"), ("visibility", "collapse")}
# More rules and comparisons than any real page needs.
_MAX_RULES = 500
_MAX_COMPARISONS = 200_000
_MAX_STYLESHEET_CHARACTERS = 500_000
_MAX_NESTING = 10


@dataclass(frozen=True)
class _CompoundSelector:
    """A compound selector: ``td.a#b``."""

    tag: str
    classes: frozenset[str]
    ids: frozenset[str]

    @property
    def key(self) -> str:
        """The tag, class or id that every match must have; used as an index."""
        return next(
            (f"{sign}{name}" for sign, names in (("#", self.ids), (".", self.classes)) for name in names), self.tag
        )

    def matches(self, element: html.HtmlElement) -> bool:
        if self.tag and element.tag != self.tag:
            return False
        if self.classes and not self.classes <= set((element.get("class") or "").lower().split()):
            return False
        return not self.ids or self.ids == {(element.get("id") or "").lower()}


# The property, whether it hides, and whether it is important.
_Declarations = tuple[tuple[str, bool, bool], ...]


@dataclass(frozen=True)
class _Rule:
    """A selector, outermost part first, each with whether it is a child of the one before; and its declarations."""

    parts: tuple[tuple[_CompoundSelector, bool], ...]
    declarations: _Declarations

    @property
    def specificity(self) -> tuple[int, int, int]:
        compounds = [compound for compound, _is_child in self.parts]
        return (
            sum(len(one.ids) for one in compounds),
            sum(len(one.classes) for one in compounds),
            sum(bool(one.tag) for one in compounds),
        )


def hidden_by_style_sheets(page: html.HtmlElement) -> set[html.HtmlElement]:
    """The elements hidden by the page's ``style`` elements, unless their ``style`` attribute shows them."""
    rules = _parse_rules(page)
    if not any(hides for rule in rules for _what, hides, _is_important in rule.declarations):
        return set()
    return _Cascade(rules).hidden_elements(page)


class _Cascade:
    """Matches the rules of a page against its elements, with a bounded number of comparisons."""

    def __init__(self, rules: list[_Rule]) -> None:
        self._by_key: dict[str, list[tuple[int, _Rule]]] = {}
        for number, rule in enumerate(rules):
            self._by_key.setdefault(rule.parts[-1][0].key, []).append((number, rule))
        self._comparisons_left = _MAX_COMPARISONS

    def hidden_elements(self, page: html.HtmlElement) -> set[html.HtmlElement]:
        elements = takewhile(lambda _element: self._comparisons_left > 0, page.iter())
        return {element for element in elements if isinstance(element.tag, str) and self._is_hidden(element)}

    def _is_hidden(self, element: html.HtmlElement) -> bool:
        names = {f".{name}" for name in (element.get("class") or "").lower().split()}
        keys = {"", element.tag, f"#{(element.get('id') or '').lower()}", *names}
        # In document order: of two rules with the same specificity the later one wins.
        rules = sorted((pair for key in keys & self._by_key.keys() for pair in self._by_key[key]), key=itemgetter(0))
        holding: dict[str, tuple[tuple[bool, bool, tuple[int, int, int]], bool]] = {}
        for said, is_own, weight in [
            *((rule.declarations, False, rule.specificity) for _number, rule in rules if self._matches(rule, element)),
            (_parse_declarations(element.get("style") or ""), True, (0, 0, 0)),
        ]:
            for what, hides, is_important in said:
                rank = (is_important, is_own, weight)
                if what not in holding or rank >= holding[what][0]:
                    holding[what] = rank, hides
        return any(hides for _rank, hides in holding.values())

    def _matches(self, rule: _Rule, element: html.HtmlElement) -> bool:
        self._comparisons_left -= 1
        (last, is_child), *outer = reversed(rule.parts)
        if not last.matches(element):
            return False
        around = element.getparent()
        for compound, is_next_child in outer:
            while around is not None and not is_child and not compound.matches(around):
                around = around.getparent()
                self._comparisons_left -= 1
            if around is None or not compound.matches(around):
                return False
            around, is_child = around.getparent(), is_next_child
        return True


def _parse_rules(page: html.HtmlElement) -> list[_Rule]:
    rules: list[_Rule] = []
    left = _MAX_STYLESHEET_CHARACTERS
    for sheet in page.iter("style"):
        text, left = (sheet.text or "")[:left], left - len(sheet.text or "")
        for selectors, declarations in _unconditional_rules(_CSS_COMMENT.sub(" ", text)):
            said = _parse_declarations(declarations)
            if not said:
                continue
            for selector in selectors.split(","):
                if (parts := _parse_selector(selector)) and len(rules) < _MAX_RULES:
                    rules.append(_Rule(parts, said))
        if left <= 0:
            break
    return rules


def _unconditional_rules(sheet: str) -> list[tuple[str, str]]:
    """Pairs of selectors and declarations outside of conditional rules."""
    found: list[tuple[str, str]] = []
    heads: list[str] = []
    start = 0
    for match in _BRACE.finditer(sheet):
        text, start = sheet[start : match.start()].strip(), match.end()
        if match[0] == "{":
            heads.append(text.rpartition(";")[2].strip())
        elif heads:
            head = heads.pop()
            if not head.startswith("@") and all(_EVERY_SCREEN.fullmatch(around) for around in heads[-_MAX_NESTING:]):
                found.append((head, text))
    return found


def _parse_declarations(declarations: str) -> _Declarations:
    last = {}
    for match in _DECLARATION.finditer(declarations):
        what, value, is_important = match["what"].lower(), match["value"].lower(), bool(match["important"])
        last[what, is_important] = (what, (what, value) in _HIDING_VALUES, is_important)
    return tuple(last.values())


def _parse_selector(selector: str) -> tuple[tuple[_CompoundSelector, bool], ...]:
    """Empty for an unsupported selector."""
    parts: list[tuple[_CompoundSelector, bool]] = []
    is_child = False
    for word in selector.replace(">", " > ").split():
        if word == ">":
            is_child = True
            continue
        match = _COMPOUND.fullmatch(word)
        if match is None:
            return ()
        names = [(sign, name.lower()) for sign, name in _NAME.findall(match["names"])]
        tag = (match["tag"] or "").lower()
        classes = frozenset(name for sign, name in names if sign == ".")
        ids = frozenset(name for sign, name in names if sign == "#")
        parts.append((_CompoundSelector("" if tag == "*" else tag, classes, ids), is_child))
        is_child = False
    return tuple(parts)
