"""What searching costs, small archive against large, how fast the index is made, and how well it answers.

``python -m bench.search build|times|relevance`` does one of these on the database in DATABASE_URL and prints JSON.
"""

import gc
import json
import math
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from bench.databases import ROOT, Databases, environment

ROUNDS = 12
QUERIES = {
    "rare": ["chè đắng", "che dang", "hạt dẻ trùng khánh", "hat de trung khanh", '"người trồng chè đắng"'],
    "common": ["thi đua", "tỉnh", "Sở Tư pháp", "cong tac", "biên phòng tỉnh"],
    "phrase": ['"phong trào thi đua yêu nước"', '"giữ vững an ninh chính trị"', '"dân vận khéo"', '"pháp luật cho"'],
    "several words": ["biên phòng giao ước quý I", "tư pháp tham nhũng lãng phí", "kiểm tra điển hình vùng cao"],
    "narrowed": ["thi đua&nam=2024", "so tu phap&loai=tin-bai", "thi đua&chuyen-muc=noi-chinh", "thi đua -biên phòng"],
    "days": ["thi đua&tu=01/01/2024&den=31/03/2024", "cải cách&tu=15/02/2023&den=20/02/2023"],
    "nothing": ["xyzzy", "khen thuowng", "chè đắng xyzzy trùng khánh"],
}
SUGGESTIONS = ["th", "thi d", "so tu", "phong tra", "công tác c", "x", "uy ban nhan d", "q"]


def main() -> None:
    import django

    django.setup()
    command = {"build": build, "times": times, "relevance": relevance}[sys.argv[1]]
    print(json.dumps(command()))


def build() -> dict[str, float]:
    """Makes the index anew as on the first day; tells articles a second, by the clock and by our own CPU."""
    from django.db import connection

    from portal.search.engines import engine_of
    from portal.search.indexing import Rebuild
    from portal.search.models import Entry

    engine_of(connection).empty(connection)
    started, cpu_started = time.perf_counter(), time.process_time()
    rebuild = Rebuild()
    count = rebuild.run()
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu_started
    text_bytes = sum(
        len(title.encode()) + len(text.encode())
        for title, text in Entry.objects.values_list("title", "text").iterator(chunk_size=2_000)
    )
    return {
        "count": count,
        "rate": count / seconds,
        "cpu_rate": count / cpu_seconds,
        "share": engine_of(connection).size_bytes(connection) / text_bytes,
    }


def times() -> dict[str, list[float]]:
    """Milliseconds of each kind of query: all that a page of results needs, and of suggestions."""
    from django.http import QueryDict

    from portal.search.results import results
    from portal.search.suggesting import suggest

    taken = {
        kind: _taken([lambda query=query: results(QueryDict(f"q={query}")) for query in queries])
        for kind, queries in QUERIES.items()
    }
    return {**taken, "suggestions": _taken([lambda typed=typed: suggest(typed) for typed in SUGGESTIONS])}


def _taken(calls: list[Callable[[], object]]) -> list[float]:
    for call in calls:
        call()
    gc.collect()
    gc.disable()
    taken = []
    for _ in range(ROUNDS):
        for call in calls:
            started = time.perf_counter()
            call()
            taken.append((time.perf_counter() - started) * 1_000)
    gc.enable()
    return taken


def relevance() -> dict[str, float]:
    from news.models import Article
    from portal.search import asking
    from portal.search.finding import entries_of
    from portal.search.indexing import Rebuild
    from tests.portal.search.relevance import judging

    Rebuild().run()
    by_title = {text.title: text.key for text in judging.texts()}
    stored = {pk: by_title[title] for pk, title in Article.objects.values_list("pk", "title") if title in by_title}

    def answers(query: str) -> list[str]:
        found = entries_of(asking.search(query).keys[: judging.DEPTH])
        return [stored[entry.source_id] for entry in found if entry.kind == "article"]

    figures = judging.scores(answers)
    return {"queries": len(figures), "ndcg": judging.mean(figures.values())}


def measure(databases: Databases) -> dict[str, Any]:
    """Everything about one engine, each part in a process of its own."""
    return {
        "build": ask("build", databases.large),
        "small_build": ask("build", databases.small),
        "times": ask("times", databases.large),
        "small_times": ask("times", databases.small),
        "relevance": ask("relevance", databases.relevance),
    }


def ask(command: str, database: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "bench.search", command],
        cwd=ROOT,
        env=environment(DATABASE_URL=database, DJANGO_SETTINGS_MODULE="portal.settings"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def p50(taken: list[float]) -> float:
    return median(taken)


def p99(taken: list[float]) -> float:
    return sorted(taken)[math.ceil(len(taken) * 0.99) - 1]


if __name__ == "__main__":
    main()
