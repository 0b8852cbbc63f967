"""A QR code as an SVG path for a template: no markup marked safe, no request."""

from dataclasses import dataclass

import segno

# Quiet zone of four modules, which scanners need.
QUIET_ZONE_MODULES = 4


@dataclass(frozen=True)
class QRCode:
    """``side`` is the width and height of its view box, the quiet zone included."""

    side: int
    path: str


def make_qr_code(text: str) -> QRCode:
    code = segno.make_qr(text, error="m")
    runs = [
        f"M{start + QUIET_ZONE_MODULES} {row + QUIET_ZONE_MODULES}h{length}v1h-{length}z"
        for row, modules in enumerate(code.matrix)
        for start, length in _dark_runs(modules)
    ]
    return QRCode(len(code.matrix) + 2 * QUIET_ZONE_MODULES, "".join(runs))


def _dark_runs(modules: bytearray) -> list[tuple[int, int]]:
    """Start and length of each run of dark modules."""
    found: list[tuple[int, int]] = []
    for place, is_dark in enumerate(modules):
        if is_dark and found and sum(found[-1]) == place:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif is_dark:
            found.append((place, 1))
    return found
