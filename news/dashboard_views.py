"""Pages of the dashboard: the editorial calendar and the user's notices."""

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from news import dashboard_sections, notices
from news.forms import NoticeSettingsForm
from news.models import Notice, NoticeSettings
from portal.core import dashboard
from portal.core.content.month_calendar import CalendarDay, build_month_calendar
from portal.core.http.errors import NotFoundWithMessage
from portal.core.http.pagination import paginate_or_404
from portal.core.http.staff import require_staff
from portal.core.http.users import signed_in_user
from portal.core.text import dates
from portal.core.text.numbers import parse_int


@dataclass(frozen=True)
class ScheduledDay:
    """A day of the editorial calendar, with what is published on it."""

    day: CalendarDay
    rows: list[dashboard.DashboardRow]


@require_safe
@require_staff
def calendar(request: HttpRequest) -> HttpResponse:
    """/ban-lam-viec/lich/?thang=2026-11 — what was and will be published, by day."""
    now = timezone.now()
    day = dates.local_date(now)
    first = _requested_month(request, day)
    plan = dashboard_sections.monthly_schedule(signed_in_user(request), first.year, first.month, now)
    counts = {date: len(rows) for date, rows in plan.rows.items()}
    month = build_month_calendar(first.year, first.month, counts, _day_anchor, _month_url, selected=day)
    context = {
        **dashboard.page_context(request),
        "first_day": first,
        "month": month,
        "days": [
            ScheduledDay(day, plan.rows.get(day.date, [])) for week in month.weeks for day in week if day.in_month
        ],
        "schedule": plan,
    }
    return render(request, "news/dashboard/editorial_calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_staff
def notice_list(request: HttpRequest) -> HttpResponse:
    """The user's notices, newest first, and notification settings (POST)."""
    settings = NoticeSettings.objects.of(signed_in_user(request))
    form = NoticeSettingsForm(request.POST if request.method == "POST" else None, instance=settings)
    if request.method == "POST" and form.is_valid():
        notices.save_notice_settings(user=signed_in_user(request), **form.cleaned_data)
        messages.success(request, _("Đã lưu cách nhận thông báo."))
        return redirect("dashboard:notice-list")
    page = paginate_or_404(Notice.objects.to(signed_in_user(request)), request.GET)
    context = {
        **dashboard.page_context(request),
        "unseen_count": Notice.objects.to(signed_in_user(request)).unseen().count(),
        "page": page,
        "notices": notices.with_titles(page.rows),
        "form": form,
    }
    return render(request, "news/dashboard/notices.html", context)


@require_POST
@require_staff
def notices_seen(request: HttpRequest) -> HttpResponse:
    """Marks one notice (``thong-bao``) or all of them as read."""
    key = request.POST.get("thong-bao", "")
    pk = parse_int(key)
    if key and pk is None:
        return HttpResponseBadRequest()
    notices.mark_seen(recipient=signed_in_user(request), pk=pk)
    return redirect("dashboard:notice-list")


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
