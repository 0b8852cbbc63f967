"""Writes the figures of `make audit` to docs/audit.md."""

import datetime as dt
import subprocess
from collections.abc import Mapping

from tools.audit.checks.weight import Weight
from tools.audit.pages import KB
from tools.audit.server import ROOT
from tools.audit.timing import Timing

AUDIT_LOG = ROOT / "docs" / "audit.md"
HEAD = "|---|---|---|---|---|---|---|---|\n"


def write(
    *,
    now: dt.datetime,
    faults: int,
    weights: Mapping[str, Weight],
    speeds: Mapping[str, Timing],
    slow: Mapping[str, Timing],
) -> None:
    """Inserts the newest row at the top of the table."""
    scores = [speed.score for speed in speeds.values()]
    cells = [
        f"{now:%d/%m/%Y}",
        commit(),
        str(faults),
        _weight(weights.get("home")),
        _weight(weights.get("article")),
        f"{min(scores)}–{max(scores)}" if scores else "–",
        str(slow.get("home", "–")),
        str(slow.get("article", "–")),
    ]
    text = AUDIT_LOG.read_text(encoding="utf-8")
    if HEAD not in text:
        raise ValueError(f"{AUDIT_LOG} has no table to write to.")
    AUDIT_LOG.write_text(text.replace(HEAD, f"{HEAD}| {' | '.join(cells)} |\n", 1), encoding="utf-8")


def shown(weights: Mapping[str, Weight], speeds: Mapping[str, Timing], slow: Mapping[str, Timing]) -> str:
    """The same by page, for the terminal."""
    lines = ["\n=== Lighthouse performance, mobile preset: score, largest paint, shift, blocked (median of three) ==="]
    lines += [f"{name:20}{speed.score:4}   {speed}" for name, speed in speeds.items()]
    lines += ["=== On a slow line ===", *(f"{name:20}{speed.score:4}   {speed}" for name, speed in slow.items())]
    return "\n".join(lines)


def commit() -> str:
    """The measured commit, marked if files were changed since."""
    command = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip() or "–"


def _weight(weight: Weight | None) -> str:
    return f"{weight.arrival / KB:.0f} / {weight.whole / KB:.0f} / {weight.repeat / KB:.1f}" if weight else "–"
