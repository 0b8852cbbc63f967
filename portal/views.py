"""The home page, health, the media files of the demonstration, and the pages for what went wrong."""

import datetime as dt
import mimetypes
import re
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils._os import safe_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emulation.front import bloc_front
from news.archive import news_calendar
from news.front import front_page
from portal.kit import dates, linked_data
from portal.kit.addresses import root_of
from portal.kit.errors import NotFoundForReader
from portal.kit.httpcache import IMMUTABLE, public_page
from portal.kit.negotiation import wants_json
from portal.library.models import Document
from portal.redirects.leading import lead_on
from portal.redirects.missing import note_miss

HOME_DOCUMENTS_COUNT = 5


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    today = dates.local_day(timezone.now())
    root = root_of(request)
    context = {
        "front": front_page(),
        "calendar": news_calendar(today.year, today.month),
        "blocs": bloc_front(today),
        "documents": Document.objects.public().newest_first().with_headings()[:HOME_DOCUMENTS_COUNT],
        "today": today,
        "linked_data": linked_data.graph(linked_data.website(root), linked_data.publisher(root)),
    }
    return render(request, "home.html", context)


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Public pictures, where no nginx serves them. Their names never come twice, so they may be kept for good."""
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
    closed = [reverse(name) for name in ("admin:index", "desk:home", "accounts:sign-in")]
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in closed), ""]
    lines += [f"Sitemap: {root_of(request)}{reverse(name)}" for name in ("sitemap", "sitemap-recent")]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The process answers and its database does too; 503 when not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"ok": False, "message": _("Trang này mở đã lâu. Hãy thử lại.")}, status=403)
    return render(request, "403.html", {"is_csrf_failure": True}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Where an old address leads; else the 404 page, which offers the calendar where a day was meant."""
    if (answer := lead_on(request)) is not None:
        return answer
    note_miss(request)
    context: dict[str, Any] = {"message": _("Không có trang này."), "calendar": None, "typed": ""}
    if isinstance(exception, NotFoundForReader):
        day = dates.local_day(timezone.now())
        context = {
            "message": exception.message,
            "typed": exception.typed,
            "calendar": news_calendar(*_month_meant(request.path, day)),
        }
    return render(request, "404.html", context, status=404)


def _month_meant(path: str, today: dt.date) -> tuple[int, int]:
    """The month to offer to someone whose day was not found: the one in the address if it has one, else this."""
    match = re.match(r"(?:/en)?/tin-tuc/(\d{4})/(\d{2})/", path)
    try:
        meant = dates.parse_day(f"{match[1]}-{match[2]}-01") if match else today
    except ValueError:
        meant = today
    return meant.year, meant.month


def server_error(request: HttpRequest) -> HttpResponse:
    """No context, no query: this page must stand when nothing else does."""
    return render(request, "500.html", status=500)
