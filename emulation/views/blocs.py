"""List of the blocs of a day or a year, and page of one bloc as of today."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from emulation import structured_data
from emulation.members_table import DateRange, build_members_table
from emulation.models import Bloc, EmulationYear
from emulation.querysets.overviews import blocs_on, get_bloc_by_slug, get_bloc_with_years
from portal.core.http.absolute_urls import base_url
from portal.core.http.caching import public_page
from portal.core.http.errors import NotFoundWithMessage
from portal.core.text import dates

BLOC_NOT_FOUND_MESSAGE = gettext_lazy("Không có khối thi đua này. Hãy chọn trong danh sách các khối thi đua.")

# Maximum length of an invalid year that is shown again.
MAX_YEAR_LENGTH = 40


@require_safe
@public_page
def bloc_list(request: HttpRequest) -> HttpResponse:
    """/khoi-thi-dua/ — the blocs of today, or with ``?nam=2018`` those of a year."""
    today = dates.local_date(timezone.now())
    typed = "".join(filter(str.isprintable, request.GET.get("nam", "")[:MAX_YEAR_LENGTH])).strip()
    selected_year, error = _parse_year(typed)
    day = DateRange.of_year(selected_year, today).names_as_of if selected_year else today
    context = {
        "blocs": list(blocs_on(day)),
        "selected_year": selected_year,
        "raw_year": selected_year or typed,
        "error": error,
        "day": day,
        "years": EmulationYear.objects.recorded_years(),
    }
    return render(request, "emulation/bloc_list.html", context)


@require_safe
@public_page
def bloc_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """/khoi-thi-dua/<bloc>/ — the bloc with its members and leadership of today, and links to its years."""
    today = dates.local_date(timezone.now())
    found, years = get_bloc_with_years_or_404(slug, today)
    context = {
        "bloc": found,
        "day": today,
        "members_table": build_members_table(found, DateRange.of_day(today)),
        "years": years,
        "linked_data": structured_data.bloc_json_ld(found, base_url(request)),
    }
    return render(request, "emulation/bloc.html", context)


def get_bloc_or_404(slug: str, day: dt.date) -> Bloc:
    """The bloc with its name on a day. Raises Http404 with a message."""
    found = get_bloc_by_slug(slug, day)
    if found is None:
        raise NotFoundWithMessage(str(BLOC_NOT_FOUND_MESSAGE))
    return found


def get_bloc_with_years_or_404(slug: str, day: dt.date) -> tuple[Bloc, list[EmulationYear]]:
    """The same, with its recorded years."""
    found, years = get_bloc_with_years(slug, day)
    if found is None:
        raise NotFoundWithMessage(str(BLOC_NOT_FOUND_MESSAGE))
    return found, years


def _parse_year(typed: str) -> tuple[int | None, str]:
    """The year to show (None for today), and the error message if the input was invalid."""
    if not typed:
        return None, ""
    try:
        return dates.parse_date(f"01/01/{typed}").year, ""
    except ValueError:
        return None, _("Không đọc được năm này. Hãy viết bốn chữ số, ví dụ 2018.")
