"""Colours parsed from tokens.css, with their contrast ratios."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

TOKENS_PATH = Path(settings.BASE_DIR) / "static/css/tokens.css"
# WCAG 2.2: enhanced text contrast (1.4.6), and contrast of field edges and the focus (1.4.11).
MIN_TEXT_CONTRAST, MIN_EDGE_CONTRAST = 7.0, 3.0
SCHEMES = ("light", "dark", "strong")
BACKGROUNDS = ("paper", "paper-deep", "paper-raised", "lacquer-wash")

Colours = Mapping[str, str]


@dataclass(frozen=True)
class ColourPair:
    """A colour with its background and the required contrast."""

    colour: str
    background: str
    min_contrast: float


COLOUR_PAIRS = (
    *(ColourPair(text, ground, MIN_TEXT_CONTRAST) for text in ("ink", "ink-soft", "lacquer") for ground in BACKGROUNDS),
    ColourPair("on-lacquer", "lacquer-deep", MIN_TEXT_CONTRAST),
    *(
        ColourPair(edge, ground, MIN_EDGE_CONTRAST)
        for edge in ("rule-field", "focus")
        for ground in ("paper", "paper-raised")
    ),
)


@dataclass(frozen=True)
class Swatch:
    """A pair in one colour scheme; ``formatted_contrast`` is the contrast as text."""

    pair: ColourPair
    colour: str
    background: str
    contrast: float

    @property
    def formatted_contrast(self) -> str:
        return f"{self.contrast:.1f}".replace(".", ",")

    @property
    def meets_minimum(self) -> bool:
        return self.contrast >= self.pair.min_contrast


@cache
def parse_css_rules(path: Path = TOKENS_PATH) -> dict[str, dict[str, str]]:
    """Declarations of the file by selector; those of plain ``:root`` only before the first media query."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    found: dict[str, dict[str, str]] = {}
    for rule in re.finditer(r"([^{}]*)\{([^{}]*)\}", text):
        selector = rule[1].strip()
        if selector == ":root" and "@media" in text[: rule.start()]:
            continue
        values = dict(re.findall(r"--([\w-]+):\s*([^;]+);", rule[2]))
        found.setdefault(selector, {}).update(values)
    return found


def get_palette_names() -> list[str]:
    """Allowed values of ``data-palette``; "" is the default palette."""
    return ["", *(name for selector in parse_css_rules() for name in re.findall(r'data-palette="([\w-]+)"', selector))]


def get_colours(scheme: str, palette: str = "") -> dict[str, str]:
    """Tokens of a scheme with a palette, with every ``var()`` resolved."""
    rules = parse_css_rules()
    values = dict(rules[":root"])
    if palette:
        values |= rules[f':root[data-palette="{palette}"]']
    if scheme != "light":
        values |= rules[f':root[data-portal-colours="{scheme}"]']
    return {name: _resolve_var(value, values) for name, value in values.items()}


def build_swatches(scheme: str, palette: str = "") -> list[Swatch]:
    found = get_colours(scheme, palette)
    return [
        Swatch(
            pair, found[pair.colour], found[pair.background], contrast_ratio(found[pair.colour], found[pair.background])
        )
        for pair in COLOUR_PAIRS
    ]


def contrast_ratio(one: str, other: str) -> float:
    """Contrast ratio of two ``#rrggbb`` or ``#rgb`` colours. Source: WCAG 2.2, "contrast ratio"."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance. Source: WCAG 2.2, "relative luminance"."""
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _resolve_var(value: str, values: Colours) -> str:
    while match := re.fullmatch(r"var\(--([\w-]+)\)", value):
        value = values[match[1]]
    return value
