"""Bar charts for SVG: geometry in SVG units, formatted for attributes."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 320
COLUMNS_HEIGHT, COLUMNS_LABEL_HEIGHT, COLUMNS_VALUE_HEIGHT = 160, 20, 16
ROW_HEIGHT, BAR_HEIGHT, BAR_TOP = 40, 12, 20
_MAX_VALUE_LABELS = 12
_LETTER_WIDTH, _LABEL_GAP = 7, 20


@dataclass(frozen=True)
class Bar:
    """One bar.

    ``visible_label`` and ``value_label`` are drawn where they fit; ``label`` and ``count`` are the full text for
    tooltips and screen readers. ``label_position`` is the label's x below a column or its y above a row, and
    ``value_position`` likewise for the value; labels at the edges are moved inwards, a value stays with its bar.
    """

    label: str
    visible_label: str
    count: int
    value_label: str
    x: str
    y: str
    width: str
    height: str
    label_position: str
    value_position: str


@dataclass(frozen=True)
class Chart:
    height: str
    bars: tuple[Bar, ...]


def column_chart(counts: Sequence[tuple[str, int]]) -> Chart:
    """Vertical bars for a time series; many bars share labels and show one value."""
    highest = max((count for _label, count in counts), default=0) or 1
    highest_at = next((number for number, (_label, count) in enumerate(counts) if count == highest), None)
    space = COLUMNS_HEIGHT - COLUMNS_LABEL_HEIGHT - COLUMNS_VALUE_HEIGHT
    step = WIDTH / max(len(counts), 1)
    label_width = max((len(label) for label, _count in counts), default=0) * _LETTER_WIDTH
    every = -(-len(counts) // (WIDTH // (label_width + _LABEL_GAP)))
    edge = label_width / 2
    bars = []
    for number, (label, count) in enumerate(counts):
        height = space * count / highest
        bars.append(
            Bar(
                label=label,
                visible_label=label if number % every == 0 else "",
                count=count,
                value_label=str(count) if count and (len(counts) <= _MAX_VALUE_LABELS or number == highest_at) else "",
                x=_svg_length(number * step + step * 0.15),
                y=_svg_length(COLUMNS_VALUE_HEIGHT + space - height),
                width=_svg_length(step * 0.7),
                height=_svg_length(height),
                label_position=_svg_length(min(max((number + 0.5) * step, edge), WIDTH - edge)),
                value_position=_svg_length((number + 0.5) * step),
            )
        )
    return Chart(str(COLUMNS_HEIGHT), tuple(bars))


def bar_chart(counts: Sequence[tuple[str, int]]) -> Chart:
    """Horizontal bars, each below its label; for categories."""
    longest = max((count for _label, count in counts), default=0) or 1
    bars = []
    for number, (label, count) in enumerate(counts):
        top = number * ROW_HEIGHT + BAR_TOP
        width = WIDTH * count / longest
        bars.append(
            Bar(
                label,
                label,
                count,
                str(count),
                "0",
                str(top),
                _svg_length(width),
                str(BAR_HEIGHT),
                str(top - 6),
                str(top - 6),
            )
        )
    return Chart(str(max(len(counts), 1) * ROW_HEIGHT), tuple(bars))


def _svg_length(length: float) -> str:
    """A length with a decimal point in every locale."""
    return f"{length:.2f}"
