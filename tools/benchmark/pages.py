"""Queries and times of each page, small and large database alternately to cancel out variations of the machine."""

import json
import math
import subprocess
import sys
from dataclasses import dataclass
from statistics import median
from typing import Any, Self

from tools.benchmark.databases import ROOT, Databases, portal_environment

ROUNDS, PER_ROUND = 10, 12


@dataclass(frozen=True)
class PageCost:
    """One page on one engine; times in milliseconds."""

    page: str
    queries: tuple[int, int]
    kilobytes: float
    medians: tuple[float, float]
    p99s: tuple[float, float]
    ratio: float


class Worker:
    """A process that renders the pages of one database (tools.benchmark.worker)."""

    def __init__(self, database: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tools.benchmark.worker"],
            cwd=ROOT,
            env=portal_environment(DATABASE_URL=database),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        # Both are pipes.
        self._input: Any = self.process.stdin
        self._output: Any = self.process.stdout

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._input.close()
        self.process.wait(10)

    def send(self, *command: Any) -> Any:
        self._input.write(json.dumps(command) + "\n")
        self._input.flush()
        answer = self._output.readline()
        if not answer:
            raise RuntimeError(f"the worker ended at {command}")
        return json.loads(answer)


def measure(part: str, databases: Databases) -> list[PageCost]:
    with Worker(databases.small) as small, Worker(databases.large) as large:
        pairs = (small, large)
        urls = [worker.send("page_urls", part) for worker in pairs]
        return [_page_cost(page, pairs, [found[page] for found in urls]) for page in urls[0]]


def walk_of_a_publication(databases: Databases) -> dict[str, int]:
    """Files, functions and queries of publishing a new article."""
    with Worker(databases.small) as worker:
        counts: dict[str, int] = worker.send("publish_article")
        return counts


def _page_cost(page: str, pair: tuple[Worker, Worker], urls: list[str]) -> PageCost:
    facts = [worker.send("count_queries", address) for worker, address in zip(pair, urls, strict=True)]
    rounds = [
        [worker.send("measure_times", address, PER_ROUND) for worker, address in zip(pair, urls, strict=True)]
        for _ in range(ROUNDS)
    ]
    of_small, of_large = ([time for taken in rounds for time in taken[side]] for side in (0, 1))
    return PageCost(
        page=page,
        queries=(facts[0]["queries"], facts[1]["queries"]),
        kilobytes=facts[1]["bytes"] / 1024,
        medians=(median(of_small), median(of_large)),
        p99s=(_p99(of_small), _p99(of_large)),
        ratio=median(median(in_large) / median(in_small) for in_small, in_large in rounds),
    )


def _p99(times: list[float]) -> float:
    return sorted(times)[math.ceil(len(times) * 0.99) - 1]
