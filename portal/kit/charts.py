"""Bar charts as figures for an SVG: all lengths are in units of the drawing and written as SVG reads them."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 320
COLUMNS_HEIGHT, COLUMNS_FOOT, COLUMNS_HEAD = 160, 20, 16
ROW_HEIGHT, BAR_HEIGHT, BAR_TOP = 40, 12, 20
_MOST_FIGURES = 12
_LETTER_WIDTH, _LABEL_GAP = 7, 20


@dataclass(frozen=True)
class Bar:
    """One bar. ``shown`` and ``figure`` stand where there is room for them; ``label`` and ``count`` tell who asks.

    ``label_at`` is where the label stands: how far to the right below a column, how far down above a row. So does
    ``figure_at`` for the figure; labels at the edges are moved inwards, a figure stays with its bar.
    """

    label: str
    shown: str
    count: int
    figure: str
    x: str
    y: str
    width: str
    height: str
    label_at: str
    figure_at: str


@dataclass(frozen=True)
class Chart:
    height: str
    bars: tuple[Bar, ...]


def columns(counts: Sequence[tuple[str, int]]) -> Chart:
    """Standing bars from left to right, for what follows in time; many of them share labels and show one figure."""
    highest = max((count for _label, count in counts), default=0) or 1
    highest_at = next((number for number, (_label, count) in enumerate(counts) if count == highest), None)
    room = COLUMNS_HEIGHT - COLUMNS_FOOT - COLUMNS_HEAD
    step = WIDTH / max(len(counts), 1)
    label_width = max((len(label) for label, _count in counts), default=0) * _LETTER_WIDTH
    every = -(-len(counts) // (WIDTH // (label_width + _LABEL_GAP)))
    edge = label_width / 2
    bars = []
    for number, (label, count) in enumerate(counts):
        height = room * count / highest
        bars.append(
            Bar(
                label=label,
                shown=label if number % every == 0 else "",
                count=count,
                figure=str(count) if count and (len(counts) <= _MOST_FIGURES or number == highest_at) else "",
                x=_units(number * step + step * 0.15),
                y=_units(COLUMNS_HEAD + room - height),
                width=_units(step * 0.7),
                height=_units(height),
                label_at=_units(min(max((number + 0.5) * step, edge), WIDTH - edge)),
                figure_at=_units((number + 0.5) * step),
            )
        )
    return Chart(str(COLUMNS_HEIGHT), tuple(bars))


def rows(counts: Sequence[tuple[str, int]]) -> Chart:
    """Lying bars, one below the other, each under its label; for names."""
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
                _units(width),
                str(BAR_HEIGHT),
                str(top - 6),
                str(top - 6),
            )
        )
    return Chart(str(max(len(counts), 1) * ROW_HEIGHT), tuple(bars))


def _units(length: float) -> str:
    """A length with a point, whatever the reader's language writes."""
    return f"{length:.2f}"
