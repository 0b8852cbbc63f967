"""A QR code as a path that a template draws: nothing is trusted as markup, nothing is fetched."""

from dataclasses import dataclass

import segno

# Four modules of quiet around the code, which readers need.
QUIET = 4


@dataclass(frozen=True)
class Drawing:
    """``side`` is the width and height of its view box, the quiet border included."""

    side: int
    path: str


def drawing_of(text: str) -> Drawing:
    code = segno.make_qr(text, error="m")
    runs = [
        f"M{start + QUIET} {row + QUIET}h{length}v1h-{length}z"
        for row, modules in enumerate(code.matrix)
        for start, length in _runs(modules)
    ]
    return Drawing(len(code.matrix) + 2 * QUIET, "".join(runs))


def _runs(modules: bytearray) -> list[tuple[int, int]]:
    """Where dark modules begin, and how many stand together."""
    found: list[tuple[int, int]] = []
    for place, is_dark in enumerate(modules):
        if is_dark and found and sum(found[-1]) == place:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif is_dark:
            found.append((place, 1))
    return found
