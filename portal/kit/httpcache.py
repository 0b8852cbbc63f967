"""Who may keep an answer: public pages anyone for a second, everything else nobody.

A page is private unless its view says otherwise, so forgetting costs speed and never leaks.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control

PUBLIC = "public, max-age=0, s-maxage=1, stale-while-revalidate=30, stale-if-error=86400"
IMMUTABLE = "public, max-age=31536000, immutable"
PRIVATE = "private, no-store"

View = Callable[..., HttpResponseBase]


def public_page(view: View) -> View:
    """Marks a page that is the same for everybody: the view must not look at the session or the user.

    Shared caches may keep it for one second and serve it stale while they fetch it anew or while we are down.
    """

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code in {200, 301}:
            response.headers["Cache-Control"] = PUBLIC
        return response

    marked.is_public_page = True  # type: ignore[attr-defined]  # read by the test that walks the URL map
    return marked


class PrivateByDefaultMiddleware:
    """Forbids keeping every answer that no view has declared public."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.headers.get("Cache-Control", "").startswith("public"):
            patch_cache_control(response, private=True, no_store=True)
        return response
