"""Lighthouse's mobile preset: accessibility, best practices and SEO at 100; performance on request."""

import contextlib
import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.browser_fixtures import chromium_path
from tools.audit.browser import THIS_MACHINE_ONLY
from tools.audit.findings import Finding

CATEGORIES = ("accessibility", "best-practices", "seo")
# Skipped for pages with noindex.
FOR_INDEXED_PAGES = ("is-crawlable",)
# The preset's user agent with Lighthouse's name, like PageSpeed Insights': the portal does not count it as a visitor,
# so that page views do not change during the audit.
AGENT = (
    "Mozilla/5.0 (Linux; Android 11; moto g power (2022)) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/119.0.0.0 Mobile Safari/537.36 Chrome-Lighthouse"
)
ATTEMPTS = 3
SECONDS = 180

Report = dict[str, Any]


def report_of(packages: Path, address: str, *options: str) -> Report:
    """Runs Lighthouse until it returns a report: its recording fails now and then, for reasons outside of the page.

    Raises RuntimeError with its output if it returns none.
    """
    for _ in range(ATTEMPTS - 1):
        with contextlib.suppress(RuntimeError):
            return _report_of(packages, address, *options)
    return _report_of(packages, address, *options)


def _report_of(packages: Path, address: str, *options: str) -> Report:
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    flags = " ".join(["--headless=new", "--disable-gpu", f"'{THIS_MACHINE_ONLY}'", *sandbox])
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "report.json"
        ended = subprocess.run(
            [
                "node",
                str(packages / "lighthouse" / "cli" / "index.js"),
                address,
                "--quiet",
                "--output=json",
                f"--output-path={output}",
                f"--emulated-user-agent={AGENT}",
                f"--chrome-flags={flags}",
                *options,
            ],
            env={**os.environ, "CHROME_PATH": chromium_path()},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        if ended.returncode or not output.exists():
            raise RuntimeError(f"Lighthouse gave no report of {address}: {ended.stderr.strip()[-800:]}")
        report: Report = json.loads(output.read_text())
    return report


def faults(packages: Path, address: str, *, indexed: bool) -> list[Finding]:
    """What keeps a category below 100."""
    options = [f"--only-categories={','.join(CATEGORIES)}"]
    if not indexed:
        options.append(f"--skip-audits={','.join(FOR_INDEXED_PAGES)}")
    return faults_in(report_of(packages, address, *options))


def faults_in(report: Report) -> list[Finding]:
    if failure := report.get("runtimeError"):
        return [Finding("", f"no measurement: {failure.get('message', failure)}")]
    found = []
    for name, category in report["categories"].items():
        if category["score"] == 1:
            continue
        failed = [
            report["audits"][each["id"]]["title"]
            for each in category["auditRefs"]
            if each["weight"] and report["audits"][each["id"]]["score"] not in {1, None}
        ]
        found.append(Finding(name, f"{round((category['score'] or 0) * 100)} of 100: {'; '.join(failed)}"))
    return found
