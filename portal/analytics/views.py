"""/luot/ receives page view beacons (static/js/public/page-views.js); /thong-ke-truy-cap/ shows statistics."""

import re

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from portal.analytics.counter import COUNTER
from portal.analytics.page_kinds import classify_path
from portal.analytics.statistics import get_statistics, get_view_totals
from portal.core.http.caching import public_page
from portal.core.http.client_ip import client_network
from portal.core.http.rate_limit import OnError, RateLimit, StoreType
from portal.core.http.same_origin import is_same_origin
from portal.core.text import dates
from portal.core.text.numbers import parse_int

# Rate limit per network and minute, in process memory only: no reader data is stored, not even as a digest. Views
# beyond the limit are not counted.
VIEWS_PER_MINUTE = 60
_RATE_LIMIT = RateLimit("visits", VIEWS_PER_MINUTE, 60, store=StoreType.PROCESS, on_error=OnError.REFUSE)
# No path of this site is longer.
MAX_BODY_BYTES = 512
# Rough filter: most robots run no script and never send a beacon.
_BOT_PATTERN = re.compile(
    r"bot|crawl|spider|slurp|headless|lighthouse|preview|monitor|scan|curl|wget|python|java/|go-http|axios",
    re.IGNORECASE,
)


@csrf_exempt  # stores nothing about the sender, and there is no cookie to abuse
@require_POST
def record_view(request: HttpRequest) -> HttpResponse:
    """Counts the page whose path is the request body. Views that do not count get the same response (204)."""
    if _content_length(request) > MAX_BODY_BYTES:
        return HttpResponse(status=413)
    try:
        body = request.read(MAX_BODY_BYTES + 1)
    except UnreadablePostError:
        return HttpResponse(status=400)
    if len(body) > MAX_BODY_BYTES:
        return HttpResponse(status=413)
    if _is_countable(request) and (page := classify_path(body.decode(errors="replace"))) is not None:
        COUNTER.increment(page)
    return HttpResponse(status=204)


@require_safe
@public_page
def view_totals(request: HttpRequest) -> HttpResponse:
    """``{"today": 12, "total": 3456}``, cached for one minute."""
    totals = get_view_totals(dates.local_date(timezone.now()))
    return JsonResponse({"today": totals.today, "total": totals.total})


@require_safe
@public_page
def statistics_page(request: HttpRequest) -> HttpResponse:
    context = {"statistics": get_statistics(dates.local_date(timezone.now()))}
    return render(request, "analytics/statistics.html", context)


def _content_length(request: HttpRequest) -> int:
    return parse_int(request.META.get("CONTENT_LENGTH")) or 0


def _is_countable(request: HttpRequest) -> bool:
    """Whether a browser on a page of this site seems to have sent the request, within the rate limit."""
    user_agent = request.headers.get("User-Agent", "")
    is_person = bool(user_agent) and not _BOT_PATTERN.search(user_agent)
    return is_person and is_same_origin(request) and _RATE_LIMIT.hit(client_network(request)).is_allowed
