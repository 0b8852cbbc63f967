"""Performance on a phone: depends on this machine and its load, so figures are recorded and fail nothing."""

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tools.audit.checks import lighthouse
from tools.audit.pages import AuditedPage

RUNS = 3
# Slow 3G as in Lighthouse's developer tools, and a six times slower processor.
SLOW = (
    "--throttling-method=devtools",
    "--throttling.requestLatencyMs=1100",
    "--throttling.downloadThroughputKbps=630",
    "--throttling.uploadThroughputKbps=630",
    "--throttling.cpuSlowdownMultiplier=6",
)
# Largest contentful paint in seconds, by page; the other two metrics have one goal for both.
SLOW_GOALS = {"article": 2.0, "home": 2.5}
LAYOUT_SHIFT_GOAL, BLOCKING_GOAL_MS = 0.02, 100


@dataclass(frozen=True)
class Timing:
    """Medians of three runs: score, seconds to largest contentful paint, layout shift, blocking time in ms."""

    score: int
    paint_seconds: float
    shift: float
    blocking_ms: int

    def __str__(self) -> str:
        return f"{self.paint_seconds:.1f} s, {self.shift:.3f}, {self.blocking_ms} ms"


def timed(packages: Path, address: str, *options: str) -> Timing:
    reports = [lighthouse.report_of(packages, address, "--only-categories=performance", *options) for _ in range(RUNS)]

    def median(read: Callable[[lighthouse.Report], float]) -> float:
        return statistics.median(map(read, reports))

    return Timing(
        score=round(median(lambda report: (report["categories"]["performance"]["score"] or 0) * 100)),
        paint_seconds=median(lambda report: _figure(report, "largest-contentful-paint")) / 1000,
        shift=median(lambda report: _figure(report, "cumulative-layout-shift")),
        blocking_ms=round(median(lambda report: _figure(report, "total-blocking-time"))),
    )


def _figure(report: lighthouse.Report, audit: str) -> float:
    return float(report["audits"][audit].get("numericValue") or 0)


def on_the_preset(packages: Path, portal: str, pages: Iterable[AuditedPage]) -> dict[str, Timing]:
    """Lighthouse's own mobile preset, for public pages."""
    return {page.name: timed(packages, f"{portal}{page.address}") for page in pages if page.is_public}


def on_a_slow_line(packages: Path, portal: str, pages: Iterable[AuditedPage]) -> dict[str, Timing]:
    return {page.name: timed(packages, f"{portal}{page.address}", *SLOW) for page in pages if page.name in SLOW_GOALS}
