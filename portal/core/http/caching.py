"""Cache-Control policy: public pages are cacheable for one second; all other responses are private.

A page is private unless its view is marked public, so a forgotten mark costs speed and never leaks (ADR 0007).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import has_vary_header, patch_cache_control, patch_vary_headers

# How long a cached page may be served stale while the portal or its database is down: an hour is enough to fix most
# faults, and it bounds how long a withdrawn page stays visible if the portal cannot be reached.
STALE_IF_ERROR_SECONDS = 3600
# Cached for a second; for one second more a stale page is served while one request revalidates it.
PUBLIC_WITHOUT_STALE_IF_ERROR = "public, max-age=0, s-maxage=1, stale-while-revalidate=1"
PUBLIC = f"{PUBLIC_WITHOUT_STALE_IF_ERROR}, stale-if-error={STALE_IF_ERROR_SECONDS}"
IMMUTABLE = "public, max-age=31536000, immutable"
PRIVATE = "private, no-store"

# 410 and redirects are cached like pages, so that they replace a cached page. They are not served stale in an outage,
# in which a page created since would be reported as missing.
_CACHE_CONTROL_BY_STATUS = {
    200: PUBLIC,
    301: PUBLIC,
    304: PUBLIC,
    302: PUBLIC_WITHOUT_STALE_IF_ERROR,
    404: PUBLIC_WITHOUT_STALE_IF_ERROR,
    410: PUBLIC_WITHOUT_STALE_IF_ERROR,
}

# The reverse proxy names the location of its stale pages in X-Stale-Copies (deploy/nginx.conf); a response with this
# header redirects it there internally.
ACCEL_REDIRECT = "X-Accel-Redirect"
_SERVER_ERROR_STATUSES = frozenset({500, 503})

View = Callable[..., HttpResponseBase]


def public_page(view: View) -> View:
    """Marks a page that is the same for all users: the view must not read the session or the user.

    Shared caches may store its responses for one second, 404 and 410 included, and serve pages stale in an outage, up
    to ``STALE_IF_ERROR_SECONDS``.
    """

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.is_public_response = True  # type: ignore[attr-defined]  # read by the middleware below
        return view(request, *args, **kwargs)

    marked.is_public_page = True  # type: ignore[attr-defined]  # read by the test that walks the URL map
    return marked


def public_file(view: View) -> View:
    """Marks a public file that some staff may also see before and after its publication.

    Responses without a session are public and cached like pages; responses to a session are not stored.
    """

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.is_anonymous_request = settings.SESSION_COOKIE_NAME not in request.COOKIES  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return marked


def cache_control_for_status(status: int) -> str:
    """The Cache-Control header of a public response with this status."""
    return _CACHE_CONTROL_BY_STATUS.get(status, PRIVATE)


class PrivateByDefaultMiddleware:
    """Marks every response ``private, no-store`` unless its view is public."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_publicly_cacheable(request, response):
            response.headers["Cache-Control"] = cache_control_for_status(response.status_code)
        elif not response.headers.get("Cache-Control", "").startswith("public"):
            patch_cache_control(response, private=True, no_store=True)
        if response.status_code in _SERVER_ERROR_STATUSES:
            _serve_stale_copy(request, response)
        return response


def _is_publicly_cacheable(request: HttpRequest, response: HttpResponse) -> bool:
    if response.status_code not in _CACHE_CONTROL_BY_STATUS or response.cookies:
        return False
    if hasattr(request, "is_anonymous_request"):
        patch_vary_headers(response, ["Cookie"])
        return bool(request.is_anonymous_request)
    # A URL that no pattern matches is a 404 for everybody.
    is_nowhere = response.status_code == 404 and request.resolver_match is None
    is_for_everybody = is_nowhere or getattr(request, "is_public_response", False)
    return is_for_everybody and not has_vary_header(response, "Cookie")


def stale_copy_location(environ: dict[str, Any]) -> str:
    """The internal location at which the reverse proxy serves its stale copy of this page; empty without one.

    nginx overwrites the header, so that clients cannot set it.
    """
    place = str(environ.get("HTTP_X_STALE_COPIES", ""))
    return place if environ["REQUEST_METHOD"] in {"GET", "HEAD"} and place.startswith("@") else ""


def _serve_stale_copy(request: HttpRequest, response: HttpResponse) -> None:
    """Makes the reverse proxy serve its stale copy, if any, of a page that cannot be rendered now."""
    # Static pages are resolved from the database too: without it a URL may match no view at all.
    is_unknown = request.resolver_match is None
    is_public = getattr(request, "is_public_response", False) or getattr(request, "is_anonymous_request", False)
    if (is_public or is_unknown) and (place := stale_copy_location(request.META)):
        response.headers[ACCEL_REDIRECT] = place
