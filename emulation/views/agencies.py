"""Agency page: its names and bloc memberships over time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emulation import structured_data
from emulation.models import Agency, LeadershipTerm, Membership
from emulation.querysets.years import agency_name_on, bloc_name_on
from portal.core.http.absolute_urls import base_url
from portal.core.http.caching import public_page
from portal.core.http.errors import NotFoundWithMessage
from portal.core.text import dates


@require_safe
@public_page
def agency_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """/co-quan/<slug>/ — names, changes, memberships and leadership terms, each with its days and decision."""
    today = dates.local_date(timezone.now())
    found = Agency.objects.with_name_on(today).of_slug(slug).select_related("emblem").first()
    if found is None:
        raise NotFoundWithMessage(_("Không có cơ quan, đơn vị này trong danh mục của cổng."))
    memberships = Membership.objects.of_agency(found).latest_first().select_related("bloc", "decision")
    terms = (
        LeadershipTerm.objects.of_agency(found)
        .latest_first()
        .select_related("bloc")
        .prefetch_related("representatives")
    )
    context = {
        "agency": found,
        "day": today,
        "names": list(found.names.latest_first().select_related("decision")),
        "memberships": list(memberships.annotate(bloc_name=bloc_name_on(today, "name"))),
        "leadership_terms": list(terms.annotate(bloc_name=bloc_name_on(today, "name"))),
        "relations": list(
            found.relations.select_related("other", "decision").annotate(other_name=agency_name_on("other", today))
        ),
        "linked_data": structured_data.agency_json_ld(found, base_url(request)),
        "relations_from": list(
            found.relations_from.select_related("agency", "decision").annotate(
                agency_name=agency_name_on("agency", today)
            )
        ),
    }
    return render(request, "emulation/agency.html", context)
