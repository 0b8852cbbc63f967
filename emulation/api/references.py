"""References to agencies, blocs and years in responses."""

from django.http import Http404
from django.urls import reverse

from emulation.members_table import DateRange
from emulation.models import Bloc, EmulationYear
from portal.core.api.responses import local_today

# OpenAPI tag of all resources of this app.
TAG = "Khối thi đua"


def agency_reference(name: str, slug: str, root: str) -> dict[str, str]:
    return {"name": name, "slug": slug, "url": root + reverse("emulation:agency-detail", args=[slug])}


def bloc_reference(bloc: Bloc, name: str | None, root: str) -> dict[str, str]:
    return {"name": name or str(bloc), "slug": bloc.slug, "url": root + bloc.get_absolute_url()}


def get_recorded_year(slug: str, year: int) -> EmulationYear:
    """The year with the bloc's name on its last day (today, for the current year)."""
    span = DateRange.of_year(year, local_today())
    found = EmulationYear.objects.of_bloc_slug(slug).of_year(year).with_bloc_name_on(span.names_as_of).first()
    if found is None:
        raise Http404
    return found
