"""Micro-cache: WSGI middleware that caches whole anonymous responses in the process for one second.

A burst of requests for one page costs one rendering a second; the rest is served from a dictionary before Django builds
a request. Only public responses (``core.http.caching``) are cached, so it can leak nothing that a shared cache in front
of us could not.

No response is older than two seconds: withdrawn content is gone by then, and an edit is visible to the first request
after a second. The reverse proxy gets the same limit by X-Accel-Expires, as it cannot know when a response was rendered
(ADR 0007).
"""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WSGIApplication = Callable[[Environ, StartResponse], Iterable[bytes]]
CacheKey = tuple[str, ...]

MAX_ENTRIES = 500
MAX_RESPONSE_BYTES = 512 * 1024
# How long an expired response is served while one thread renders the next, and how long other threads wait for that
# rendering before they render it themselves.
STALE_SECONDS = 1.0
WAIT_SECONDS = 10.0
CACHEABLE_STATUSES = ("200", "301", "302", "404", "410")
# Query parameters that social networks and advertisements add; no page reads them. The same list is in
# deploy/nginx.conf.
_TRACKING_PARAMETER = re.compile(r"(?:utm_\w*|fbclid|gclid|zarsrc)(?:=|$)")


class CachedResponse(NamedTuple):
    status: str
    headers: list[tuple[str, str]]
    body: bytes
    etag: str
    # Start of the rendering: later changes may be missing from it.
    render_started_at: float


class MicroCache:
    """WSGI middleware. One instance per process, shared by its threads."""

    def __init__(
        self,
        application: WSGIApplication,
        lifetime_seconds: float,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
        generation: Callable[[], str] = str,
    ) -> None:
        self.application = application
        self.lifetime_seconds = lifetime_seconds
        self.clock, self.wall_clock, self.generation = clock, wall_clock, generation
        self._responses: OrderedDict[CacheKey, CachedResponse] = OrderedDict()
        self._rendering: dict[CacheKey, threading.Event] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self.application(environ, start_response)
        if query := environ.get("QUERY_STRING", ""):
            environ["QUERY_STRING"] = strip_tracking_parameters(query)
        answer = self._get_response(environ)
        if isinstance(answer, _CapturedResponse):
            return answer.replay(start_response)
        return _send_response(answer, environ, start_response)

    def _get_response(self, environ: Environ) -> "CachedResponse | _CapturedResponse":
        if self.lifetime_seconds <= 0:
            return self._call_application(environ)
        key, now = (self.generation(), *_cache_key(environ)), self.clock()
        answer = self._responses.get(key)
        if answer is not None and now - answer.render_started_at < self.lifetime_seconds:
            return answer
        # A response to HEAD has no body to cache.
        return (
            self._call_application(environ)
            if environ["REQUEST_METHOD"] == "HEAD"
            else self._refresh(key, environ, requested_at=now)
        )

    def _refresh(self, key: CacheKey, environ: Environ, requested_at: float) -> "CachedResponse | _CapturedResponse":
        """The fresh response for a key: one thread renders, others get the stale one or wait for the new."""
        until = requested_at + WAIT_SECONDS
        while True:
            with self._lock:
                rendering = self._rendering.get(key)
                if rendering is None:
                    self._rendering[key] = threading.Event()
            if rendering is None:
                return self._render(key, environ)
            if (last := self._responses.get(key)) is not None and self._may_serve(last, requested_at):
                return last
            ended = rendering.wait(max(until - self.clock(), 0))
            fresh = self._responses.get(key)
            if fresh is not None and self._may_serve(fresh, requested_at):
                return fresh
            # Not cacheable, or not in time. A response that is too old once rendered is rendered again.
            if fresh is None or not ended:
                return self._call_application(environ)

    def _may_serve(self, answer: CachedResponse, requested_at: float) -> bool:
        return requested_at - answer.render_started_at < self.lifetime_seconds + STALE_SECONDS

    def _render(self, key: CacheKey, environ: Environ) -> "CachedResponse | _CapturedResponse":
        """Renders the response for all waiting threads; the caller has registered the rendering."""
        began = self.clock()
        try:
            passed = self._call_application(environ)
            if (answer := passed.to_cached_response(began)) is None:
                self._responses.pop(key, None)
                return passed
            self._store(key, answer)
            return answer
        finally:
            with self._lock:
                self._rendering.pop(key).set()

    def _store(self, key: CacheKey, answer: CachedResponse) -> None:
        with self._lock:
            self._responses[key] = answer
            self._responses.move_to_end(key)
            while len(self._responses) > MAX_ENTRIES:
                self._responses.popitem(last=False)

    def _call_application(self, environ: Environ) -> "_CapturedResponse":
        passed = _CapturedResponse()
        # A cached response must be complete: conditional headers of this client are removed.
        asked = dict(environ)
        if environ["REQUEST_METHOD"] == "GET" and self.lifetime_seconds > 0:
            asked.pop("HTTP_IF_NONE_MATCH", None)
            asked.pop("HTTP_IF_MODIFIED_SINCE", None)
        began = self.wall_clock()
        passed.run(self.application, asked)
        passed.add_accel_expires(began)
        return passed


