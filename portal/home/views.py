"""The home page, health checks, media files of the demonstration, and error pages."""

import datetime as dt
import mimetypes
import re
import sys
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils._os import safe_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emulation.home import get_home_blocs
from news.calendar import news_calendar
from news.home import home_content
from portal.core import structured_data
from portal.core.http import health, service_unavailable
from portal.core.http.absolute_urls import base_url
from portal.core.http.caching import IMMUTABLE, public_page
from portal.core.http.content_negotiation import wants_json
from portal.core.http.errors import NotFoundWithMessage
from portal.core.text import dates
from portal.core.throttled_logger import ThrottledLogger
from portal.documents.models import Document
from portal.redirects.not_found_log import record_404
from portal.redirects.resolver import redirect_response

HOME_DOCUMENTS_COUNT = 5
_readiness_log = ThrottledLogger(__name__)


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    today = dates.local_date(timezone.now())
    root = base_url(request)
    context = {
        "home_content": home_content(),
        "calendar": news_calendar(today.year, today.month),
        "blocs": get_home_blocs(today),
        "documents": Document.objects.public().newest_first().with_taxonomy()[:HOME_DOCUMENTS_COUNT],
        "today": today,
        "linked_data": structured_data.graph(structured_data.website_node(root), structured_data.publisher_node(root)),
    }
    return render(request, "home.html", context)


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Public media files where no nginx serves them. File names are never reused, so they are immutable in caches."""
    try:
        file = open(safe_join(settings.MEDIA_ROOT, path), "rb")  # noqa: SIM115  # FileResponse closes it
    except (OSError, ValueError) as error:
        raise Http404 from error
    response = FileResponse(file, content_type=mimetypes.guess_type(path)[0] or "application/octet-stream")
    response.headers["Cache-Control"] = IMMUTABLE
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    closed = [reverse(name) for name in ("admin:index", "dashboard:home", "accounts:sign-in")]
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in closed), ""]
    lines += [f"Sitemap: {base_url(request)}{reverse(name)}" for name in ("sitemap", "sitemap-news")]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """Liveness check. In production ``portal.core.http.overload`` answers it, before Django."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Readiness by component; 503 if not ready. As text, or as JSON if preferred."""
    found = health.run_checks()
    state = health.overall_state(found)
    status = 503 if state == health.HealthState.FAILED else 200
    if wrong := [f"{check.name} {check.detail}" for check in found if check.state != health.HealthState.OK]:
        _readiness_log.warning("/readyz %s: %s", state, ", ".join(wrong))
    if wants_json(request):
        parts = {check.name: {"state": check.state, "detail": check.detail} for check in found}
        return JsonResponse({"state": state, "checks": parts}, status=status)
    lines = [f"{check.name}: {check.state} {check.detail}".rstrip() for check in found]
    return HttpResponse("\n".join([state, *lines, ""]), status=status, content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A script gets JSON saying that its CSRF token is invalid; it fetches a new one, and asks for the password if
    needed.

    The script is static/js/session-keeper.js.
    """
    if wants_json(request):
        is_signed_in = request.user.is_authenticated
        message = _("Trang này mở đã lâu. Hãy thử lại.") if is_signed_in else _("Phiên đăng nhập đã hết.")
        return JsonResponse({"ok": False, "csrf": True, "message": message}, status=403)
    return render(request, "403.html", {"is_csrf_failure": True}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Redirects an old URL; else the 404 page, with a calendar for a ``NotFoundWithMessage``."""
    if (answer := redirect_response(request)) is not None:
        return answer
    record_404(request)
    context: dict[str, Any] = {"message": _("Không có trang này."), "calendar": None}
    if isinstance(exception, NotFoundWithMessage):
        day = dates.local_date(timezone.now())
        context = {
            "message": exception.message,
            "calendar": news_calendar(*_month_in_path(request.path, day)),
        }
    return render(request, "404.html", context, status=404)


def _month_in_path(path: str, today: dt.date) -> tuple[int, int]:
    """The month to show after a date was not found: the one in the URL if it has one, else this month."""
    match = re.match(r"(?:/en)?/tin-tuc/(\d{4})/(\d{2})/", path)
    try:
        meant = dates.parse_date(f"{match[1]}-{match[2]}-01") if match else today
    except ValueError:
        meant = today
    return meant.year, meant.month


def server_error(request: HttpRequest) -> HttpResponse:
    """No context, no query: this page must work when nothing else does.

    With the database down or too slow it returns 503 with Retry-After. Django calls this while it handles the
    exception, whether a view, a middleware or the URL resolver raised it.
    """
    error = sys.exc_info()[1]
    if service_unavailable.is_database_unavailable(error):
        return service_unavailable.service_unavailable(request, error=error)
    return render(request, "500.html", status=500)
