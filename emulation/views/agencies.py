"""An agency: what it was called and which blocs it belonged to, over time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emulation import linked_data
from emulation.models import Agency, Membership, Officer
from emulation.querysets.years import agency_name_on, bloc_name_on
from portal.kit import dates
from portal.kit.addresses import root_of
from portal.kit.errors import NotFoundForReader
from portal.kit.httpcache import public_page


@require_safe
@public_page
def agency(request: HttpRequest, slug: str) -> HttpResponse:
    """/co-quan/<slug>/ — names, what became of it, blocs and offices, each with its days and decision."""
    today = dates.local_day(timezone.now())
    found = Agency.objects.named_on(today).of_slug(slug).select_related("emblem").first()
    if found is None:
        raise NotFoundForReader(_("Không có cơ quan, đơn vị này trong danh mục của cổng."))
    memberships = Membership.objects.of_agency(found).latest_first().select_related("bloc", "decision")
    offices = Officer.objects.of_agency(found).latest_first().select_related("bloc").prefetch_related("persons")
    context = {
        "agency": found,
        "day": today,
        "names": list(found.names.latest_first().select_related("decision")),
        "memberships": list(memberships.annotate(bloc_name=bloc_name_on(today, "name"))),
        "offices": list(offices.annotate(bloc_name=bloc_name_on(today, "name"))),
        "relations": list(
            found.relations.select_related("other", "decision").annotate(other_name=agency_name_on("other", today))
        ),
        "linked_data": linked_data.of_agency(found, root_of(request)),
        "relations_from": list(
            found.relations_from.select_related("agency", "decision").annotate(
                agency_name=agency_name_on("agency", today)
            )
        ),
    }
    return render(request, "emulation/agency.html", context)
