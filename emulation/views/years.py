"""One emulation year of a bloc: the year itself, its covenant, its adopted documents, its calendar.

Names are those of the day a thing is about: of the year's last day (today, while it runs) on the year's page, of
the day of signing on the covenant, of the day of each meeting.
"""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emulation import calendars, dossiers, linked_data
from emulation.models import BlocDocument, Covenant, EmulationYear
from emulation.rosters import Roster, Span, roster
from emulation.timelines import timeline
from emulation.views.blocs import named_bloc, named_bloc_with_years
from portal.kit import dates
from portal.kit.addresses import root_of
from portal.kit.errors import NotFoundForReader
from portal.kit.httpcache import public_page


@require_safe
@public_page
def year(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """/khoi-thi-dua/<bloc>/<year>/ — at most nine queries, whatever the year holds.

    A year that nobody has opened yet is still shown while the bloc had members then: who they were is known.
    """
    today = dates.local_day(timezone.now())
    span = _span(year, today)
    bloc, recorded = named_bloc_with_years(slug, span.named_on)
    found = next((row for row in recorded if row.year == year), None)
    members = roster(bloc, span, year=found)
    if found is None and (year > today.year or not members.seats):
        raise NotFoundForReader(_("Khối này không có hồ sơ của năm thi đua %(year)s.") % {"year": year})
    of_year = _year_context(found, members) if found else {}
    context = {
        "bloc": bloc,
        "number": year,
        "year": found,
        "years": recorded,
        "span": span,
        "roster": members,
        "linked_data": linked_data.of_year(bloc, year, of_year.get("meetings", ()), root_of(request)),
        **of_year,
    }
    return render(request, "emulation/year.html", context)


def _year_context(found: EmulationYear, members: Roster) -> dict[str, Any]:
    milestones = list(found.milestones.all())
    meetings = found.meetings.for_year_page()
    documents = list(found.documents.adopted().in_order())
    covenant = found.covenants.for_year_page().first()
    parties = dossiers.signed_parties(covenant) if covenant else []
    dossier = dossiers.Dossier(found.year, members, milestones, meetings, documents, parties)
    return {
        "phase": found.phase_of(milestones),
        "timeline": timeline(found.year, milestones),
        "meetings": meetings,
        "documents": documents,
        "covenant": covenant,
        "parties": parties,
        "parts": dossier.parts,
        "figures": dossier.figures,
    }


@require_safe
@public_page
def covenant(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """/khoi-thi-dua/<bloc>/<year>/giao-uoc/ — the covenant with every signature, and who has not signed yet."""
    found = (
        Covenant.objects.of_year_at(slug, year)
        .public()
        .current_first()
        .select_related("year__bloc", "supersedes")
        .first()
    )
    if found is None:
        raise NotFoundForReader(_("Bản giao ước thi đua năm %(year)s của khối này chưa được công bố.") % {"year": year})
    parties = dossiers.signed_parties(found)
    bloc = named_bloc(slug, found.signed_on)
    context = {
        "bloc": bloc,
        "linked_data": linked_data.within_year(bloc, year, found.title, request.path, root_of(request)),
        "number": year,
        "covenant": found,
        "parties": parties,
        "unsigned": [party for party, signature in parties if signature is None],
        "signature_count": sum(signature is not None for _party, signature in parties),
        "targets": list(found.targets.all()),
    }
    return render(request, "emulation/covenant.html", context)


@require_safe
@public_page
def document(request: HttpRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """/khoi-thi-dua/<bloc>/<year>/van-ban/<n>/ — an adopted document in its last wording; drafts are not public."""
    found = BlocDocument.objects.of_year_at(slug, year).adopted().with_latest_text().of_key(pk).first()
    if found is None:
        raise NotFoundForReader(_("Không có văn bản này, hoặc văn bản chưa được thông qua."))
    bloc = named_bloc(slug, found.adopted_on)
    context = {
        "bloc": bloc,
        "number": year,
        "document": found,
        "linked_data": linked_data.within_year(bloc, year, found.title, request.path, root_of(request)),
    }
    return render(request, "emulation/document.html", context)


@require_safe
@public_page
def calendar(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """/khoi-thi-dua/<bloc>/<year>/lich.ics — for the reader's own calendar."""
    span = _span(year, dates.local_day(timezone.now()))
    found = EmulationYear.objects.of_bloc_at(slug).of_year(year).with_bloc_named_on(span.named_on).first()
    if found is None:
        raise NotFoundForReader(_("Khối này không có hồ sơ của năm thi đua %(year)s.") % {"year": year})
    body = calendars.year_calendar(
        name=f"{found.bloc_name} – {year}",
        address=request.build_absolute_uri(found.get_absolute_url()),
        host=request.get_host().partition(":")[0],
        milestones=found.milestones.with_day(),
        meetings=found.meetings.in_order(),
    )
    response = HttpResponse(body, content_type=calendars.CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'inline; filename="{slug}-{year}.ics"'
    return response


def _span(year: int, today: dt.date) -> Span:
    if not dates.FIRST_YEAR <= year <= dates.LAST_YEAR:
        raise NotFoundForReader(_("Không đọc được năm này. Hãy viết bốn chữ số, ví dụ 2018."))
    return Span.of_year(year, today)
