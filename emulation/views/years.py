"""Pages of one emulation year of a bloc: the year, its covenant, its adopted documents, its calendar.

Names are those of the day that the content is about: of the year's last day (today, in the current year) on the year's
page, of the day of signing on the covenant, of the day of each meeting.
"""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emulation import structured_data, year_calendar, year_overview
from emulation.members_table import DateRange, MembersTable, build_members_table
from emulation.models import BlocDocument, Covenant, EmulationYear
from emulation.timeline import build_timeline
from emulation.views.blocs import get_bloc_or_404, get_bloc_with_years_or_404
from portal.core.http.absolute_urls import base_url
from portal.core.http.caching import public_page
from portal.core.http.errors import NotFoundWithMessage
from portal.core.text import dates


@require_safe
@public_page
def year_detail(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """/khoi-thi-dua/<bloc>/<year>/ — at most nine queries, whatever the year holds.

    A year that has not been opened yet is still shown if the bloc had members then.
    """
    today = dates.local_date(timezone.now())
    date_range = _get_date_range_or_404(year, today)
    bloc, recorded_years = get_bloc_with_years_or_404(slug, date_range.names_as_of)
    emulation_year = next((row for row in recorded_years if row.year == year), None)
    members_table = build_members_table(bloc, date_range, year=emulation_year)
    if emulation_year is None and (year > today.year or not members_table.members):
        raise NotFoundWithMessage(_("Khối này không có hồ sơ của năm thi đua %(year)s.") % {"year": year})
    year_context = _year_context(emulation_year, members_table) if emulation_year else {}
    context = {
        "bloc": bloc,
        "year_number": year,
        "year": emulation_year,
        "years": recorded_years,
        "date_range": date_range,
        "members_table": members_table,
        "linked_data": structured_data.year_json_ld(bloc, year, year_context.get("meetings", ()), base_url(request)),
        **year_context,
    }
    return render(request, "emulation/year.html", context)


def _year_context(emulation_year: EmulationYear, members_table: MembersTable) -> dict[str, Any]:
    milestones = list(emulation_year.milestones.all())
    meetings = emulation_year.meetings.for_year_page()
    documents = list(emulation_year.documents.adopted().in_order())
    covenant = emulation_year.covenants.for_year_page().first()
    parties = year_overview.parties_with_signatures(covenant) if covenant else []
    overview = year_overview.YearOverview(emulation_year.year, members_table, milestones, meetings, documents, parties)
    return {
        "phase": emulation_year.phase_of(milestones),
        "timeline": build_timeline(emulation_year.year, milestones),
        "meetings": meetings,
        "documents": documents,
        "covenant": covenant,
        "parties": parties,
        "section_counts": overview.section_counts,
        "figures": overview.figures,
    }


@require_safe
@public_page
def covenant_detail(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """/khoi-thi-dua/<bloc>/<year>/giao-uoc/ — the covenant with its signatures and the parties still to sign."""
    found = (
        Covenant.objects.of_bloc_year(slug, year)
        .public()
        .current_first()
        .select_related("year__bloc", "supersedes")
        .first()
    )
    if found is None:
        raise NotFoundWithMessage(
            _("Bản giao ước thi đua năm %(year)s của khối này chưa được công bố.") % {"year": year}
        )
    parties = year_overview.parties_with_signatures(found)
    bloc = get_bloc_or_404(slug, found.signed_on)
    context = {
        "bloc": bloc,
        "linked_data": structured_data.year_subpage_json_ld(bloc, year, found.title, request.path, base_url(request)),
        "year_number": year,
        "covenant": found,
        "parties": parties,
        "unsigned_parties": [party for party, signature in parties if signature is None],
        "signature_count": sum(signature is not None for _party, signature in parties),
        "targets": list(found.targets.all()),
    }
    return render(request, "emulation/covenant.html", context)


@require_safe
@public_page
def document_detail(request: HttpRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """/khoi-thi-dua/<bloc>/<year>/van-ban/<n>/ — the last version of an adopted document; drafts are not public."""
    found = BlocDocument.objects.of_bloc_year(slug, year).adopted().with_latest_text().with_pk(pk).first()
    if found is None:
        raise NotFoundWithMessage(_("Không có văn bản này, hoặc văn bản chưa được thông qua."))
    bloc = get_bloc_or_404(slug, found.adopted_on)
    context = {
        "bloc": bloc,
        "year_number": year,
        "document": found,
        "linked_data": structured_data.year_subpage_json_ld(bloc, year, found.title, request.path, base_url(request)),
    }
    return render(request, "emulation/document_detail.html", context)


@require_safe
@public_page
def year_calendar_ics(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """/khoi-thi-dua/<bloc>/<year>/lich.ics — iCalendar file to subscribe to or import."""
    date_range = _get_date_range_or_404(year, dates.local_date(timezone.now()))
    found = EmulationYear.objects.of_bloc_slug(slug).of_year(year).with_bloc_name_on(date_range.names_as_of).first()
    if found is None:
        raise NotFoundWithMessage(_("Khối này không có hồ sơ của năm thi đua %(year)s.") % {"year": year})
    body = year_calendar.build_year_calendar(
        name=f"{found.bloc_name} – {year}",
        url=request.build_absolute_uri(found.get_absolute_url()),
        host=request.get_host().partition(":")[0],
        milestones=found.milestones.dated(),
        meetings=found.meetings.in_order(),
    )
    response = HttpResponse(body, content_type=year_calendar.CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'inline; filename="{slug}-{year}.ics"'
    return response


def _get_date_range_or_404(year: int, today: dt.date) -> DateRange:
    if not dates.FIRST_YEAR <= year <= dates.LAST_YEAR:
        raise NotFoundWithMessage(_("Không đọc được năm này. Hãy viết bốn chữ số, ví dụ 2018."))
    return DateRange.of_year(year, today)
