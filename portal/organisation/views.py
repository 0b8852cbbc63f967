"""Pages of the agency: structure and functions, leaders, contacts. The same views serve every language."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.http.absolute_urls import base_url
from portal.core.http.caching import public_page
from portal.core.http.errors import NotFoundWithMessage
from portal.core.http.spreadsheets import csv_response
from portal.core.text import dates
from portal.organisation import structured_data
from portal.organisation.models import Posting, Unit
from portal.organisation.org_chart import (
    UnitNode,
    build_org_chart,
    build_post_holder,
    nodes_with_holders,
    to_tel_number,
)
from portal.organisation.querysets import PostingQuerySet


@require_safe
@public_page
def structure(request: HttpRequest) -> HttpResponse:
    """/co-cau-to-chuc/ — the chart and the functions of each unit, today or on ``?ngay=27/03/2018``. Two queries."""
    today = dates.local_date(timezone.now())
    raw_day = "".join(filter(str.isprintable, request.GET.get("ngay", "")[: dates.MAX_DATE_LENGTH + 1])).strip()
    day, error = _parse_day(raw_day, today)
    roots = _org_chart_on(day, Posting.objects.leaders())
    context = {
        "roots": roots,
        "units": [branch for root in roots for branch in root.walk()],
        "day": day,
        "is_today": day == today,
        "raw_day": raw_day[: dates.MAX_DATE_LENGTH],
        "error": error,
        "linked_data": structured_data.organisation_json_ld(roots, base_url(request)),
    }
    return render(request, "organisation/structure.html", context)


@require_safe
@public_page
def unit_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """/co-cau-to-chuc/<unit>/ — functions, current officials, former leaders, subunits. Four queries."""
    today = dates.local_date(timezone.now())
    unit = Unit.objects.of_slug(slug).select_related("parent").first()
    if unit is None:
        raise NotFoundWithMessage(_("Không có đơn vị này trong cơ cấu tổ chức."))
    postings = Posting.objects.of_unit(unit.pk)
    holders = [build_post_holder(posting) for posting in postings.public().valid_on(today).for_pages()]
    context = {
        "unit": unit,
        "phone_tel_number": to_tel_number(unit.phone),
        "is_current": unit.is_valid_on(today),
        "holders": holders,
        "former": [build_post_holder(posting) for posting in postings.leaders().ended_by(today).for_past_terms()],
        "subunits": Unit.objects.subunits(unit.pk).valid_on(today),
        "linked_data": structured_data.unit_json_ld(unit, holders, base_url(request)),
    }
    return render(request, "organisation/unit.html", context)


@require_safe
@public_page
def leaders(request: HttpRequest) -> HttpResponse:
    """/lanh-dao/ — current leaders by unit, then former leaders. Three queries."""
    today = dates.local_date(timezone.now())
    nodes = nodes_with_holders(_org_chart_on(today, Posting.objects.leaders()))
    context = {
        "sections": nodes,
        "former": [
            build_post_holder(posting) for posting in Posting.objects.leaders().ended_by(today).for_past_terms()
        ],
        "linked_data": structured_data.leaders_json_ld(nodes, base_url(request)),
    }
    return render(request, "organisation/leaders.html", context)


@require_safe
@public_page
def contacts(request: HttpRequest) -> HttpResponse:
    """/lien-he/ — the agency's own contacts, and the contact officials by unit. Three queries."""
    today = dates.local_date(timezone.now())
    nodes = _contact_nodes(today)
    agencies = [(to_tel_number(root.phone), root) for root in Unit.objects.roots().valid_on(today)]
    context = {
        "agencies": agencies,
        "sections": nodes,
        "linked_data": structured_data.contacts_json_ld(nodes, base_url(request)),
    }
    return render(request, "organisation/contacts.html", context)


@require_safe
@public_page
def contacts_csv(request: HttpRequest) -> HttpResponse:
    """/lien-he/can-bo-dau-moi.csv — the table of contact officials as CSV."""
    heads = [_("Họ và tên"), _("Chức vụ"), _("Đơn vị"), _("Lĩnh vực"), _("Điện thoại"), _("Thư điện tử")]
    rows = [
        [holder.name, holder.post, holder.unit, holder.area, holder.phone, holder.email]
        for section in _contact_nodes(dates.local_date(timezone.now()))
        for holder in section.holders
    ]
    return csv_response("can-bo-dau-moi", heads, rows)


def _contact_nodes(day: dt.date) -> list[UnitNode]:
    return nodes_with_holders(_org_chart_on(day, Posting.objects.public_contacts()))


def _org_chart_on(day: dt.date, postings: PostingQuerySet) -> list[UnitNode]:
    return build_org_chart(Unit.objects.valid_on(day), postings.valid_on(day).for_pages())


def _parse_day(raw_day: str, today: dt.date) -> tuple[dt.date, str]:
    """The day to show, and the error message if the input was invalid."""
    if not raw_day:
        return today, ""
    try:
        return dates.parse_date(raw_day), ""
    except ValueError as error:
        return today, str(error)
