"""All blocs of a day or a year, and one bloc as it is today."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from emulation import linked_data
from emulation.models import Bloc, EmulationYear
from emulation.querysets.overviews import bloc_at, bloc_with_years, blocs_on
from emulation.rosters import Span, roster
from portal.kit import dates
from portal.kit.addresses import root_of
from portal.kit.errors import NotFoundForReader
from portal.kit.httpcache import public_page

NO_SUCH_BLOC = gettext_lazy("Không có khối thi đua này. Hãy chọn trong danh sách các khối thi đua.")


@require_safe
@public_page
def bloc_list(request: HttpRequest) -> HttpResponse:
    """/khoi-thi-dua/ — the blocs of today, or with ``?nam=2018`` those of a year."""
    today = dates.local_day(timezone.now())
    chosen = _year_asked(request.GET.get("nam", ""))
    day = Span.of_year(chosen, today).named_on if chosen else today
    context = {
        "blocs": list(blocs_on(day)),
        "chosen": chosen,
        "day": day,
        "years": EmulationYear.objects.years_recorded(),
    }
    return render(request, "emulation/bloc_list.html", context)


@require_safe
@public_page
def bloc(request: HttpRequest, slug: str) -> HttpResponse:
    """/khoi-thi-dua/<bloc>/ — the bloc with the members and officers of today, leading to its years."""
    today = dates.local_day(timezone.now())
    found, years = named_bloc_with_years(slug, today)
    context = {
        "bloc": found,
        "day": today,
        "roster": roster(found, Span.of_day(today)),
        "years": years,
        "linked_data": linked_data.of_bloc(found, root_of(request)),
    }
    return render(request, "emulation/bloc.html", context)


def named_bloc(slug: str, day: dt.date) -> Bloc:
    """The bloc under its name of a day, or a 404 that says so."""
    found = bloc_at(slug, day)
    if found is None:
        raise NotFoundForReader(NO_SUCH_BLOC)
    return found


def named_bloc_with_years(slug: str, day: dt.date) -> tuple[Bloc, list[EmulationYear]]:
    """The same, with the years that it has a record of."""
    found, years = bloc_with_years(slug, day)
    if found is None:
        raise NotFoundForReader(NO_SUCH_BLOC)
    return found, years


def _year_asked(typed: str) -> int | None:
    if not typed.strip():
        return None
    try:
        return dates.parse_day(f"01/01/{typed.strip()}").year
    except ValueError as error:
        raise NotFoundForReader(_("Không đọc được năm này. Hãy viết bốn chữ số, ví dụ 2018.")) from error
