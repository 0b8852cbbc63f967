"""What one page needs beyond the site's Content-Security-Policy, as whatever draws the page asks for it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_ASKED = "_portal_policy"


def allow(request: HttpRequest, directive: str, source: str) -> None:
    """Lets the answer to this request, and no other, use a source: ``allow(request, "img-src", "https://a.example")``."""
    asked: dict[str, list[str]] = request.__dict__.setdefault(_ASKED, {})
    sources = asked.setdefault(directive, [])
    if source not in sources:
        sources.append(source)


class PagePolicyMiddleware:
    """Hands what was asked for to django-csp's middleware, directly inside which it stands."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        known = getattr(response, "_csp_update", None) or {}  # what csp.decorators.csp_update left
        asked = getattr(request, _ASKED, {})
        if asked:
            response._csp_update = {**known, **{name: [*known.get(name, []), *more] for name, more in asked.items()}}
        return response
