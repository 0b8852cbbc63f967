"""The benchmark's databases: created and filled once; on SQLite kept for the next run."""

import contextlib
import functools
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools import test_services

ROOT = Path(__file__).resolve().parent.parent.parent
VAR_DIR = ROOT / "var" / "bench"
NEWS, BLOCS, SEARCH = "news", "blocs", "search"
SMALL_ARTICLE_COUNT, LARGE_ARTICLE_COUNT = 100, 100_000
SMALL_ARCHIVE, LARGE_ARCHIVE = 2_000, 200_000
# Blocs and years; every bloc has ten members.
SMALL_PROVINCE, LARGE_PROVINCE = (2, 2), (200, 20)
# By part: the databases it uses, and the modules that fill them.
FILL_COMMANDS: dict[str, dict[str, tuple[Any, ...]]] = {
    NEWS: {
        "small": ("tools.benchmark.fill", SMALL_ARTICLE_COUNT),
        "large": ("tools.benchmark.fill", LARGE_ARTICLE_COUNT),
        "plain": ("tools.benchmark.plain_fill", SMALL_ARTICLE_COUNT),
    },
    BLOCS: {
        "small": ("tools.benchmark.bloc_fill", *SMALL_PROVINCE),
        "large": ("tools.benchmark.bloc_fill", *LARGE_PROVINCE),
    },
    SEARCH: {
        "small": ("tools.benchmark.search_fill", SMALL_ARCHIVE),
        "large": ("tools.benchmark.search_fill", LARGE_ARCHIVE),
        "relevance": ("tools.benchmark.search_fill", "relevance"),
    },
}


@dataclass(frozen=True)
class Databases:
    """Database URLs of one engine for a part: the portal's two sizes, and others that the part needs."""

    engine: str
    small: str
    large: str
    plain: str = ""
    relevance: str = ""


def portal_environment(**variables: str) -> dict[str, str]:
    """The portal's environment: as in production, but over plain HTTP and with little logging."""
    own = {
        "DEMO": "0",
        "DEBUG": "0",
        "HTTPS": "0",
        "SECRET_KEY": "only-for-measuring-on-this-machine",
        "ALLOWED_HOSTS": "127.0.0.1",
        "VAR_DIR": str(VAR_DIR),
        "MICROCACHE_SECONDS": "0",
        "API_REQUESTS_PER_MINUTE": "0",
        "LOG_LEVEL": "ERROR",
    }
    return {**os.environ, **own, **variables}


def run_python(*arguments: str, **variables: str) -> None:
    """Runs one of our Python programs and waits for it."""
    subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=portal_environment(**variables),
        stdin=subprocess.DEVNULL,
        check=True,
    )


def sqlite_databases(part: str) -> Databases:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    _delete_outdated()
    paths = {name: VAR_DIR / f"{name}-{_fingerprint(part)}.sqlite3" for name in FILL_COMMANDS[part]}
    for name, path in paths.items():
        if not path.exists():
            # Filled under another name, so that an aborted run leaves nothing that looks complete.
            unfinished = path.with_suffix(".unfinished")
            for leftover in VAR_DIR.glob(f"{unfinished.name}*"):
                leftover.unlink()
            _fill(part, name, f"sqlite:///{unfinished}")
            unfinished.rename(path)
    return Databases("SQLite", **{name: f"sqlite:///{path}" for name, path in paths.items()})


@contextlib.contextmanager
def postgres_databases(part: str) -> Iterator[Databases]:
    prefix = f"portal_bench_{os.getpid()}"
    with test_services.server() as server:
        try:
            made = {name: test_services.create_database(server, f"{prefix}_{name}") for name in FILL_COMMANDS[part]}
            for name, address in made.items():
                _fill(part, name, address)
            yield Databases("PostgreSQL", **made)
        finally:
            test_services.drop_databases(server, prefix)


def _fill(part: str, name: str, address: str) -> None:
    print(f"Filling {name} {part} ({address.partition(':')[0]}) …", file=sys.stderr, flush=True)
    module, *sizes = (str(word) for word in FILL_COMMANDS[part][name])
    if name == "plain":
        run_python("-m", module, *sizes, PLAIN_DATABASE_URL=address)
        return
    run_python("deploy/prepare.py", DATABASE_URL=address)
    run_python("-m", module, *sizes, DATABASE_URL=address)


@functools.cache
def _fingerprint(part: str) -> str:
    """Changes with anything that determines the content of a part's databases, their sizes included."""
    programs = {module.removeprefix("tools.benchmark.") for module, *_sizes in FILL_COMMANDS[part].values()}
    sources = [ROOT / "tools/benchmark" / f"{name}.py" for name in [*programs, "content"]]
    sources += [ROOT / "tools/benchmark/plain_app.py"] if part == NEWS else []
    sources += [ROOT / "tools/benchmark/fill.py", *ROOT.glob("tests/search/relevance/*")] if part == SEARCH else []
    sources += [
        *ROOT.glob("*/migrations/*.py"),
        *ROOT.glob("*/*/migrations/*.py"),
        ROOT / "portal/core/content/rich_text_rendering.py",
    ]
    digest = hashlib.sha256(repr(FILL_COMMANDS[part]).encode())
    digest.update(b"".join(path.read_bytes() for path in sorted(sources) if path.is_file()))
    return digest.hexdigest()[:12]


def _delete_outdated() -> None:
    for path in VAR_DIR.glob("*.sqlite3*"):
        if not any(_fingerprint(part) in path.name for part in FILL_COMMANDS):
            path.unlink()
