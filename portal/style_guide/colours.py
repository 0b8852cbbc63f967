"""The colours of tokens.css, read from the file itself, and how well text in them is seen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

TOKENS = Path(settings.BASE_DIR) / "static/css/tokens.css"
# What WCAG 2.2 asks of text at its highest level (1.4.6), and of the edges of fields and the focus (1.4.11).
TEXT, EDGE = 7.0, 3.0
SCHEMES = ("light", "dark", "strong")
GROUNDS = ("paper", "paper-deep", "paper-raised", "lacquer-wash")

Colours = Mapping[str, str]


@dataclass(frozen=True)
class Pair:
    """A colour on its ground, and the contrast that it must have."""

    colour: str
    ground: str
    least: float


PAIRS = (
    *(Pair(text, ground, TEXT) for text in ("ink", "ink-soft", "lacquer") for ground in GROUNDS),
    Pair("on-lacquer", "lacquer-deep", TEXT),
    *(Pair(edge, ground, EDGE) for edge in ("rule-field", "focus") for ground in ("paper", "paper-raised")),
)


@dataclass(frozen=True)
class Swatch:
    """A pair as it is in one scheme; ``shown`` is the contrast in words of the figure."""

    pair: Pair
    colour: str
    ground: str
    contrast: float

    @property
    def shown(self) -> str:
        return f"{self.contrast:.1f}".replace(".", ",")

    @property
    def is_enough(self) -> bool:
        return self.contrast >= self.pair.least


@cache
def blocks(path: Path = TOKENS) -> dict[str, dict[str, str]]:
    """Every rule of the file by its selector; only those before the first media query for the plain ``:root``."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    found: dict[str, dict[str, str]] = {}
    for rule in re.finditer(r"([^{}]*)\{([^{}]*)\}", text):
        selector = rule[1].strip()
        if selector == ":root" and "@media" in text[: rule.start()]:
            continue
        values = dict(re.findall(r"--([\w-]+):\s*([^;]+);", rule[2]))
        found.setdefault(selector, {}).update(values)
    return found


def palettes() -> list[str]:
    """The names that ``data-palette`` may have; "" is the portal's own."""
    return ["", *(name for selector in blocks() for name in re.findall(r'data-palette="([\w-]+)"', selector))]


def colours(scheme: str, palette: str = "") -> dict[str, str]:
    """The tokens of a scheme with a palette, every ``var()`` followed."""
    rules = blocks()
    values = dict(rules[":root"])
    if palette:
        values |= rules[f':root[data-palette="{palette}"]']
    if scheme != "light":
        values |= rules[f':root[data-portal-colours="{scheme}"]']
    return {name: _followed(value, values) for name, value in values.items()}


def swatches(scheme: str, palette: str = "") -> list[Swatch]:
    found = colours(scheme, palette)
    return [
        Swatch(pair, found[pair.colour], found[pair.ground], contrast(found[pair.colour], found[pair.ground]))
        for pair in PAIRS
    ]


def contrast(one: str, other: str) -> float:
    """The ratio of two ``#rrggbb`` or ``#rgb`` colours. Source: WCAG 2.2, "contrast ratio"."""
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


def _followed(value: str, values: Colours) -> str:
    while match := re.fullmatch(r"var\(--([\w-]+)\)", value):
        value = values[match[1]]
    return value
