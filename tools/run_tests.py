"""`make test`: the whole suite on SQLite and PostgreSQL, then the browser tests. `make quick`: fast tests on SQLite."""

import argparse
import hashlib
import os
import shutil
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

from tools import test_services  # noqa: E402  # the path above comes first

WORKERS = min(os.cpu_count() or 1, 4)
# Tests of a file share a worker, so that module fixtures run once.
IN_PARALLEL = ["-n", str(WORKERS), "--dist", "loadfile"]
NO_TESTS_FOUND = 5
SUMMED = ("tests", "failures", "errors", "skipped")
# Where `make quick` keeps the migrated schema, one file per state of the migrations.
SCHEMA_CACHE = ROOT / ".pytest_cache" / "schema"
# Tests that start programs or crawl every page.
SLOW = ("tests/browser", "tests/deploy", "tests/security", "tests/test_tutorial.py", "tests/tools")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fast tests on SQLite up to the first failure")
    parser.add_argument("app", nargs="?", help="with --quick: a folder of tests/, such as news")
    options = parser.parse_args()
    return run_quick(options.app) if options.quick else run_all()


def run_quick(app: str | None) -> int:
    """Runs the fast tests of one app or of all on a copy of the migrated schema; returns the exit status of pytest."""
    chosen = [f"tests/{app}"] if app else ["tests", *(f"--ignore={folder}" for folder in SLOW)]
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "test.sqlite3"
        shutil.copyfile(migrated_schema(), database)
        command = [sys.executable, "-m", "pytest", "-q", "-x", "--reuse-db", "-m", "not browser and not audit", *chosen]
        return subprocess.run(
            command, cwd=ROOT, env={**os.environ, "REUSED_TEST_DATABASE": str(database)}, check=False
        ).returncode


def migrated_schema() -> Path:
    """A SQLite database with all migrations applied; made again after a change of a migration or a constraint."""
    sources = [
        *ROOT.glob("*/migrations/*.py"),
        *ROOT.glob("portal/*/migrations/*.py"),
        *ROOT.glob("portal/core/db/*.py"),
    ]
    sources += [*ROOT.glob("portal/*/constraints.py"), *ROOT.glob("emulation/*.py"), ROOT / "requirements.txt"]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(sources)))
    schema = SCHEMA_CACHE / f"{digest.hexdigest()[:16]}.sqlite3"
    if not schema.exists():
        print("Applying the migrations (only after a change) …", flush=True)
        shutil.rmtree(SCHEMA_CACHE, ignore_errors=True)
        SCHEMA_CACHE.mkdir(parents=True)
        unfinished = schema.with_suffix(".unfinished")
        settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_DATABASE_URL": f"sqlite:///{unfinished}"}
        subprocess.run(
            [sys.executable, "-m", "django", "migrate", "--verbosity=0"],
            cwd=ROOT,
            env={**os.environ, **settings, "PYTHONPATH": str(ROOT)},
            check=True,
        )
        unfinished.rename(schema)
    return schema


def run_all() -> int:
    """Runs everything even when an early part fails; 0 only when each part found tests and all of them passed.

    Tests without a database run once, with SQLite.
    """
    signal.signal(signal.SIGTERM, _stop)
    counted: Counter[str] = Counter()
    try:
        chromium = test_services.require_chromium()
        test_services.require_browser_driver()
        test_services.require_postgres_client()
        test_services.require_nginx()
        with test_services.postgres() as address:
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
    except test_services.Missing as missing:
        print(f"\ntests: not run. {missing}", file=sys.stderr)
        return 1
    failed = counted["failures"] + counted["errors"]
    passed = counted["tests"] - failed - counted["skipped"]
    print(f"\ntests: {passed} passed, {failed} failed, {counted['skipped']} skipped")
    return 1 if any(results) else 0


def run_pytest(title: str, arguments: list[str], counted: Counter[str], **environment: str) -> int:
    """Runs pytest once under a heading, adds its results to ``counted`` and returns its exit status."""
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
    """Turns SIGTERM into an exit that cleans up."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
