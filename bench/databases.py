"""The databases that are measured: made and filled once, on SQLite kept for the next run."""

import contextlib
import functools
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests import services

ROOT = Path(__file__).resolve().parent.parent
VAR_DIR = ROOT / "var" / "bench"
NEWS, BLOCS, SEARCH = "news", "blocs", "search"
SMALL, LARGE = 100, 100_000
SMALL_ARCHIVE, LARGE_ARCHIVE = 2_000, 200_000
# Blocs and years; every bloc has ten members.
SMALL_PROVINCE, LARGE_PROVINCE = (2, 2), (200, 20)
# By part: the databases it is measured on, and what fills them.
FILLS: dict[str, dict[str, tuple[object, ...]]] = {
    NEWS: {
        "small": ("bench.fill", SMALL),
        "large": ("bench.fill", LARGE),
        "plain": ("bench.plain_fill", SMALL),
    },
    BLOCS: {
        "small": ("bench.bloc_fill", *SMALL_PROVINCE),
        "large": ("bench.bloc_fill", *LARGE_PROVINCE),
    },
    SEARCH: {
        "small": ("bench.search_fill", SMALL_ARCHIVE),
        "large": ("bench.search_fill", LARGE_ARCHIVE),
        "relevance": ("bench.search_fill", "relevance"),
    },
}


@dataclass(frozen=True)
class Databases:
    """The addresses of one engine's databases for a part: the portal's two sizes, and what else the part needs."""

    engine: str
    small: str
    large: str
    plain: str = ""
    relevance: str = ""


def environment(**variables: str) -> dict[str, str]:
    """What the portal runs with here: as in production, but over plain HTTP and quiet."""
    own = {
        "DEMO": "0",
        "DEBUG": "0",
        "HTTPS": "0",
        "SECRET_KEY": "only-for-measuring",
        "ALLOWED_HOSTS": "127.0.0.1",
        "VAR_DIR": str(VAR_DIR),
        "MICROCACHE_SECONDS": "0",
        "API_REQUESTS_PER_MINUTE": "0",
        "LOG_LEVEL": "ERROR",
    }
    return {**os.environ, **own, **variables}


def run(*arguments: str, **variables: str) -> None:
    """Runs one of our Python programs to its end."""
    subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment(**variables), stdin=subprocess.DEVNULL, check=True
    )


def on_sqlite(part: str) -> Databases:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    _forget_older()
    paths = {name: VAR_DIR / f"{name}-{_fingerprint(part)}.sqlite3" for name in FILLS[part]}
    for name, path in paths.items():
        if not path.exists():
            # Filled under another name, so that a run that was cut short leaves nothing that looks whole.
            unfinished = path.with_suffix(".unfinished")
            for leftover in VAR_DIR.glob(f"{unfinished.name}*"):
                leftover.unlink()
            _fill(part, name, f"sqlite:///{unfinished}")
            unfinished.rename(path)
    return Databases("SQLite", **{name: f"sqlite:///{path}" for name, path in paths.items()})


@contextlib.contextmanager
def on_postgres(part: str) -> Iterator[Databases]:
    prefix = f"portal_bench_{os.getpid()}"
    with services.server() as server:
        try:
            made = {name: services.create_database(server, f"{prefix}_{name}") for name in FILLS[part]}
            for name, address in made.items():
                _fill(part, name, address)
            yield Databases("PostgreSQL", **made)
        finally:
            services.drop_databases(server, prefix)


def _fill(part: str, name: str, address: str) -> None:
    print(f"Filling {name} {part} ({address.partition(':')[0]}) …", file=sys.stderr, flush=True)
    module, *sizes = (str(word) for word in FILLS[part][name])
    if name == "plain":
        run("-m", module, *sizes, PLAIN_DATABASE_URL=address)
        return
    run("deploy/prepare.py", DATABASE_URL=address)
    run("-m", module, *sizes, DATABASE_URL=address)


@functools.cache
def _fingerprint(part: str) -> str:
    """Changes with anything that decides what stands in a part's databases, their sizes included."""
    programs = {module.removeprefix("bench.") for module, *_sizes in FILLS[part].values()}
    sources = [ROOT / "bench" / f"{name}.py" for name in [*programs, "content"]]
    sources += [ROOT / "bench/plain_app.py"] if part == NEWS else []
    sources += [ROOT / "bench/fill.py", *ROOT.glob("tests/portal/search/relevance/*")] if part == SEARCH else []
    sources += [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/*/migrations/*.py"), ROOT / "portal/kit/presentation.py"]
    digest = hashlib.sha256(repr(FILLS[part]).encode())
    digest.update(b"".join(path.read_bytes() for path in sorted(sources) if path.is_file()))
    return digest.hexdigest()[:12]


def _forget_older() -> None:
    for path in VAR_DIR.glob("*.sqlite3*"):
        if not any(_fingerprint(part) in path.name for part in FILLS):
            path.unlink()