class _CapturedResponse:
    """A response captured from the application."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: list[tuple[str, str]] = []
        self.exc_info: Any = None
        self.chunks: Iterable[bytes] = ()

    def run(self, application: WSGIApplication, environ: Environ) -> None:
        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            self.status, self.headers, self.exc_info = status, headers, exc_info

        self.chunks = application(environ, start_response)

    @property
    def is_public(self) -> bool:
        return any(name.lower() == "cache-control" and "s-maxage=1" in value for name, value in self.headers)

    def add_accel_expires(self, began: float) -> None:
        """Sets X-Accel-Expires from the start of the rendering, so that nginx caches it for the rest of that second.

        It must be the last header: an older nginx ignores Cache-Control after it.
        """
        if self.is_public:
            self.headers = [*self.headers, ("X-Accel-Expires", f"@{int(began)}")]

    def to_cached_response(self, began: float) -> CachedResponse | None:
        """The response to cache, or None if it is not public, incomplete or too large."""
        headers = {name.lower(): value for name, value in self.headers}
        if not self.is_public or not self.status.startswith(CACHEABLE_STATUSES) or "set-cookie" in headers:
            return None
        # The cache key does not contain cookies.
        if "cookie" in headers.get("vary", "").lower() or getattr(self.chunks, "streaming", False):
            return None
        body = b"".join(self.chunks)
        if hasattr(self.chunks, "close"):
            self.chunks.close()
        self.chunks = [body]
        if len(body) > MAX_RESPONSE_BYTES:
            return None
        return CachedResponse(self.status, self.headers, body, headers.get("etag", ""), began)

    def replay(self, start_response: StartResponse) -> Iterable[bytes]:
        start_response(self.status, self.headers, self.exc_info)
        return self.chunks


def strip_tracking_parameters(query: str) -> str:
    """The query string without tracking parameters."""
    return "&".join(part for part in query.split("&") if not _TRACKING_PARAMETER.match(part))


def _cache_key(environ: Environ) -> CacheKey:
    """The cache key: URL, host, scheme and whether compression is accepted. HEAD uses the key of GET."""
    return (
        environ.get("PATH_INFO", ""),
        environ.get("QUERY_STRING", ""),
        environ.get("HTTP_HOST", ""),
        environ.get("HTTP_X_FORWARDED_PROTO", "") + environ.get("wsgi.url_scheme", ""),
        "gzip" if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") else "",
    )


def _send_response(answer: CachedResponse, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    known = environ.get("HTTP_IF_NONE_MATCH", "")
    if (
        answer.status.startswith("200")
        and answer.etag
        and _strip_weak_prefix(answer.etag) in {_strip_weak_prefix(tag) for tag in known.split(",")}
    ):
        kept = ("cache-control", "etag", "vary", "content-security-policy", "last-modified", "x-accel-expires")
        start_response("304 Not Modified", [header for header in answer.headers if header[0].lower() in kept])
        return [b""]
    start_response(answer.status, answer.headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else answer.body]


def _strip_weak_prefix(etag: str) -> str:
    return etag.strip().removeprefix("W/")
