"""The portal as it is installed: its gunicorn on a socket, and Debian's nginx before it with the files as shipped."""

import base64
import contextlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from tools.test_services import Missing, require_nginx

ROOT = Path(__file__).resolve().parent.parent.parent
OPERATIONS = ROOT / "docs" / "operations.md"
HOST = "portal.example.gov.vn"
# The lines of the documented installation that concern nginx; systemd is not there to reload it.
OF_NGINX = re.compile(r"^(?:(?:cp|ln|rm|install) .*nginx|nginx -t)", re.MULTILINE)
READY_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def cached(self) -> str:
        """nginx's word on its cache."""
        return self.headers.get("x-cache", "")


@dataclass(frozen=True)
class Nginx:
    """nginx in namespaces of its own, asked through the pipes of the process that started it."""

    asked: IO[str]
    answers: IO[str]

    def ask(self, path: str, *, method: str = "GET", headers: dict[str, str] | None = None, **more: Any) -> Answer:
        question = {"path": path, "method": method, "headers": headers or {}, **more}
        self.asked.write(json.dumps(question) + "\n")
        self.asked.flush()
        line = self.answers.readline()
        assert line, "nginx or the process around it has ended"
        told = json.loads(line)
        return Answer(told["status"], told["headers"], base64.b64decode(told["body"]))


def documented_commands() -> list[str]:
    """What docs/operations.md says to type for nginx, word for word (``&&`` redirects to systemd, which is not here)."""
    text = OPERATIONS.read_text().partition("## Variables")[0]
    lines = [line.partition("  #")[0].strip() for line in text.splitlines() if OF_NGINX.match(line)]
    return [line.partition(" && systemctl")[0] for line in lines]


def isolated() -> list[str]:
    """The command that gives a program mounts and a network of its own, as root or as anybody."""
    for options in (["--mount", "--net"], ["--map-root-user", "--mount", "--net"]):
        tried = subprocess.run(
            ["unshare", *options, "mount", "--make-rprivate", "/"], capture_output=True, text=True, check=False
        )
        if tried.returncode == 0:
            return ["unshare", *options]
    raise Missing(f"nginx cannot be served in namespaces of its own: {tried.stderr.strip()}")


def make_certificate(folder: Path) -> None:
    """A certificate for this run, for the name in the shipped file."""
    folder.mkdir()
    options = f"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN={HOST}"
    names = ["-addext", f"subjectAltName=DNS:{HOST}"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(["openssl", *options.split(), *names, *files], check=True, capture_output=True)


@contextlib.contextmanager
def nginx(folder: Path) -> Iterator[Nginx]:
    """Serves deploy/nginx.conf; its portal.sock is ``folder/run/portal.sock``, its var/ is ``folder/var``."""
    require_nginx()
    for name in ("run", "var"):
        (folder / name).mkdir(exist_ok=True, mode=0o755)
    make_certificate(folder / "certificate")
    command = [*isolated(), sys.executable, Path(__file__).parent / "inside.py", folder, ROOT, *documented_commands()]
    process = subprocess.Popen(
        [str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd="/"
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Nginx(process.stdin, process.stdout)
    finally:
        process.stdin.close()
        process.wait(30)
        process.stdout.close()


@dataclass
class Gunicorn:
    """The portal (or another application) on nginx's socket, to be stopped and started again."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    application: str = "portal.wsgi:application"
    process: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        return self.folder / "run" / "portal.sock"

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", self.application]
        environment = {**os.environ, **self.environment, "BIND": f"unix:{self.socket}"}
        log = (self.folder / "gunicorn.log").open("ab")
        with log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        until = time.monotonic() + READY_SECONDS
        while not self.socket.exists() and time.monotonic() < until and self.process.poll() is None:
            time.sleep(0.05)
        assert self.socket.exists(), (self.folder / "gunicorn.log").read_text()[-2000:]

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(40)
            self.process = None


@contextlib.contextmanager
def gunicorn(folder: Path, application: str = "portal.wsgi:application", **environment: str) -> Iterator[Gunicorn]:
    (folder / "run").mkdir(exist_ok=True, mode=0o755)
    made = Gunicorn(folder, environment, application)
    made.start()
    try:
        yield made
    finally:
        made.stop()
