"""``python -m tools.benchmark.worker``: renders pages of one database on demand.

tools.benchmark.pages alternates between several workers. A worker reads one JSON command per line and responds with one
line. ``page_urls`` finds the URLs of a part, ``count_queries`` counts those of one warm page, ``measure_times`` renders
a page several times and returns milliseconds, ``publish_article`` counts what one write runs through. The micro-cache
is bypassed: the time is that of Django's whole response, middleware included.
"""

import gc
import io
import json
import sys
import time
from collections.abc import Callable
from typing import Any
from wsgiref.util import setup_testing_defaults

from portal.wsgi import django_application as application

from django.db import connection  # isort: skip  # the line above sets Django up
from django.urls import reverse  # isort: skip

from tools.benchmark.databases import BLOCS, NEWS  # isort: skip
from emulation.models import Bloc, LeadershipTerm  # isort: skip
from news.models import Article, Author, Category  # isort: skip
from portal.core.http import pagination  # isort: skip
from tools.benchmark.walk import publish_article  # isort: skip


def page_urls(part: str) -> dict[str, str]:
    """The measured pages by name."""
    return {NEWS: news_urls, BLOCS: bloc_urls}[part]()


def news_urls() -> dict[str, str]:
    """News pages; the deep ones as deep as this database allows, half-way at least."""
    published = Article.objects.published().newest_first()
    count = published.count()
    middle = published[count // 2]
    day = middle.published_on
    deep_page = min(pagination.MAX_PAGE_NUMBER, count // pagination.PAGE_SIZE)
    return {
        "home": reverse("home"),
        "list, page 1": reverse("news:article-list"),
        "list, deepest number": f"{reverse('news:article-list')}?trang={deep_page}",
        "list, half-way back": f"{reverse('news:article-list')}?truoc={pagination.encode_cursor(middle.sort_position)}",
        "day": reverse("news:day-archive", args=[day.year, day.month, day.day]),
        "month": reverse("news:month-archive", args=[day.year, day.month]),
        "category": Category.objects.sections()[0].get_absolute_url(),
        "author": Author.objects.all()[0].get_absolute_url(),
        "article": middle.get_absolute_url(),
        "feed": reverse("news:article-feed", args=["rss"]),
        "API, half-way back": f"{reverse('api:articles')}?cursor={pagination.encode_cursor(middle.sort_position)}",
    }


def bloc_urls() -> dict[str, str]:
    """Bloc pages, from the middle of the blocs and of the years; the agency is a current leader."""
    count = Bloc.objects.count()
    bloc = Bloc.objects.order_by("pk")[count // 2]
    years = bloc.years.newest_first()
    year = years[len(years) // 2]
    head = LeadershipTerm.objects.of_bloc(bloc).heads().latest_first()[0].agency
    return {
        "blocs": reverse("emulation:bloc-list"),
        "bloc today": bloc.get_absolute_url(),
        "bloc year": year.get_absolute_url(),
        "covenant": year.covenants.get().get_absolute_url(),
        "agency": head.get_absolute_url(),
    }


def fetch(url: str) -> bytes:
    path, _, query = url.partition("?")
    environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": "GET"}
    environ.update({"HTTP_HOST": "127.0.0.1", "REMOTE_ADDR": "127.0.0.1", "wsgi.input": io.BytesIO()})
    setup_testing_defaults(environ)
    statuses: list[str] = []
    start: Any = lambda status, headers, exc_info=None: statuses.append(status)  # noqa: E731
    chunks: Any = application(environ, start)
    body = b"".join(chunks)
    chunks.close()
    if not statuses[0].startswith("200"):
        raise RuntimeError(f"{url} answered {statuses[0]}")
    return body


def count_queries(url: str) -> dict[str, int]:
    """The number of queries of a warm page, and the size of its response."""
    seen: list[str] = []

    def counted(execute: Any, sql: str, *args: Any) -> Any:
        seen.append(sql)
        return execute(sql, *args)

    fetch(url)
    with connection.execute_wrapper(counted):
        body = fetch(url)
    return {"queries": len(seen), "bytes": len(body)}


def measure_times(url: str, count: int) -> list[float]:
    fetch(url)
    gc.collect()
    gc.disable()
    taken = []
    for _ in range(count):
        started = time.perf_counter()
        fetch(url)
        taken.append((time.perf_counter() - started) * 1_000)
    gc.enable()
    return taken


def main() -> None:
    commands: dict[str, Callable[..., Any]] = {
        "page_urls": page_urls,
        "count_queries": count_queries,
        "measure_times": measure_times,
        "publish_article": publish_article,
    }
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(json.dumps(commands[name](*arguments)), flush=True)


if __name__ == "__main__":
    main()
