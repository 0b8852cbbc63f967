"""What a reader of the code meets on the way of one write: publishing a new article from the admin's form.

Counts our own files and functions that run, by a profile hook, and the queries. Everything is rolled back.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from news.models import Category
from portal.accounts.models import User
from tools.benchmark.databases import ROOT

OWN_FOLDERS = tuple(f"{ROOT / name}/" for name in ("portal", "news", "emulation"))
Place = tuple[str, str]


@contextmanager
def visited_functions() -> Iterator[set[Place]]:
    """The file and the qualified name of each function of ours that is called within it."""
    visited: set[Place] = set()

    def record(frame: FrameType, event: str, _argument: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(OWN_FOLDERS) and not code.co_name.startswith("<"):
            visited.add((code.co_filename.removeprefix(f"{ROOT}/"), code.co_qualname))

    sys.setprofile(record)
    try:
        yield visited
    finally:
        sys.setprofile(None)


def publish_article() -> dict[str, int]:
    """The numbers of ``files``, ``functions`` and ``queries`` of one publication."""
    with transaction.atomic():
        try:
            return _publish()
        finally:
            transaction.set_rollback(True)


def _publish() -> dict[str, int]:
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.create_superuser("walk", "walk@example.gov.vn", full_name="Walk"))
    url = reverse("admin:news_article_add")
    form = {
        "title": "Khối thi đua họp",
        "summary": "Sáng nay, Khối thi đua số IV họp.",
        "body": "<p>Nội dung</p>",
        "category": str(Category.objects.order_by("pk")[0].pk),
        "source_name": "Báo tỉnh",
        "_act": "publish",
    }
    for prefix in ("bylines", "gallery", "attachments"):
        form |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    client.post(url, form)  # fills the caches
    form["title"] = "Khối thi đua họp lần hai"
    with visited_functions() as visited, CaptureQueriesContext(connection) as queries:
        response = client.post(url, form)
    if response.status_code != 302:
        raise RuntimeError(f"the form answered {response.status_code}")
    return {"files": len({file for file, _function in visited}), "functions": len(visited), "queries": len(queries)}
