"""Search benchmark: query times on a small and a large archive, indexing speed, and relevance.

``python -m tools.benchmark.search build|times|relevance`` does one of these on the database in DATABASE_URL and prints
JSON.
"""

import gc
import json
import math
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

from tools.benchmark.databases import ROOT, Databases, portal_environment

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
    command = {"build": measure_build, "times": measure_times, "relevance": measure_relevance}[sys.argv[1]]
    print(json.dumps(command()))


def measure_build() -> dict[str, float]:
    """Rebuilds the index; returns articles a second, by wall clock and by our own CPU time."""
    from django.db import connection

    from portal.search.engines import engine_for
    from portal.search.index import IndexRebuild
    from portal.search.models import IndexEntry

    engine_for(connection).clear(connection)
    started, cpu_started = time.perf_counter(), time.process_time()
    rebuild = IndexRebuild()
    count = rebuild.run()
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu_started
    text_bytes = sum(
        len(title.encode()) + len(text.encode())
        for title, text in IndexEntry.objects.values_list("title", "text").iterator(chunk_size=2_000)
    )
    return {
        "count": count,
        "rate": count / seconds,
        "cpu_rate": count / cpu_seconds,
        "share": engine_for(connection).size_bytes(connection) / text_bytes,
    }


def measure_times() -> dict[str, list[float]]:
    """Milliseconds of each kind of query: all queries of a result page, and of suggestions."""
    from django.http import QueryDict

    from portal.search.results import build_results_page
    from portal.search.suggestions import suggest

    taken = {
        kind: _call_times([partial(build_results_page, QueryDict(f"q={query}")) for query in queries])
        for kind, queries in QUERIES.items()
    }
    return {**taken, "suggestions": _call_times([partial(suggest, typed) for typed in SUGGESTIONS])}


def _call_times(calls: list[Callable[[], object]]) -> list[float]:
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


def measure_relevance() -> dict[str, float]:
    from news.models import Article
    from portal.search import query as search_query
    from portal.search.index import IndexRebuild
    from portal.search.retrieval import fetch_public_entries
    from tests.search.relevance import judging

    IndexRebuild().run()
    by_title = {text.title: text.key for text in judging.texts()}
    stored = {pk: by_title[title] for pk, title in Article.objects.values_list("pk", "title") if title in by_title}

    def answers(query: str) -> list[str]:
        found = fetch_public_entries(search_query.search(query).keys[: judging.DEPTH])
        return [stored[entry.source_id] for entry in found if entry.kind == "article"]

    figures = judging.scores(answers)
    return {"queries": len(figures), "ndcg": judging.mean(figures.values())}


def measure(databases: Databases) -> dict[str, Any]:
    """All measurements of one engine, each part in its own process."""
    return {
        "build": run_in_subprocess("build", databases.large),
        "small_build": run_in_subprocess("build", databases.small),
        "times": run_in_subprocess("times", databases.large),
        "small_times": run_in_subprocess("times", databases.small),
        "relevance": run_in_subprocess("relevance", databases.relevance),
    }


def run_in_subprocess(command: str, database: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "tools.benchmark.search", command],
        cwd=ROOT,
        env=portal_environment(DATABASE_URL=database, DJANGO_SETTINGS_MODULE="portal.settings"),
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
