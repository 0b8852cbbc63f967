"""A minimal WSGI app as an upper bound of throughput: a response of BARE_BYTES bytes of HTML."""

import os
from collections.abc import Callable, Iterable
from typing import Any

BODY = b"x" * int(os.environ["BARE_BYTES"])
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", HEADERS)
    return [BODY]
