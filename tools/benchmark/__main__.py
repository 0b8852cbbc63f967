"""``python -m tools.benchmark [news|blocs|search]``: fills databases, measures, prints Markdown tables.

Without an argument it runs all parts. It writes to var/bench only.
"""

import argparse
import time
from collections.abc import Iterator
from typing import Any

from tools.benchmark import databases, pages, search, throughput
from tools.benchmark.databases import (
    BLOCS,
    FILL_COMMANDS,
    LARGE_ARCHIVE,
    LARGE_ARTICLE_COUNT,
    LARGE_PROVINCE,
    NEWS,
    SEARCH,
    SMALL_ARCHIVE,
    SMALL_ARTICLE_COUNT,
    SMALL_PROVINCE,
    Databases,
)

# Goals; a figure above one is marked for people to judge.
MAX_QUERIES = {"article": 4, "home": 6}
MAX_QUERIES_OF_BLOCS = 8
MAX_QUERIES_OF_A_PUBLICATION = 35
MAX_GROWTH = 1.3
MIN_UNCACHED_TO_PLAIN, MIN_CACHED_TO_BARE = 0.8, 0.6
MAX_SEARCH_P50_MS, MAX_SEARCH_P99_MS, MAX_SUGGESTIONS_P99_MS, MAX_SEARCH_GROWTH = 20, 100, 30, 3
MIN_INDEXED_PER_SECOND = {"SQLite": 2_000, "PostgreSQL": 1_000}
MIN_NDCG = 0.95


SIZES = {
    NEWS: f"{SMALL_ARTICLE_COUNT} / {LARGE_ARTICLE_COUNT:,} articles",
    BLOCS: " / ".join(f"{blocs} blocs × {years} years" for blocs, years in (SMALL_PROVINCE, LARGE_PROVINCE)),
}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tools.benchmark", description="Measures pages, queries and throughput."
    )
    parser.add_argument("part", nargs="?", choices=FILL_COMMANDS, help="only this part; all without it")
    only = parser.parse_args().part
    started = time.monotonic()
    for part in [only] if only else FILL_COMMANDS:
        print_report(part, databases.sqlite_databases(part))
        with databases.postgres_databases(part) as made:
            print_report(part, made)
    print(f"\n{time.monotonic() - started:.0f} s in all.")


def print_report(part: str, measured: Databases) -> None:
    print(f"\n## {part.capitalize()} on {measured.engine}\n", flush=True)
    if part == SEARCH:
        for line in search_table(measured.engine, search.measure(measured)):
            print(line, flush=True)
        return
    for line in page_table(part, pages.measure(part, measured)):
        print(line, flush=True)
    if part == NEWS:
        walk = pages.walk_of_a_publication(measured)
        queries = mark_missed(str(walk["queries"]), missed=walk["queries"] > MAX_QUERIES_OF_A_PUBLICATION)
        print(f"\nPublishing a new article: {walk['files']} files, {walk['functions']} functions, {queries} queries.\n")
        for line in throughput_table(throughput.measure(measured)):
            print(line, flush=True)


def page_table(part: str, costs: list[pages.PageCost]) -> Iterator[str]:
    yield f"Times in ms in the process, nothing cached: {SIZES[part]}.\n"
    yield "| page | queries | KB | median | p99 | large/small |"
    yield "|---|---|---|---|---|---|"
    for cost in costs:
        grows = cost.queries[0] != cost.queries[1]
        queries = f"{cost.queries[0]} / {cost.queries[1]}" if grows else str(cost.queries[0])
        most = MAX_QUERIES_OF_BLOCS if part == BLOCS else MAX_QUERIES.get(cost.page, max(cost.queries))
        queries = mark_missed(queries, missed=grows or max(cost.queries) > most)
        medians = f"{cost.medians[0]:.1f} / {cost.medians[1]:.1f}"
        p99s = f"{cost.p99s[0]:.1f} / {cost.p99s[1]:.1f}"
        ratio = mark_missed(f"{cost.ratio:.2f}", missed=cost.ratio > MAX_GROWTH)
        yield f"| {cost.page} | {queries} | {cost.kilobytes:.0f} | {medians} | {p99s} | {ratio} |"


def search_table(engine: str, found: dict[str, Any]) -> Iterator[str]:
    sizes = f"{SMALL_ARCHIVE:,} / {LARGE_ARCHIVE:,} articles"
    yield f"Times in ms in the process, all that a page of results needs: {sizes}.\n"
    yield "| queries | p50 | p99 | large/small |"
    yield "|---|---|---|---|"
    for kind, taken in found["times"].items():
        small = found["small_times"][kind]
        is_suggestion = kind == "suggestions"
        p50s = mark_missed(
            f"{search.p50(small):.1f} / {search.p50(taken):.1f}", missed=search.p50(taken) > MAX_SEARCH_P50_MS
        )
        most = MAX_SUGGESTIONS_P99_MS if is_suggestion else MAX_SEARCH_P99_MS
        p99s = mark_missed(f"{search.p99(small):.1f} / {search.p99(taken):.1f}", missed=search.p99(taken) > most)
        growth = search.p50(taken) / search.p50(small)
        yield f"| {kind} | {p50s} | {p99s} | {mark_missed(f'{growth:.2f}', missed=growth > MAX_SEARCH_GROWTH)} |"
    build = found["build"]
    rate = mark_missed(f"{build['rate']:,.0f}", missed=build["rate"] < MIN_INDEXED_PER_SECOND[engine])
    yield f"\nIndex made at {rate} articles a second ({build['cpu_rate']:,.0f} for each second of our own CPU);"
    yield f"its size is {build['share']:.0%} of the text."
    ndcg = mark_missed(f"{found['relevance']['ndcg']:.3f}", missed=found["relevance"]["ndcg"] < MIN_NDCG)
    yield f"nDCG@10 of {found['relevance']['queries']} judged queries: {ndcg}."


def throughput_table(rates: throughput.Throughput) -> Iterator[str]:
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
        "uncached": ("of plain", rates.uncached_to_plain, MIN_UNCACHED_TO_PLAIN),
        "cached": ("of bare", rates.cached_to_bare, MIN_CACHED_TO_BARE),
    }
    for name, title in names.items():
        words, ratio, least = ratios.get(name, ("", 0.0, 0.0))
        shown = mark_missed(f"{ratio:.2f} {words}", missed=ratio < least) if words else ""
        yield f"| {title} | {rates.kilobytes[name]:.1f} | {rates.requests_per_second[name]:,.0f} | {shown} |"


def mark_missed(figure: str, *, missed: bool) -> str:
    return f"**{figure} (aim missed)**" if missed else figure


if __name__ == "__main__":
    main()
