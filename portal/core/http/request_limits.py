"""Request validation: refuses NUL characters and, from the public, bodies larger than our forms need."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.core.http.content_negotiation import wants_json
from portal.core.text.numbers import parse_int

# The longest public form: 10,000 characters, three bytes each, percent-encoded nine.
MAX_PUBLIC_BODY_BYTES = 64 * 1024

View = Callable[..., HttpResponseBase]


def public_form(view: View) -> View:
    """Marks the view of a public form: an anonymous body may not exceed ``MAX_PUBLIC_BODY_BYTES``."""
    view.has_public_body_limit = True  # type: ignore[attr-defined]  # read by the middleware
    return view


class RequestLimitsMiddleware:
    """Middleware between the session's and any that reads the body.

    PostgreSQL stores no NUL and raises an error for a parameter with one, so a URL with one gets a 400.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        if _contains_nul(request):
            return _error_response(request, 400, _("Địa chỉ trang có ký tự không hợp lệ. Hãy kiểm tra lại."))
        if _body_length(request) <= MAX_PUBLIC_BODY_BYTES or _may_exceed_public_limit(request, view):
            return None
        message = _("Nội dung gửi lên vượt quá %d KB nên máy chủ không nhận. Hãy trở lại, viết ngắn hơn rồi gửi lại.")
        return _error_response(request, 413, message % (MAX_PUBLIC_BODY_BYTES // 1024))


def _error_response(request: HttpRequest, status: int, message: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"ok": False, "message": message}, status=status)
    return render(request, f"{status}.html", {"message": message}, status=status)


def _contains_nul(request: HttpRequest) -> bool:
    """The API is exempt: it validates every parameter and reports errors in its own format."""
    query = request.META.get("QUERY_STRING", "")
    is_api = request.resolver_match is not None and request.resolver_match.namespace == "api"
    return not is_api and ("\0" in request.path_info or "%00" in query or "\0" in query)


def _body_length(request: HttpRequest) -> int:
    """The declared Content-Length; without it Django reads no body."""
    return parse_int(request.META.get("CONTENT_LENGTH")) or 0


def _may_exceed_public_limit(request: HttpRequest, view: View) -> bool:
    """Staff, and users whose staff session has expired: the admin itself asks them to sign in again."""
    if getattr(view, "has_public_body_limit", False):
        return False
    is_admin = request.resolver_match is not None and request.resolver_match.app_name == "admin"
    return is_admin or SESSION_KEY in request.session
