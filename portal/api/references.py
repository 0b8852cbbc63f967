"""How the answers of the emulation wing name days, agencies and blocs."""

import datetime as dt

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from emulation.models import Bloc, EmulationYear
from emulation.rosters import Span
from portal.kit import dates
from portal.kit.periods import Period


def local_today() -> dt.date:
    return dates.local_day(timezone.now())


def period(row: Period) -> dict[str, dt.date | None]:
    return {"valid_from": row.valid_from, "valid_to": row.valid_to}


def agency_reference(name: str, slug: str, root: str) -> dict[str, str]:
    return {"name": name, "slug": slug, "url": root + reverse("emulation:agency", args=[slug])}


def bloc_reference(bloc: Bloc, name: str | None, root: str) -> dict[str, str]:
    return {"name": name or str(bloc), "slug": bloc.slug, "url": root + bloc.get_absolute_url()}


def recorded_year(slug: str, year: int) -> EmulationYear:
    """The year with the bloc's name of its last day (today, while it runs)."""
    span = Span.of_year(year, local_today())
    found = EmulationYear.objects.of_bloc_at(slug).of_year(year).with_bloc_named_on(span.named_on).first()
    if found is None:
        raise Http404
    return found
