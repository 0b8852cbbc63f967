"""Views of the management report: tables and charts, and a workbook."""

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

from news import report_workbook as news_report_workbook
from news import reports
from portal.core import site_identity
from portal.core.content import charts
from portal.core.http.spreadsheets import xlsx_response
from portal.core.text import dates

CHARTED_AUTHOR_LIMIT = 15
REPORT_PERMISSIONS = ("news.publish_article", "news.edit_any_article")


def report_permission_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator: requires permission to publish or to edit any article."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not any(request.user.has_perm(permission) for permission in REPORT_PERMISSIONS):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@report_permission_required
def report_page(request: HttpRequest) -> HttpResponse:
    """/ban-lam-viec/bao-cao/?tu=01/03/2018&den=31/03/2018 — the current month when no days are given."""
    periods = reports.preset_periods(dates.local_date(timezone.now()))
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Báo cáo tin, bài"),
        "preset_periods": periods.items(),
        "first_day": request.GET.get("tu", ""),
        "last_day": request.GET.get("den", ""),
        "report": None,
        "error": "",
    }
    try:
        period = _parse_period(request)
    except reports.InvalidPeriod as error:
        context |= {"error": str(error), "first_day": context["first_day"][:40], "last_day": context["last_day"][:40]}
        return render(request, "admin/news/report.html", context, status=422)
    article_report = reports.build_report(period)
    context |= {
        "report": article_report,
        "first_day": f"{period.first:%d/%m/%Y}",
        "last_day": f"{period.last:%d/%m/%Y}",
        "time_chart": charts.column_chart([(row.label, row.total) for row in article_report.by_time.rows]),
        "category_chart": charts.bar_chart(
            [(row.label, row.total) for row in article_report.by_category.top_level_rows]
        ),
        "author_chart": charts.bar_chart(
            [(row.label, row.total) for row in article_report.by_author.rows[:CHARTED_AUTHOR_LIMIT]]
        ),
    }
    return render(request, "admin/news/report.html", context)


@require_safe
@report_permission_required
def report_workbook(request: HttpRequest) -> HttpResponse:
    """The same report as XLSX; an invalid period redirects to the page that shows the error."""
    try:
        article_report = reports.build_report(_parse_period(request))
    except reports.InvalidPeriod:
        return report_page(request)
    content = news_report_workbook.build_workbook(
        article_report, organisation=site_identity.current_identity().organisation
    )
    return xlsx_response(news_report_workbook.workbook_name(article_report), content)


def _parse_period(request: HttpRequest) -> reports.ReportPeriod:
    if "tu" not in request.GET and "den" not in request.GET:
        return next(iter(reports.preset_periods(dates.local_date(timezone.now())).values()))
    return reports.parse_period(request.GET.get("tu", ""), request.GET.get("den", ""))
