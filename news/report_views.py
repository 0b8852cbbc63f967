"""The report for the leadership: on screen as tables and charts, and as a workbook."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news import charts, report_sheets, reporting
from portal.kit import dates, identity

AUTHORS_DRAWN = 15
REPORT_RIGHTS = ("news.publish_article", "news.edit_any_article")


def require_report_reader(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who answer for what others write: who publish, and who edit any article."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not any(request.user.has_perm(right) for right in REPORT_RIGHTS):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@require_report_reader
def report(request: HttpRequest) -> HttpResponse:
    """/ban-lam-viec/bao-cao/?tu=01/03/2018&den=31/03/2018 — this month when no days are given."""
    periods = reporting.usual_periods(dates.local_day(timezone.now()))
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Báo cáo tin, bài"),
        "periods": periods.items(),
        "first": request.GET.get("tu", ""),
        "last": request.GET.get("den", ""),
        "report": None,
        "error": "",
    }
    try:
        period = _period(request)
    except reporting.BadPeriod as error:
        context |= {"error": str(error), "first": context["first"][:40], "last": context["last"][:40]}
        return render(request, "admin/news/report.html", context, status=422)
    found = reporting.report_of(period)
    context |= {
        "report": found,
        "first": f"{period.first:%d/%m/%Y}",
        "last": f"{period.last:%d/%m/%Y}",
        "time_chart": charts.columns([(row.label, row.total) for row in found.by_time.rows]),
        "category_chart": charts.rows([(row.label, row.total) for row in found.by_category.main_rows]),
        "author_chart": charts.rows([(row.label, row.total) for row in found.by_author.rows[:AUTHORS_DRAWN]]),
    }
    return render(request, "admin/news/report.html", context)


@require_safe
@require_report_reader
def report_workbook(request: HttpRequest) -> HttpResponse:
    """The same figures for Excel; a period that is none leads to the page that says why."""
    try:
        found = reporting.report_of(_period(request))
    except reporting.BadPeriod:
        return report(request)
    content = report_sheets.workbook_of(found, organisation=identity.current().organisation)
    response = HttpResponse(content, content_type=report_sheets.CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{report_sheets.file_name(found)}"'
    return response


def _period(request: HttpRequest) -> reporting.Period:
    if "tu" not in request.GET and "den" not in request.GET:
        return next(iter(reporting.usual_periods(dates.local_day(timezone.now())).values()))
    return reporting.read_period(request.GET.get("tu", ""), request.GET.get("den", ""))
