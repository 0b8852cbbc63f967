"""The portal as it is shipped: gunicorn with deploy/gunicorn.conf.py, in a process of its own."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.contrib.staticfiles.finders import get_finders

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 120


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """Production on plain HTTP, with these variables and no others of ours."""
    return {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "only-for-the-tests-of-this-portal",
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "0",
        "DEMO": "0",
        "VAR_DIR": str(folder),
        **variables,
    }


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: str
    seconds: float


@dataclass
class Served:
    port: int
    log: Path
    process: "subprocess.Popen[bytes]"

    def get(self, path: str, *, timeout: float = 60, **headers: str) -> Answer:
        started = time.monotonic()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)) as connection:
            connection.request("GET", path, headers={"Host": "127.0.0.1", "Connection": "close", **named})
            response = connection.getresponse()
            body = response.read().decode()
        lowered = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, lowered, body, time.monotonic() - started)

    def get_all(self, paths: list[str]) -> list[Answer]:
        """At once, each in a thread of its own."""
        answers: list[Answer] = []
        threads = [threading.Thread(target=lambda path=path: answers.append(self.get(path))) for path in paths]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers


def make_manifest(folder: Path) -> None:
    """What pages look up names in; collecting and packing the files themselves takes a quarter of a minute."""
    folder.mkdir(exist_ok=True)
    names = [path for finder in get_finders() for path, _storage in finder.list([])]
    manifest = {"paths": {name: name for name in names}, "version": "1.1", "hash": ""}
    (folder / "staticfiles.json").write_text(json.dumps(manifest))


@contextlib.contextmanager
def served(folder: Path, **variables: str) -> Iterator[Served]:
    port, log = free_port(), folder / "gunicorn.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"],
            cwd=ROOT,
            env=environment(folder, PORT=str(port), **variables),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
        portal = Served(port, log, process)
        try:
            _wait(portal)
            yield portal
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(portal: Served) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and portal.process.poll() is None:
        with contextlib.suppress(OSError):
            if portal.get("/livez", timeout=5).status == 200:
                return
        time.sleep(0.2)
    raise AssertionError(f"The portal did not start: {portal.log.read_text()}")


@contextlib.contextmanager
def black_hole() -> Iterator[int]:
    """A port that accepts and never answers, as a server does whose machine hangs."""
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        server.settimeout(0.2)
        ended = threading.Event()

        def accept() -> None:
            while not ended.is_set():
                with contextlib.suppress(TimeoutError):
                    held.append(server.accept()[0])

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            ended.set()
            thread.join()
            for connection in held:
                connection.close()


class Relay:
    """A line to a server that can fall silent with its connections open, as when a machine or a network hangs."""

    def __init__(self, server: tuple[str, int], port: int) -> None:
        self.server, self.port = server, port
        self._open = threading.Event()
        self._open.set()

    def falls_silent(self) -> None:
        self._open.clear()

    def speaks_again(self) -> None:
        self._open.set()

    def leads_to(self, address: str) -> str:
        """The address of a database of the server, by way of this line."""
        parts = urlsplit(address)
        who, at, _server = parts.netloc.rpartition("@")
        return urlunsplit(parts._replace(netloc=f"{who}{at}127.0.0.1:{self.port}"))

    def carry(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self._open.wait()
                target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def relay(address: str) -> Iterator[Relay]:
    parts = urlsplit(address)
    ended = threading.Event()
    ends_of_all: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        server.settimeout(0.2)
        line = Relay((parts.hostname or "127.0.0.1", parts.port or 5432), server.getsockname()[1])

        def accept() -> None:
            while not ended.is_set():
                with contextlib.suppress(TimeoutError):
                    near = server.accept()[0]
                    far = socket.create_connection(line.server)
                    ends_of_all.extend((near, far))
                    for ends in ((near, far), (far, near)):
                        threading.Thread(target=line.carry, args=ends, daemon=True).start()

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield line
        finally:
            line.speaks_again()
            ended.set()
            thread.join()
            for end in ends_of_all:
                end.close()
