"""/ban-lam-viec/: the user's pending work, the editorial calendar, and notices."""

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

from emulation.bloc_overview import blocs_managed_by
from news import dashboard as news_dashboard
from news import notices
from news.models import Notice, NoticeSettings
from portal.core.content.month_calendar import CalendarDay, build_month_calendar
from portal.core.http.errors import NotFoundWithMessage
from portal.core.http.pagination import paginate_or_404
from portal.core.text import dates
from portal.core.text.numbers import parse_int
from portal.dashboard import panels
from portal.dashboard.forms import NoticeSettingsForm
from portal.dashboard.permissions import require_staff

NEWEST_NOTICES_COUNT = 4


@dataclass(frozen=True)
class ScheduledDay:
    """A day of the editorial calendar, with what is published on it."""

    day: CalendarDay
    rows: list[news_dashboard.DashboardRow]


@require_safe
@require_staff
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    unseen = Notice.objects.to(request.user).unseen()
    context = {
        **_base_context(request, now),
        "pending_work": panels.pending_work_for(request.user, now),
        "quick_actions": panels.quick_actions_for(request.user),
        "changes": news_dashboard.recent_changes(request.user),
        "newest_notices": _with_titles(unseen.newest_first().for_list()[:NEWEST_NOTICES_COUNT]),
        "blocs": blocs_managed_by(request.user, dates.local_date(now)),
    }
    return render(request, "dashboard/home.html", context)


@require_safe
@require_staff
def calendar(request: HttpRequest) -> HttpResponse:
    """/ban-lam-viec/lich/?thang=2026-11 — what was and will be published, by day."""
    now = timezone.now()
    day = dates.local_date(now)
    first = _requested_month(request, day)
    plan = news_dashboard.monthly_schedule(request.user, first.year, first.month, now)
    month = build_month_calendar(first.year, first.month, plan.rows, _day_anchor, _month_url, selected=day)
    context = {
        **_base_context(request, now),
        "first_day": first,
        "month": month,
        "days": [
            ScheduledDay(day, plan.rows.get(day.date, [])) for week in month.weeks for day in week if day.in_month
        ],
        "schedule": plan,
    }
    return render(request, "dashboard/editorial_calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_staff
def notice_list(request: HttpRequest) -> HttpResponse:
    """The user's notices, newest first, and notification settings (POST)."""
    settings = NoticeSettings.objects.of(request.user)
    form = NoticeSettingsForm(request.POST if request.method == "POST" else None, instance=settings)
    if request.method == "POST" and form.is_valid():
        notices.save_notice_settings(user=request.user, **form.cleaned_data)
        messages.success(request, _("Đã lưu cách nhận thông báo."))
        return redirect("dashboard:notice-list")
    page = paginate_or_404(Notice.objects.to(request.user), request.GET)
    context = {**_base_context(request, timezone.now()), "page": page, "notices": _with_titles(page.rows), "form": form}
    return render(request, "dashboard/notices.html", context)


@require_POST
@require_staff
def notices_seen(request: HttpRequest) -> HttpResponse:
    """Marks one notice (``thong-bao``) or all of them as read."""
    key = request.POST.get("thong-bao", "")
    pk = parse_int(key)
    if key and pk is None:
        return HttpResponseBadRequest()
    notices.mark_seen(recipient=request.user, pk=pk)
    return redirect("dashboard:notice-list")


def _base_context(request: HttpRequest, now: dt.datetime) -> dict[str, Any]:
    """Context of every dashboard page's header."""
    return {
        "now": now,
        "can_edit_news": news_dashboard.can_edit_news(request.user),
        "unseen_count": Notice.objects.to(request.user).unseen().count(),
    }


def _with_titles(rows: Any) -> list[dict[str, Any]]:
    """Notices with their titles."""
    return [{"notice": notice, "title": notices.notice_title(notice.action, notice.article)} for notice in rows]


def _requested_month(request: HttpRequest, today: dt.date) -> dt.date:
    asked = request.GET.get("thang", "")
    try:
        return dates.parse_month(asked) if asked else today.replace(day=1)
    except ValueError as error:
        raise NotFoundWithMessage(_("Không có tháng này. Hãy viết theo mẫu năm-tháng, ví dụ 2026-11.")) from error


def _month_url(year: int, month: int) -> str:
    return f"{reverse('dashboard:calendar')}?thang={year:04d}-{month:02d}"


def _day_anchor(day: dt.date) -> str:
    return f"#ngay-{day.day}"
