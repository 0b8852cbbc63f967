"""``python -m bench.worker``: renders pages of one database on demand; bench.pages asks several in turn.

Reads a JSON command a line and answers with a line. ``addresses`` finds what to ask for in a part, ``queries`` counts
those of one warm page, ``times`` renders a page some times and tells the milliseconds. The micro-cache is not in the
way: what is measured is Django's whole answer, middleware included.
"""

import gc
import io
import json
import sys
import time
from typing import Any
from wsgiref.util import setup_testing_defaults

from portal.wsgi import django_application as application

from django.db import connection  # isort: skip  # the line above sets Django up
from django.urls import reverse  # isort: skip

from bench.databases import BLOCS, NEWS  # isort: skip
from emulation.models import Bloc, Officer  # isort: skip
from news.models import Article, Author, Category  # isort: skip
from portal.kit import paging  # isort: skip


def addresses(part: str) -> dict[str, str]:
    """The pages measured, by name."""
    return {NEWS: news_addresses, BLOCS: bloc_addresses}[part]()


def news_addresses() -> dict[str, str]:
    """Of the news, the deep ones as deep as this database goes, half-way at least."""
    published = Article.objects.published().newest_first()
    count = published.count()
    middle = published[count // 2]
    day = middle.published_on
    deep_page = min(paging.LAST_NUMBER, count // paging.PAGE_SIZE)
    section = Category.objects.sections().first()
    return {
        "home": reverse("home"),
        "list, page 1": reverse("news:list"),
        "list, deepest number": f"{reverse('news:list')}?trang={deep_page}",
        "list, half-way back": f"{reverse('news:list')}?truoc={paging.write_cursor(middle.sort_position)}",
        "day": reverse("news:day", args=[day.year, day.month, day.day]),
        "month": reverse("news:month", args=[day.year, day.month]),
        "category": section.get_absolute_url(),
        "author": Author.objects.first().get_absolute_url(),
        "article": middle.get_absolute_url(),
        "feed": reverse("news:feed", args=["rss"]),
        "open data, half-way back": f"{reverse('api:articles')}?cursor={paging.write_cursor(middle.sort_position)}",
    }


def bloc_addresses() -> dict[str, str]:
    """Of the blocs, from the middle of the province and of its years; the agency is one that leads today."""
    count = Bloc.objects.count()
    bloc = Bloc.objects.order_by("pk")[count // 2]
    years = bloc.years.newest_first()
    year = years[len(years) // 2]
    head = Officer.objects.of_bloc(bloc).heads().latest_first()[0].agency
    return {
        "blocs": reverse("emulation:bloc-list"),
        "bloc today": bloc.get_absolute_url(),
        "bloc year": year.get_absolute_url(),
        "covenant": year.covenants.get().get_absolute_url(),
        "agency": head.get_absolute_url(),
    }


def answer(address: str) -> bytes:
    path, _, query = address.partition("?")
    environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": "GET"}
    environ.update({"HTTP_HOST": "127.0.0.1", "REMOTE_ADDR": "127.0.0.1", "wsgi.input": io.BytesIO()})
    setup_testing_defaults(environ)
    statuses: list[str] = []
    chunks = application(environ, lambda status, headers, exc_info=None: statuses.append(status))
    body = b"".join(chunks)
    chunks.close()
    if not statuses[0].startswith("200"):
        raise RuntimeError(f"{address} answered {statuses[0]}")
    return body


def queries(address: str) -> dict[str, int]:
    """How many queries a warm page makes, and how large its answer is."""
    seen: list[str] = []

    def counted(execute: Any, sql: str, *args: Any) -> Any:
        seen.append(sql)
        return execute(sql, *args)

    answer(address)
    with connection.execute_wrapper(counted):
        body = answer(address)
    return {"queries": len(seen), "bytes": len(body)}


def times(address: str, count: int) -> list[float]:
    answer(address)
    gc.collect()
    gc.disable()
    taken = []
    for _ in range(count):
        started = time.perf_counter()
        answer(address)
        taken.append((time.perf_counter() - started) * 1_000)
    gc.enable()
    return taken


def main() -> None:
    commands = {"addresses": addresses, "queries": queries, "times": times}
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(json.dumps(commands[name](*arguments)), flush=True)


if __name__ == "__main__":
    main()
