"""``python -m bench [news|blocs|search]``: fills, measures and prints tables in Markdown; without an argument, of all.

Nothing is written but var/bench.
"""

import argparse
import time
from collections.abc import Iterator
from typing import Any

from bench import databases, pages, search, throughput
from bench.databases import (
    BLOCS,
    FILLS,
    LARGE,
    LARGE_ARCHIVE,
    LARGE_PROVINCE,
    NEWS,
    SEARCH,
    SMALL,
    SMALL_ARCHIVE,
    SMALL_PROVINCE,
    Databases,
)

# What is aimed at; a figure beyond it is marked, for people to judge.
MOST_QUERIES = {"article": 4, "home": 6}
MOST_QUERIES_OF_BLOCS = 8
MOST_GROWTH = 1.3
LEAST_UNCACHED_TO_PLAIN, LEAST_CACHED_TO_BARE = 0.8, 0.6
MOST_P50_OF_SEARCH, MOST_P99_OF_SEARCH, MOST_P99_OF_SUGGESTIONS, MOST_GROWTH_OF_SEARCH = 20, 100, 30, 3
LEAST_INDEXED_A_SECOND = {"SQLite": 2_000, "PostgreSQL": 1_000}
LEAST_NDCG = 0.95


SIZES = {
    NEWS: f"{SMALL} / {LARGE:,} articles",
    BLOCS: " / ".join(f"{blocs} blocs × {years} years" for blocs, years in (SMALL_PROVINCE, LARGE_PROVINCE)),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures pages, queries and throughput.")
    parser.add_argument("part", nargs="?", choices=FILLS, help="only this part; all without it")
    only = parser.parse_args().part
    started = time.monotonic()
    for part in [only] if only else FILLS:
        report(part, databases.on_sqlite(part))
        with databases.on_postgres(part) as made:
            report(part, made)
    print(f"\n{time.monotonic() - started:.0f} s in all.")


def report(part: str, measured: Databases) -> None:
    print(f"\n## {part.capitalize()} on {measured.engine}\n", flush=True)
    if part == SEARCH:
        for line in search_lines(measured.engine, search.measure(measured)):
            print(line, flush=True)
        return
    for line in page_lines(part, pages.measure(part, measured)):
        print(line, flush=True)
    if part == NEWS:
        print()
        for line in throughput_lines(throughput.measure(measured)):
            print(line, flush=True)


def page_lines(part: str, costs: list[pages.PageCost]) -> Iterator[str]:
    yield f"Times in ms in the process, nothing cached: {SIZES[part]}.\n"
    yield "| page | queries | KB | median | p99 | large/small |"
    yield "|---|---|---|---|---|---|"
    for cost in costs:
        grows = cost.queries[0] != cost.queries[1]
        queries = f"{cost.queries[0]} / {cost.queries[1]}" if grows else str(cost.queries[0])
        most = MOST_QUERIES_OF_BLOCS if part == BLOCS else MOST_QUERIES.get(cost.page, max(cost.queries))
        queries = mark(queries, missed=grows or max(cost.queries) > most)
        medians = f"{cost.medians[0]:.1f} / {cost.medians[1]:.1f}"
        p99s = f"{cost.p99s[0]:.1f} / {cost.p99s[1]:.1f}"
        ratio = mark(f"{cost.ratio:.2f}", missed=cost.ratio > MOST_GROWTH)
        yield f"| {cost.page} | {queries} | {cost.kilobytes:.0f} | {medians} | {p99s} | {ratio} |"


def search_lines(engine: str, found: dict[str, Any]) -> Iterator[str]:
    sizes = f"{SMALL_ARCHIVE:,} / {LARGE_ARCHIVE:,} articles"
    yield f"Times in ms in the process, all that a page of results needs: {sizes}.\n"
    yield "| queries | p50 | p99 | large/small |"
    yield "|---|---|---|---|"
    for kind, taken in found["times"].items():
        small = found["small_times"][kind]
        is_suggestion = kind == "suggestions"
        p50s = mark(f"{search.p50(small):.1f} / {search.p50(taken):.1f}", missed=search.p50(taken) > MOST_P50_OF_SEARCH)
        most = MOST_P99_OF_SUGGESTIONS if is_suggestion else MOST_P99_OF_SEARCH
        p99s = mark(f"{search.p99(small):.1f} / {search.p99(taken):.1f}", missed=search.p99(taken) > most)
        growth = search.p50(taken) / search.p50(small)
        yield f"| {kind} | {p50s} | {p99s} | {mark(f'{growth:.2f}', missed=growth > MOST_GROWTH_OF_SEARCH)} |"
    build = found["build"]
    rate = mark(f"{build['rate']:,.0f}", missed=build["rate"] < LEAST_INDEXED_A_SECOND[engine])
    yield f"\nIndex made at {rate} articles a second ({build['cpu_rate']:,.0f} for each second of our own CPU);"
    yield f"its size is {build['share']:.0%} of the text."
    ndcg = mark(f"{found['relevance']['ndcg']:.3f}", missed=found["relevance"]["ndcg"] < LEAST_NDCG)
    yield f"nDCG@10 of {found['relevance']['queries']} judged queries: {ndcg}."


def throughput_lines(rates: throughput.Throughput) -> Iterator[str]:
    names = {
        "uncached": "article, micro-cache off",
        "plain": "article of the plain app",
        "cached": "article, micro-cache on",
        "bare": "bare WSGI answer of the same size",
    }
    yield f"Answers a second, 2 workers × 4 threads, {throughput.CONNECTIONS} connections.\n"
    yield "| server | KB | answers/s | ratio |"
    yield "|---|---|---|---|"
    ratios = {
        "uncached": ("of plain", rates.uncached_to_plain, LEAST_UNCACHED_TO_PLAIN),
        "cached": ("of bare", rates.cached_to_bare, LEAST_CACHED_TO_BARE),
    }
    for name, title in names.items():
        words, ratio, least = ratios.get(name, ("", 0.0, 0.0))
        shown = mark(f"{ratio:.2f} {words}", missed=ratio < least) if words else ""
        yield f"| {title} | {rates.kilobytes[name]:.1f} | {rates.answers[name]:,.0f} | {shown} |"


def mark(figure: str, *, missed: bool) -> str:
    return f"**{figure} (aim missed)**" if missed else figure


if __name__ == "__main__":
    main()
