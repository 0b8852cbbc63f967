"""503 responses with ``Retry-After``, never cached.

Rendered from one template without context processors, so that they need no failing service.
"""

import re
from collections.abc import Iterable
from logging import LogRecord
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portal.core.http.caching import ACCEL_REDIRECT, stale_copy_location
from portal.core.http.content_negotiation import wants_json
from portal.core.http.microcache import Environ, StartResponse
from portal.core.http.overload import RETRY_AFTER_SECONDS
from portal.core.text import languages
from portal.core.throttled_logger import ThrottledLogger

_API = re.compile(r"/api/v\d")


def is_database_unavailable(error: BaseException | None) -> bool:
    """Whether the error is an unreachable or too slow database; other database errors are of other classes."""
    return isinstance(error, OperationalError | InterfaceError)


def service_unavailable(request: HttpRequest, error: BaseException | None = None) -> HttpResponse:
    """503 in the language of the URL; JSON for the API and for our scripts.

    ``error`` is for the log; Django does not log an error raised while a 404 page is rendered.
    """
    request.unavailable_error = error  # type: ignore[attr-defined]
    return _build_response(request.path_info, as_json=wants_json(request))


def wsgi_service_unavailable(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """The same for a request that does not reach Django (``portal.core.http.overload``)."""
    # WSGI decodes paths as Latin-1.
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    response = _build_response(path, as_json="application/json" in environ.get("HTTP_ACCEPT", ""))
    # It is not known whether the page is public; the reverse proxy stores no other.
    if place := stale_copy_location(environ):
        response.headers[ACCEL_REDIRECT] = place
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [response.content]


def _build_response(path: str, *, as_json: bool) -> HttpResponse:
    with languages.override(languages.language_of_path(path)):
        message = _("Cổng thông tin tạm thời chưa trả lời được. Xin thử lại sau ít phút.")
        if _API.match(path):
            response: HttpResponse = JsonResponse({"detail": message, "errors": []}, status=503)
            response.headers["Access-Control-Allow-Origin"] = "*"
        elif as_json:
            response = JsonResponse({"ok": False, "message": message}, status=503)
        else:
            page = render_to_string("503.html", {"message": message, "language": languages.current_language()})
            response = HttpResponse(page, status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Length"] = str(len(response.content))
    return response


class RepeatedErrorFilter:
    """Log filter for Django's request log.

    An outage is one line a minute instead of a traceback per request, and so are requests refused by a rate limit.
    /readyz logs its result by itself.
    """

    def __init__(self) -> None:
        self._throttles = {status: ThrottledLogger(__name__) for status in (429, 503)}

    def filter(self, record: LogRecord) -> bool:
        status = getattr(record, "status_code", 0)
        if status not in self._throttles:
            return True
        request = getattr(record, "request", None)
        if getattr(request, "path_info", "") == "/readyz":
            return False
        if (untold := self._throttles[status].acquire()) is None:
            return False
        error: Any = record.exc_info[1] if record.exc_info else getattr(request, "unavailable_error", None)
        reason = f"{type(error).__name__}: {error}".partition("\n")[0] if error else record.getMessage()
        record.msg, record.args = "%d: %s (%d more since the last line)", (status, reason, untold)
        record.exc_info = record.exc_text = None
        return True
