"""The agency's own pages: structure and functions, leaders, contacts. The same views serve every language."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.api.tables import csv_answer
from portal.kit import dates
from portal.kit.addresses import root_of
from portal.kit.errors import NotFoundForReader
from portal.kit.httpcache import public_page
from portal.organisation import linked_data
from portal.organisation.charts import Branch, chart, dialled, holder_of, peopled
from portal.organisation.models import Posting, Unit
from portal.organisation.querysets import PostingQuerySet


@require_safe
@public_page
def structure(request: HttpRequest) -> HttpResponse:
    """/co-cau-to-chuc/ — the chart and what each unit does, today or on ``?ngay=27/03/2018``. Two queries."""
    today = dates.local_day(timezone.now())
    typed = "".join(filter(str.isprintable, request.GET.get("ngay", ""))).strip()[:40]
    day, complaint = _day_asked(typed, today)
    roots = _chart_on(day, Posting.objects.leaders())
    context = {
        "roots": roots,
        "units": [branch for root in roots for branch in root.walk()],
        "day": day,
        "is_today": day == today,
        "typed": typed,
        "complaint": complaint,
        "linked_data": linked_data.of_structure(roots, root_of(request)),
    }
    return render(request, "organisation/structure.html", context)


@require_safe
@public_page
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """/co-cau-to-chuc/<unit>/ — functions, people of today, former leaders, what stands below. Four queries."""
    today = dates.local_day(timezone.now())
    found = Unit.objects.of_slug(slug).select_related("parent").first()
    if found is None:
        raise NotFoundForReader(_("Không có đơn vị này trong cơ cấu tổ chức."))
    postings = Posting.objects.of_unit(found.pk)
    holders = [holder_of(posting) for posting in postings.public().holding_on(today).for_pages()]
    context = {
        "unit": found,
        "phone_dialled": dialled(found.phone),
        "is_of_today": found.holds_on(today),
        "holders": holders,
        "former": [holder_of(posting) for posting in postings.leaders().ended_by(today).for_terms()],
        "below": Unit.objects.below(found.pk).holding_on(today),
        "linked_data": linked_data.of_unit(found, holders, root_of(request)),
    }
    return render(request, "organisation/unit.html", context)


@require_safe
@public_page
def leaders(request: HttpRequest) -> HttpResponse:
    """/lanh-dao/ — who leads today, by unit; below them those who did before. Three queries."""
    today = dates.local_day(timezone.now())
    sections = peopled(_chart_on(today, Posting.objects.leaders()))
    context = {
        "sections": sections,
        "former": [holder_of(posting) for posting in Posting.objects.leaders().ended_by(today).for_terms()],
        "linked_data": linked_data.of_leaders(sections, root_of(request)),
    }
    return render(request, "organisation/leaders.html", context)


@require_safe
@public_page
def contacts(request: HttpRequest) -> HttpResponse:
    """/lien-he/ — the agency's own contacts, and the officials who may be asked, by unit. Three queries."""
    today = dates.local_day(timezone.now())
    sections = _contacts_on(today)
    agencies = [(dialled(root.phone), root) for root in Unit.objects.roots().holding_on(today)]
    context = {
        "agencies": agencies,
        "sections": sections,
        "linked_data": linked_data.of_contacts(sections, root_of(request)),
    }
    return render(request, "organisation/contacts.html", context)


@require_safe
@public_page
def contacts_csv(request: HttpRequest) -> HttpResponse:
    """/lien-he/can-bo-dau-moi.csv — the same table to take home."""
    heads = [_("Họ và tên"), _("Chức vụ"), _("Đơn vị"), _("Lĩnh vực"), _("Điện thoại"), _("Thư điện tử")]
    rows = [
        [holder.name, holder.post, holder.unit, holder.area, holder.phone, holder.email]
        for section in _contacts_on(dates.local_day(timezone.now()))
        for holder in section.holders
    ]
    return csv_answer("can-bo-dau-moi", heads, rows)


def _contacts_on(day: dt.date) -> list[Branch]:
    return peopled(_chart_on(day, Posting.objects.to_be_asked()))


def _chart_on(day: dt.date, postings: PostingQuerySet) -> list[Branch]:
    return chart(Unit.objects.holding_on(day), postings.holding_on(day).for_pages())


def _day_asked(typed: str, today: dt.date) -> tuple[dt.date, str]:
    """The day to show, and what is wrong with the one that was typed."""
    if not typed:
        return today, ""
    try:
        return dates.parse_day(typed), ""
    except ValueError as error:
        return today, str(error)
