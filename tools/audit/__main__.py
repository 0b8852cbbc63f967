"""`make audit`, `make audit-repeatable`, `make screenshots`: see docs/audit.md."""

import argparse
import datetime as dt
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import groupby
from pathlib import Path

from playwright.sync_api import Browser

from tools import test_services
from tools.audit import browser as tools_browser
from tools.audit import history, programs, timing
from tools.audit.checks import lighthouse, weight
from tools.audit.checks.accessibility import Axe
from tools.audit.crawler import Report, walk, walk_without_javascript
from tools.audit.findings import Finding
from tools.audit.pages import PAGES, AuditedPage
from tools.audit.reader import read
from tools.audit.server import ROOT, Portal, served

SCREENSHOTS = ROOT / "var" / "screenshots"
Weights = dict[str, weight.Weight]


def main() -> int:
    # SIGTERM cleans up too: the portal stops, its folder is deleted.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    asked = arguments()
    unknown = set(asked.pages) - {page.name for page in PAGES}
    if unknown:
        print(f"audit: no such page: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    pages = [page for page in PAGES if (page.name in asked.pages if asked.pages else page.is_gate or not asked.gate)]
    try:
        test_services.require_chromium()
        test_services.require_browser_driver()
        packages = programs.install()
        wants_controls = not asked.pages and asked.only != "screenshots"
        with ThreadPoolExecutor(1) as beside:
            # They need no portal, and preparing one takes time.
            controls = beside.submit(controls_failed) if wants_controls else None
            with served() as portal:
                failed = bool(controls and controls.result())
                if asked.only == "screenshots":
                    photograph(packages, portal, pages)
                else:
                    failed = audit(packages, portal, pages, with_speed=not asked.only) or failed
    except test_services.Missing as missing:
        print(f"\naudit: not run. {missing}", file=sys.stderr)
        return 1
    return 1 if failed else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.audit", description=__doc__)
    parser.add_argument("--only", choices=["repeatable", "screenshots"], default="", help="a part of the whole")
    parser.add_argument("--gate", action="store_true", help="only the pages that a landing waits for")
    parser.add_argument("pages", nargs="*", help="names of tools/audit/pages.py; all without")
    return parser.parse_args()


def controls_failed() -> bool:
    """Controls: each check must find the fault planted for it, before its passing means anything."""
    print("\n=== Controls: every check sees its planted fault ===", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-m", "audit", "tests/tools/audit"]
    return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode != 0


def photograph(packages: Path, portal: Portal, pages: list[AuditedPage]) -> None:
    with tools_browser.browser() as browser:
        walk(browser, portal, pages, Axe(packages), Report(), SCREENSHOTS)
    print(f"{len(list(SCREENSHOTS.glob('*.png')))} pictures are in {SCREENSHOTS.relative_to(ROOT)}/.")


def audit(packages: Path, portal: Portal, pages: list[AuditedPage], *, with_speed: bool) -> bool:
    """Checks the pages, prints the findings, and returns whether anything is wrong."""
    began = time.monotonic()
    report = Report()
    with ThreadPoolExecutor(1) as beside, tools_browser.browser() as browser:
        # Lighthouse runs its own browser in parallel with ours.
        looking = {
            page: beside.submit(look_with_lighthouse, packages, portal, page) for page in pages if page.is_public
        }
        walk(browser, portal, pages, Axe(packages), report, SCREENSHOTS if with_speed else None)
        walk_without_javascript(browser, portal, pages, report)
        weights = weighed(browser, portal, pages, report)
        crawled = read(packages, portal.address, report)
        gather(looking, report)
    there = [page for page in pages if page.name not in report.absent]
    show(report, weights, there, crawled, time.monotonic() - began)
    if with_speed:
        speeds = timing.on_the_preset(packages, portal.address, there)
        slow = timing.on_a_slow_line(packages, portal.address, there)
        if pages == list(PAGES):
            history.write(
                now=dt.datetime.now(dt.UTC), faults=len(report.faults), weights=weights, speeds=speeds, slow=slow
            )
        print(history.shown(weights, speeds, slow))
    return bool(report.faults)


def look_with_lighthouse(packages: Path, portal: Portal, page: AuditedPage) -> list[Finding]:
    try:
        return lighthouse.faults(packages, f"{portal.address}{page.address}", indexed=page.indexed)
    except (RuntimeError, subprocess.TimeoutExpired) as failure:
        return [Finding("", str(failure))]


def gather(looking: dict[AuditedPage, "Future[list[Finding]]"], report: Report) -> None:
    for page, future in looking.items():
        if page.name not in report.absent:
            report.add(page.name, "Lighthouse", future.result())


def weighed(browser: Browser, portal: Portal, pages: Iterable[AuditedPage], report: Report) -> Weights:
    """The heavier of a phone's and a desktop's visit, for every page with a budget."""
    weights = Weights()
    for page in pages:
        if not page.is_public or page.name in report.absent:
            continue
        taken = [
            weight.weigh(browser, portal.address, page.address, view)
            for view in (tools_browser.PHONE, tools_browser.DESKTOP)
        ]
        weights[page.name] = max(taken, key=lambda each: each.whole)
        report.add(page.name, "weight", weight.faults(weights[page.name], page.budget_bytes))
    return weights


def show(report: Report, weights: Weights, pages: list[AuditedPage], crawled: int, seconds: float) -> None:
    print("\n=== Weight on the wire, KB: on arriving · read to the end · coming again ===")
    for name, each in weights.items():
        print(f"{name:20}{each.arrival / 1024:8.1f}{each.whole / 1024:8.1f}{each.repeat / 1024:8.1f}")
    if report.absent:
        print(f"\nNot there yet: {', '.join(sorted(report.absent))}")
    print("\n=== Faults ===" if report.faults else "\nNo faults.")
    for name, faults in groupby(sorted(report.faults), key=lambda fault: fault[0]):
        print(f"\n{name}")
        for _, check, finding in faults:
            views = ", ".join(sorted(filter(None, report.faults[name, check, finding])))
            print(f"  {check}: {finding}{f'  [{views}]' if views else ''}")
    broken = {page for page, _, _ in report.faults}
    named = {page.name for page in pages}
    passed, others = len(named - broken), len(broken - named)
    print(f"\n{crawled} addresses crawled; {len(report.faults)} faults; {seconds:.0f} seconds")
    print(f"audit: {passed} passed, {len(named & broken) + others} failed")


if __name__ == "__main__":
    sys.exit(main())
