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
SMALL, LARGE = 100, 100_000


@dataclass(frozen=True)
class Databases:
    """The addresses of one engine's databases: the portal's two sizes, and the plain app's."""

    engine: str
    small: str
    large: str
    plain: str


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
        "LOG_LEVEL": "ERROR",
    }
    return {**os.environ, **own, **variables}


def run(*arguments: str, **variables: str) -> None:
    """Runs one of our Python programs to its end."""
    subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment(**variables), stdin=subprocess.DEVNULL, check=True
    )


def on_sqlite() -> Databases:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    _forget_older()
    paths = {name: VAR_DIR / f"{name}-{_fingerprint()}.sqlite3" for name in ("small", "large", "plain")}
    for name, path in paths.items():
        if not path.exists():
            # Filled under another name, so that a run that was cut short leaves nothing that looks whole.
            unfinished = path.with_suffix(".unfinished")
            for leftover in VAR_DIR.glob(f"{unfinished.name}*"):
                leftover.unlink()
            _fill(name, f"sqlite:///{unfinished}")
            unfinished.rename(path)
    return Databases("SQLite", **{name: f"sqlite:///{path}" for name, path in paths.items()})


@contextlib.contextmanager
def on_postgres() -> Iterator[Databases]:
    prefix = f"portal_bench_{os.getpid()}"
    with services.server() as server:
        try:
            made = {name: services.create_database(server, f"{prefix}_{name}") for name in ("small", "large", "plain")}
            for name, address in made.items():
                _fill(name, address)
            yield Databases("PostgreSQL", **made)
        finally:
            services.drop_databases(server, prefix)


def _fill(name: str, address: str) -> None:
    print(f"Filling {name} ({address.partition(':')[0]}) …", file=sys.stderr, flush=True)
    if name == "plain":
        run("-m", "bench.plain_fill", str(SMALL), PLAIN_DATABASE_URL=address)
        return
    run("deploy/prepare.py", DATABASE_URL=address)
    run("-m", "bench.fill", str(SMALL if name == "small" else LARGE), DATABASE_URL=address)


@functools.cache
def _fingerprint() -> str:
    """Changes with anything that decides what stands in the databases."""
    sources = [*(ROOT / "bench").glob("*fill.py"), ROOT / "bench/content.py", ROOT / "bench/plain_app.py"]
    sources += [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/*/migrations/*.py"), ROOT / "portal/kit/presentation.py"]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(sources)))
    return digest.hexdigest()[:12]


def _forget_older() -> None:
    for path in VAR_DIR.glob("*.sqlite3*"):
        if _fingerprint() not in path.name:
            path.unlink()
