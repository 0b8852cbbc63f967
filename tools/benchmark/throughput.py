"""Requests per second of whole servers under one gunicorn configuration, alternating every few seconds."""

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

from tools import test_services
from tools.benchmark.databases import NEWS, ROOT, Databases, portal_environment
from tools.benchmark.pages import Worker

ROUNDS, SECONDS, CONNECTIONS = 5, 4, 32
START_SECONDS = 30


@dataclass(frozen=True)
class Throughput:
    """Medians over the rounds: requests per second by server, and the promised ratios."""

    requests_per_second: dict[str, float]
    kilobytes: dict[str, float]
    uncached_to_plain: float
    cached_to_bare: float


def measure(databases: Databases) -> Throughput:
    ensure_wrk()
    with Worker(databases.small) as worker:
        article = worker.send("page_urls", NEWS)["article"]
        size = worker.send("count_queries", article)["bytes"]
    portal = {"DATABASE_URL": databases.small}
    with contextlib.ExitStack() as running:
        urls = {
            "uncached": running.enter_context(gunicorn_server("portal.wsgi", **portal)) + article,
            "plain": running.enter_context(
                gunicorn_server("tools.benchmark.plain_app", PLAIN_DATABASE_URL=databases.plain)
            )
            + "/50/",
            "cached": running.enter_context(gunicorn_server("portal.wsgi", **portal, MICROCACHE_SECONDS="1")) + article,
            "bare": running.enter_context(gunicorn_server("tools.benchmark.bare", BARE_BYTES=str(size))) + "/",
        }
        kilobytes = {name: _response_size(address) / 1024 for name, address in urls.items()}
        for address in urls.values():
            requests_per_second(address, seconds=1)
        rounds = [{name: requests_per_second(address) for name, address in urls.items()} for _ in range(ROUNDS)]
    return Throughput(
        requests_per_second={name: median(row[name] for row in rounds) for name in urls},
        kilobytes=kilobytes,
        uncached_to_plain=median(row["uncached"] / row["plain"] for row in rounds),
        cached_to_bare=median(row["cached"] / row["bare"] for row in rounds),
    )


@contextlib.contextmanager
def gunicorn_server(module: str, **variables: str) -> Iterator[str]:
    """A gunicorn configured as in production, on a free port; workers are not restarted during a round."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--max-requests", "0"]
    process = subprocess.Popen(
        [*command, f"{module}:application"],
        cwd=ROOT,
        env=portal_environment(**variables, BIND=f"127.0.0.1:{port}"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for_port(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


def requests_per_second(url: str, seconds: int = SECONDS) -> float:
    """The result of one burst over ``CONNECTIONS`` connections; raises if any response was not a 200."""
    if shutil.which("wrk"):
        return _measure_with_wrk(url, seconds)
    return _measure_with_threads(url, seconds)


def ensure_wrk() -> None:
    """Installs wrk if possible: our own load generator takes much of the machine from fast servers."""
    if shutil.which("wrk"):
        return
    try:
        test_services.apt_install("wrk", otherwise="wrk is missing: the fast servers will look slower than they are.")
    except test_services.Missing as missing:
        print(missing, file=sys.stderr)


def _measure_with_wrk(url: str, seconds: int) -> float:
    command = ["wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", f"{seconds}s", url]
    said = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=True).stdout
    if "Non-2xx" in said:
        raise RuntimeError(f"{url} did not always answer 200:\n{said}")
    (rate,) = re.findall(r"Requests/sec:\s*([\d.]+)", said)
    return float(rate)


def _measure_with_threads(url: str, seconds: int) -> float:
    """The same without wrk: keep-alive connections in threads."""
    host, _, path = url.removeprefix("http://").partition("/")
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


def _response_size(url: str) -> int:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310  # our own server on this machine
        return len(answer.read())


def _wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("gunicorn did not start")
