"""Whole anonymous answers, kept in the process for a second, in front of everything else.

A rush on one page costs one rendering a second; the rest is bytes from a dictionary, before Django builds a
request. Only answers that say they are public (``kit.httpcache.public_page``) are kept, so it can leak nothing
that a shared cache in front of us could not.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WSGIApplication = Callable[[Environ, StartResponse], Iterable[bytes]]
Key = tuple[str, ...]

MAX_ENTRIES = 500
MAX_ANSWER_BYTES = 512 * 1024
# How long an answer past its second may still serve while one thread renders the next, and how long the others
# wait for the first rendering of all.
STALE_SECONDS = 30.0
WAIT_SECONDS = 10.0


class Answer(NamedTuple):
    status: str
    headers: list[tuple[str, str]]
    body: bytes
    etag: str
    made_at: float


class MicroCache:
    """WSGI middleware. One per process; threads share it."""

    def __init__(
        self,
        application: WSGIApplication,
        lifetime_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.application = application
        self.lifetime_seconds = lifetime_seconds
        self.clock = clock
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._rendering: dict[Key, threading.Event] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if self.lifetime_seconds <= 0 or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self.application(environ, start_response)
        key = _key_of(environ)
        answer = self._answers.get(key)
        age = self.clock() - answer.made_at if answer else 0.0
        if answer is None or age >= self.lifetime_seconds:
            usable = answer if age < self.lifetime_seconds + STALE_SECONDS else None
            answer = self._renew(key, usable, environ)
            if isinstance(answer, _Passed):
                return answer.replay(start_response)
        return _send(answer, environ, start_response)

    def _renew(self, key: Key, usable: Answer | None, environ: Environ) -> "Answer | _Passed":
        """The present answer for a key: one thread renders, the others take the last one or wait for the new."""
        with self._lock:
            rendering = self._rendering.get(key)
            if rendering is None:
                self._rendering[key] = threading.Event()
        if rendering is not None:
            if usable is not None:
                return usable
            rendering.wait(WAIT_SECONDS)
            if (fresh := self._answers.get(key)) is not None:
                return fresh
            return self._ask(environ)
        try:
            passed = self._ask(environ)
            if (answer := passed.as_answer(self.clock())) is None:
                self._answers.pop(key, None)
                return passed
            self._keep(key, answer)
            return answer
        finally:
            with self._lock:
                self._rendering.pop(key).set()

    def _keep(self, key: Key, answer: Answer) -> None:
        with self._lock:
            self._answers[key] = answer
            self._answers.move_to_end(key)
            while len(self._answers) > MAX_ENTRIES:
                self._answers.popitem(last=False)

    def _ask(self, environ: Environ) -> "_Passed":
        passed = _Passed()
        # A kept answer must be whole: Django is not told what this one client already has.
        asked = {**environ, "REQUEST_METHOD": environ["REQUEST_METHOD"]}
        if environ["REQUEST_METHOD"] == "GET":
            asked.pop("HTTP_IF_NONE_MATCH", None)
            asked.pop("HTTP_IF_MODIFIED_SINCE", None)
        passed.run(self.application, asked)
        return passed


class _Passed:
    """An answer of the application, caught on its way out."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: list[tuple[str, str]] = []
        self.exc_info: Any = None
        self.chunks: Iterable[bytes] = ()

    def run(self, application: WSGIApplication, environ: Environ) -> None:
        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            self.status, self.headers, self.exc_info = status, headers, exc_info

        self.chunks = application(environ, start_response)

    def as_answer(self, now: float) -> Answer | None:
        """The answer to keep, or None when it is not public, not whole or too large."""
        headers = {name.lower(): value for name, value in self.headers}
        if not self.status.startswith("200") or "set-cookie" in headers:
            return None
        if "s-maxage=1" not in headers.get("cache-control", "") or getattr(self.chunks, "streaming", False):
            return None
        body = b"".join(self.chunks)
        if hasattr(self.chunks, "close"):
            self.chunks.close()
        self.chunks = [body]
        if not body or len(body) > MAX_ANSWER_BYTES:
            return None
        return Answer(self.status, self.headers, body, headers.get("etag", ""), now)

    def replay(self, start_response: StartResponse) -> Iterable[bytes]:
        start_response(self.status, self.headers, self.exc_info)
        return self.chunks


def _key_of(environ: Environ) -> Key:
    """What an answer depends on: address, host, scheme and whether it may be compressed."""
    return (
        environ["REQUEST_METHOD"],
        environ.get("PATH_INFO", ""),
        environ.get("QUERY_STRING", ""),
        environ.get("HTTP_HOST", ""),
        environ.get("HTTP_X_FORWARDED_PROTO", "") + environ.get("wsgi.url_scheme", ""),
        "gzip" if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") else "",
    )


def _send(answer: Answer, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    known = environ.get("HTTP_IF_NONE_MATCH", "")
    if known and answer.etag and _weak(answer.etag) in {_weak(tag) for tag in known.split(",")}:
        kept = ("cache-control", "etag", "vary", "content-security-policy", "last-modified")
        start_response("304 Not Modified", [header for header in answer.headers if header[0].lower() in kept])
        return [b""]
    start_response(answer.status, answer.headers)
    return [answer.body]


def _weak(etag: str) -> str:
    return etag.strip().removeprefix("W/")
