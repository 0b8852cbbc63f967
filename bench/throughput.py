"""Answers a second of whole servers under one gunicorn configuration, each for some seconds in turn."""

import contextlib
import http.client
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from bench.databases import NEWS, ROOT, Databases, environment
from bench.pages import Worker
from tests import services

ROUNDS, SECONDS, CONNECTIONS = 5, 4, 32
START_SECONDS = 30


@dataclass(frozen=True)
class Throughput:
    """Medians over the rounds: answers a second by server, and the ratios that are promised."""

    answers: dict[str, float]
    kilobytes: dict[str, float]
    uncached_to_plain: float
    cached_to_bare: float


def measure(databases: Databases) -> Throughput:
    ensure_wrk()
    with Worker(databases.small) as worker:
        article = worker.ask("addresses", NEWS)["article"]
        size = worker.ask("queries", article)["bytes"]
    portal = {"DATABASE_URL": databases.small}
    with contextlib.ExitStack() as running:
        addresses = {
            "uncached": running.enter_context(serving("portal.wsgi", **portal)) + article,
            "plain": running.enter_context(serving("bench.plain_app", PLAIN_DATABASE_URL=databases.plain)) + "/50/",
            "cached": running.enter_context(serving("portal.wsgi", **portal, MICROCACHE_SECONDS="1")) + article,
            "bare": running.enter_context(serving("bench.bare", BARE_BYTES=str(size))) + "/",
        }
        kilobytes = {name: _size(address) / 1024 for name, address in addresses.items()}
        for address in addresses.values():
            answers_a_second(address, seconds=1)
        rounds = [{name: answers_a_second(address) for name, address in addresses.items()} for _ in range(ROUNDS)]
    return Throughput(
        answers={name: median(row[name] for row in rounds) for name in addresses},
        kilobytes=kilobytes,
        uncached_to_plain=median(row["uncached"] / row["plain"] for row in rounds),
        cached_to_bare=median(row["cached"] / row["bare"] for row in rounds),
    )


@contextlib.contextmanager
def serving(module: str, **variables: str) -> Iterator[str]:
    """A gunicorn as production has it, on a free port; workers are not renewed, so that no round pays for it."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--max-requests", "0"]
    process = subprocess.Popen(
        [*command, f"{module}:application"],
        cwd=ROOT,
        env=environment(**variables, BIND=f"127.0.0.1:{port}"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


def answers_a_second(address: str, seconds: int = SECONDS) -> float:
    """What one bounded rush of ``CONNECTIONS`` readers is given; raises when any answer was not a 200."""
    if shutil.which("wrk"):
        return _with_wrk(address, seconds)
    return _with_threads(address, seconds)


def ensure_wrk() -> None:
    """Our own load generator takes much of the machine from the fast servers, so wrk is installed where we may."""
    if shutil.which("wrk"):
        return
    try:
        services.apt_install("wrk", otherwise="wrk is missing: the fast servers will look slower than they are.")
    except services.Missing as missing:
        print(missing, file=sys.stderr)


def _with_wrk(address: str, seconds: int) -> float:
    command = ["wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", f"{seconds}s", address]
    said = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=True).stdout
    if "Non-2xx" in said:
        raise RuntimeError(f"{address} did not always answer 200:\n{said}")
    return float(re.search(r"Requests/sec:\s*([\d.]+)", said)[1])


def _with_threads(address: str, seconds: int) -> float:
    """The same without wrk: keep-alive connections in threads."""
    host, _, path = address.removeprefix("http://").partition("/")
    until = time.monotonic() + seconds
    counts = [0] * CONNECTIONS

    def read(number: int) -> None:
        connection = http.client.HTTPConnection(host, timeout=10)
        while time.monotonic() < until:
            connection.request("GET", f"/{path}")
            answer = connection.getresponse()
            answer.read()
            counts[number] += answer.status == 200
        connection.close()

    threads = [threading.Thread(target=read, args=[number]) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def _size(address: str) -> int:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310  # our own server on this machine
        return len(answer.read())


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("gunicorn did not start")
