"""/luot/ takes the beacons of pages (static/js/visit.js); /thong-ke-truy-cap/ shows what was counted."""

import re

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from portal.kit import dates
from portal.kit.httpcache import public_page
from portal.kit.network import address_of
from portal.kit.same_origin import is_from_own_page
from portal.visits.counting import COUNTER
from portal.visits.dam import DAM
from portal.visits.kinds import page_at
from portal.visits.statistics import figures, statistics

# A path of ours is never longer.
MOST_BYTES = 512
# Crude: most robots run no script and never come here at all.
_ROBOT = re.compile(
    r"bot|crawl|spider|slurp|headless|lighthouse|preview|monitor|scan|curl|wget|python|java/|go-http|axios",
    re.IGNORECASE,
)


@csrf_exempt  # nothing of the sender is kept, and there is no cookie to abuse
@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """The body is the path of the page that was read. What does not count is answered the same (204)."""
    if _length_of(request) > MOST_BYTES:
        return HttpResponse(status=413)
    try:
        body = request.read(MOST_BYTES + 1)
    except UnreadablePostError:
        return HttpResponse(status=400)
    if len(body) > MOST_BYTES:
        return HttpResponse(status=413)
    if _counts(request) and (page := page_at(body.decode(errors="replace"))) is not None:
        COUNTER.add(page)
    return HttpResponse(status=204)


@require_safe
@public_page
def shown_figures(request: HttpRequest) -> HttpResponse:
    """``{"today": 12, "total": 3456}``, reckoned once a minute."""
    shown = figures(dates.local_day(timezone.now()))
    return JsonResponse({"today": shown.today, "total": shown.total})


@require_safe
@public_page
def statistics_page(request: HttpRequest) -> HttpResponse:
    context = {"statistics": statistics(dates.local_day(timezone.now()))}
    return render(request, "visits/statistics.html", context)


def _length_of(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0


def _counts(request: HttpRequest) -> bool:
    """Whether a person's browser on a page of ours sent this, as far as can be told, and not too often."""
    agent = request.headers.get("User-Agent", "")
    is_person = bool(agent) and not _ROBOT.search(agent)
    return is_person and is_from_own_page(request) and DAM.lets_through(address_of(request) or "")
