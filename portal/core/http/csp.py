"""Additions of single pages to the site's Content-Security-Policy."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_REQUEST_ATTRIBUTE = "_portal_policy"


def allow_source(request: HttpRequest, directive: str, source: str) -> None:
    """Allows a source in this response only: ``allow_source(request, "img-src", "https://a.example")``."""
    added: dict[str, list[str]] = request.__dict__.setdefault(_REQUEST_ATTRIBUTE, {})
    sources = added.setdefault(directive, [])
    if source not in sources:
        sources.append(source)


class PageCSPMiddleware:
    """Passes the additions to django-csp's middleware, directly inside which it must be placed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        known = getattr(response, "_csp_update", None) or {}  # set by csp.decorators.csp_update
        asked = getattr(request, _REQUEST_ATTRIBUTE, {})
        if asked:
            merged = {**known, **{name: [*known.get(name, []), *more] for name, more in asked.items()}}
            response._csp_update = merged  # type: ignore[attr-defined]  # read by django-csp
        return response
