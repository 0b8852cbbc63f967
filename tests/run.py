"""`make test`: the whole suite on SQLite and on PostgreSQL, then the browser tests; nothing is skipped in silence."""

import os
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import services  # noqa: E402  # the path above comes first

WORKERS = min(os.cpu_count() or 1, 4)
# Files stay whole, so that what a module prepares once is prepared once.
IN_PARALLEL = ["-n", str(WORKERS), "--dist", "loadfile"]
NO_TESTS_FOUND = 5
SUMMED = ("tests", "failures", "errors", "skipped")


def main() -> int:
    """Runs everything even when an early part fails; 0 only when each part found tests and all of them passed.

    What touches no database runs once, with SQLite.
    """
    signal.signal(signal.SIGTERM, _stop)
    counted: Counter[str] = Counter()
    try:
        chromium = services.require_chromium()
        services.require_browser_driver()
        services.require_postgres_client()
        with services.postgres() as address:
            results = [
                run_pytest("SQLite", ["-m", "not browser and not audit", *IN_PARALLEL], counted),
                run_pytest(
                    "PostgreSQL",
                    ["-m", "not browser and not audit", "--only-with-database", *IN_PARALLEL],
                    counted,
                    TEST_DATABASE_URL=address,
                ),
                run_pytest("the browser", ["-m", "browser", *IN_PARALLEL], counted, CHROMIUM=chromium),
            ]
    except services.Missing as missing:
        print(f"\ntests: not run. {missing}", file=sys.stderr)
        return 1
    failed = counted["failures"] + counted["errors"]
    passed = counted["tests"] - failed - counted["skipped"]
    print(f"\ntests: {passed} passed, {failed} failed, {counted['skipped']} skipped")
    return 1 if any(results) else 0


def run_pytest(title: str, arguments: list[str], counted: Counter[str], **environment: str) -> int:
    """Runs pytest once under a heading, adds its figures to ``counted`` and returns its exit status."""
    print(f"\n=== Tests on {title} ===", flush=True)
    inherited = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"}
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *arguments]
        ended = subprocess.run(
            command, cwd=ROOT, env={**inherited, **environment}, stdin=subprocess.DEVNULL, check=False
        )
        if report.exists():
            for suite in ElementTree.parse(report).getroot().iter("testsuite"):  # noqa: S314  # written just now, by us
                counted.update({name: int(suite.get(name, 0)) for name in SUMMED})
    if ended.returncode == NO_TESTS_FOUND:
        print(f"There is no test on {title}, and there must be.")
    return ended.returncode


def _stop(number: int, frame: FrameType | None) -> None:
    """Turns a termination into an exit that cleans up behind itself."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
