"""``python -m bench [news|blocs]``: fills, measures and prints tables in Markdown; without an argument, of both parts.

Nothing is written but var/bench.
"""

import argparse
import time
from collections.abc import Iterator

from bench import databases, pages, throughput
from bench.databases import BLOCS, FILLS, LARGE, LARGE_PROVINCE, NEWS, SMALL, SMALL_PROVINCE, Databases

# What is aimed at; a figure beyond it is marked, for people to judge.
MOST_QUERIES = {"article": 4, "home": 6}
MOST_QUERIES_OF_BLOCS = 8
MOST_GROWTH = 1.3
LEAST_UNCACHED_TO_PLAIN, LEAST_CACHED_TO_BARE = 0.8, 0.6


SIZES = {
    NEWS: f"{SMALL} / {LARGE:,} articles",
    BLOCS: " / ".join(f"{blocs} blocs × {years} years" for blocs, years in (SMALL_PROVINCE, LARGE_PROVINCE)),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures pages, queries and throughput.")
    parser.add_argument("part", nargs="?", choices=FILLS, help="only this part; both without it")
    only = parser.parse_args().part
    started = time.monotonic()
    for part in [only] if only else FILLS:
        report(part, databases.on_sqlite(part))
        with databases.on_postgres(part) as made:
            report(part, made)
    print(f"\n{time.monotonic() - started:.0f} s in all.")


def report(part: str, measured: Databases) -> None:
    print(f"\n## {part.capitalize()} on {measured.engine}\n", flush=True)
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
