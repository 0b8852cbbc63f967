"""Serves the portal as in production: its own gunicorn with demonstration content in a temporary folder."""

import contextlib
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from tools.test_services import Missing, free_port

ROOT = Path(__file__).resolve().parent.parent.parent
READY_SECONDS = 90


@dataclass(frozen=True)
class Portal:
    """A running portal and a user who may view every page."""

    address: str
    username: str
    password: str


@contextlib.contextmanager
def served() -> Iterator[Portal]:
    """Prepares and serves a portal for this run; stops it and deletes its files."""
    with tempfile.TemporaryDirectory(prefix="portal-audit-") as folder:
        port = free_port()
        environment = {**os.environ, **variables(folder, port)}
        portal = Portal(f"http://127.0.0.1:{port}", "kiem-dinh", secrets.token_urlsafe(16))
        run(environment, "deploy/prepare.py")
        person = {
            "DJANGO_SUPERUSER_USERNAME": portal.username,
            "DJANGO_SUPERUSER_PASSWORD": portal.password,
            "DJANGO_SUPERUSER_EMAIL": "kiem-dinh@example.gov.vn",
            "DJANGO_SUPERUSER_FULL_NAME": "Nguyễn Văn A",
        }
        run(environment | person, "manage.py", "createsuperuser", "--noinput")
        with gunicorn(environment, Path(folder) / "gunicorn.log") as log:
            if not answers(f"{portal.address}/readyz"):
                raise Missing(f"The portal does not answer within {READY_SECONDS} seconds:\n{log.read_text()[-2000:]}")
            yield portal


def variables(folder: str, port: int) -> dict[str, str]:
    """Sets every variable that refers to something outside of the folder: the machine's own .env may name a live
    portal.
    """
    return {
        "DEMO": "1",
        "DEBUG": "0",
        "HTTPS": "0",
        "TRUSTED_PROXIES": "0",
        "BIND": "",
        "PORT": str(port),
        "VAR_DIR": folder,
        "DATABASE_URL": f"sqlite:///{folder}/audit.sqlite3",
        "CACHE_URL": "locmemcache://audit",
        "EMAIL_URL": "dummymail://",
        "BASE_URL": "",
        **{name: f"{folder}/{name.lower()}" for name in ("STATIC_ROOT", "MEDIA_ROOT", "PRIVATE_MEDIA_ROOT")},
        "LOG_LEVEL": "ERROR",
    }


def run(environment: dict[str, str], *command: str) -> None:
    ended = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise Missing(f"{' '.join(command)} failed:\n{ended.stdout[-1000:]}{ended.stderr[-2000:]}")


@contextlib.contextmanager
def gunicorn(environment: dict[str, str], log: Path) -> Iterator[Path]:
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
    with log.open("w") as said:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        yield log
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def answers(address: str) -> bool:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        with contextlib.suppress(OSError), urlopen(address, timeout=20) as answer:
            if answer.status == 200:
                return True
        time.sleep(0.2)
    return False
