"""/ban-lam-viec/: what waits for the person who is signed in, the month's plan, and what they are told."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emulation.desks import blocs_managed_by
from news import desk, notices
from news.models import Notice, NoticeSettings
from portal.desk import today
from portal.desk.access import require_staff
from portal.desk.forms import NoticeSettingsForm
from portal.kit import dates, paging
from portal.kit.calendar import Day, month_calendar
from portal.kit.errors import NotFoundForReader

NEWEST_NOTICES_COUNT = 4


@dataclass(frozen=True)
class PlannedDay:
    """A day of the month's plan, with what goes out on it."""

    day: Day
    rows: list[desk.Row]


@require_safe
@require_staff
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    unseen = Notice.objects.to(request.user).unseen()
    context = {
        **_frame(request, now),
        "waiting": today.waiting_for(request.user, now),
        "beginnings": today.beginnings_of(request.user),
        "changes": desk.recent_changes(request.user),
        "newest_notices": _spoken(unseen.newest_first().for_list()[:NEWEST_NOTICES_COUNT]),
        "blocs": blocs_managed_by(request.user, dates.local_day(now)),
    }
    return render(request, "desk/home.html", context)


@require_safe
@require_staff
def calendar(request: HttpRequest) -> HttpResponse:
    """/ban-lam-viec/lich/?thang=2026-11 — what went out and what will, day by day."""
    now = timezone.now()
    day = dates.local_day(now)
    first = _month_asked(request, day)
    plan = desk.plan_of(request.user, first.year, first.month, now)
    month = month_calendar(first.year, first.month, plan.rows, _day_anchor, _month_address, chosen=day)
    context = {
        **_frame(request, now),
        "first": first,
        "month": month,
        "days": [PlannedDay(day, plan.rows.get(day.date, [])) for week in month.weeks for day in week if day.in_month],
        "plan": plan,
    }
    return render(request, "desk/calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_staff
def notice_list(request: HttpRequest) -> HttpResponse:
    """What this person was told, newest first, and how they want to be told (POST)."""
    chosen = NoticeSettings.objects.of(request.user)
    form = NoticeSettingsForm(request.POST if request.method == "POST" else None, instance=chosen)
    if request.method == "POST" and form.is_valid():
        notices.choose_ways(user=request.user, **form.cleaned_data)
        messages.success(request, _("Đã lưu cách nhận thông báo."))
        return redirect("desk:notices")
    try:
        page = paging.page_of(Notice.objects.to(request.user), request.GET)
    except paging.NoSuchPage as error:
        raise NotFoundForReader(str(error)) from error
    context = {**_frame(request, timezone.now()), "page": page, "notices": _spoken(page.rows), "form": form}
    return render(request, "desk/notices.html", context)


@require_POST
@require_staff
def notices_seen(request: HttpRequest) -> HttpResponse:
    """One notice was read (``thong-bao``), or all of them."""
    key = request.POST.get("thong-bao", "")
    if key and not (key.isdecimal() and len(key) < 19):
        return HttpResponseBadRequest()
    notices.mark_seen(recipient=request.user, pk=int(key) if key else None)
    return redirect("desk:notices")


def _frame(request: HttpRequest, now: dt.datetime) -> dict[str, Any]:
    """What the head of every page of the desk shows."""
    return {
        "now": now,
        "works_on_news": desk.works_on_news(request.user),
        "unseen_count": Notice.objects.to(request.user).unseen().count(),
    }


def _spoken(rows: Any) -> list[dict[str, Any]]:
    """Notices with their headings."""
    return [{"notice": notice, "title": notices.title_of(notice.act, notice.article)} for notice in rows]


def _month_asked(request: HttpRequest, today: dt.date) -> dt.date:
    asked = request.GET.get("thang", "")
    try:
        return dates.parse_day(f"{asked}-01") if asked else today.replace(day=1)
    except ValueError as error:
        raise NotFoundForReader(_("Không có tháng này. Hãy viết theo mẫu năm-tháng, ví dụ 2026-11.")) from error


def _month_address(year: int, month: int) -> str:
    return f"{reverse('desk:calendar')}?thang={year:04d}-{month:02d}"


def _day_anchor(day: dt.date) -> str:
    return f"#ngay-{day.day}"
