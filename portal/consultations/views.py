"""/lay-y-kien/: drafts laid open for comment. Pages are the same for everybody; a comment is sent without a cookie."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portal.consultations import commenting, linked_data
from portal.consultations.forms import CommentForm
from portal.consultations.models import MOST_COMMENT, Consultation, ConsultationFile
from portal.kit import languages, paging
from portal.kit.addresses import root_of
from portal.kit.errors import NotFoundForReader
from portal.kit.httpcache import public_page
from portal.kit.network import address_of
from portal.kit.same_origin import is_from_own_page
from portal.kit.throttle import is_within_rate
from portal.library.files import file_response

# Comments from one address in ten minutes, and of all to one draft in a minute.
MOST_OF_ONE, MOST_OF_ALL = 5, 60
TEN_MINUTES = 600
# Of one page; a draft that moves more people has its summary.
MOST_SHOWN = 500


@require_safe
@public_page
def consultation_list(request: HttpRequest) -> HttpResponse:
    """/lay-y-kien/ — what takes comments now or soon, then what is over, newest first."""
    now = timezone.now()
    try:
        page = paging.page_of(Consultation.objects.closed(now), request.GET)
    except paging.NoSuchPage as error:
        raise NotFoundForReader(str(error)) from error
    context = {
        "open": Consultation.objects.open(now).soonest_closing_first().for_list(),
        "upcoming": Consultation.objects.upcoming(now).soonest_closing_first().for_list(),
        "page": page,
    }
    return render(request, "consultations/consultation_list.html", context)


@require_safe
@public_page
def consultation_detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    consultation = _known(pk)
    if slug != consultation.slug:
        return redirect(consultation, permanent=True)
    if consultation.is_withdrawn:
        return render(request, "consultations/consultation_gone.html", {"consultation": consultation}, status=410)
    return render(request, "consultations/consultation_detail.html", _context(request, consultation, CommentForm()))


# No cookie is read, so there is no session for another site to abuse; where the form stood is asked instead.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """/lay-y-kien/<id>/gop-y/ — takes the form of the draft's page; whoever only looks is led there."""
    consultation = _known(pk)
    if request.method != "POST" or consultation.is_withdrawn:
        return redirect(consultation)
    form = CommentForm(request.POST)
    if form.is_of_a_program:
        return redirect("consultations:thanks")
    if not is_from_own_page(request):
        return _refused(request, consultation, form, 403, _("Biểu mẫu được gửi từ nơi khác. Hãy gửi lại tại đây."))
    if not form.is_valid():
        return _refused(request, consultation, form, 400, _("Chưa gửi được. Hãy xem lại những chỗ được đánh dấu."))
    if not _within_rates(request, consultation):
        return _refused(request, consultation, form, 429, _("Quá nhiều ý kiến gửi cùng lúc. Hãy thử lại sau ít phút."))
    answers = {name: form.cleaned_data[name] for name in ("name", "organisation", "email", "text")}
    try:
        with languages.speaking(languages.VIETNAMESE):
            commenting.take(consultation=consultation, **answers)
    except ValidationError as refusal:
        return _refused(request, consultation, form, 400, " ".join(refusal.messages))
    response = redirect("consultations:thanks")
    response.status_code = 303
    return response


@require_safe
@public_page
def thanks(request: HttpRequest) -> HttpResponse:
    """/lay-y-kien/da-nhan/"""
    return render(request, "consultations/thanks.html")


@require_safe
def consultation_file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """A file of a draft: for everybody while the draft is public, else for those who prepare it."""
    found = get_object_or_404(ConsultationFile.objects.select_related("consultation"), pk=pk)
    is_public = found.removed_at is None and found.consultation.is_public()
    if not is_public and not request.user.has_perm("consultations.view_consultation"):
        raise NotFoundForReader(_("Không có tệp này, hoặc dự thảo chưa được đăng."))
    return file_response(found, is_public=is_public)


def _known(pk: int) -> Consultation:
    consultation = Consultation.objects.known_to_readers().of_key(pk).for_page().first()
    if consultation is None:
        raise NotFoundForReader(_("Không có dự thảo này, hoặc dự thảo chưa được đăng."))
    return consultation


def _context(request: HttpRequest, consultation: Consultation, form: CommentForm, problem: str = "") -> dict[str, Any]:
    now = timezone.now()
    outcome = consultation.outcome if consultation.outcome and consultation.outcome.is_public(now) else None
    return {
        "consultation": consultation,
        "is_open": consultation.is_open(now),
        "is_upcoming": now < consultation.opens_at,
        "files": list(consultation.files.present()),
        "comments": list(consultation.comments.shown().oldest_first()[:MOST_SHOWN]),
        "outcome": outcome,
        "form": form,
        "problem": problem,
        "most": MOST_COMMENT,
        "linked_data": linked_data.of_consultation(consultation, root_of(request)),
    }


def _refused(
    request: HttpRequest, consultation: Consultation, form: CommentForm, status: int, problem: str
) -> HttpResponse:
    """The page of the draft again, with everything that was typed."""
    context = _context(request, consultation, form, problem)
    return render(request, "consultations/consultation_detail.html", context, status=status)


def _within_rates(request: HttpRequest, consultation: Consultation) -> bool:
    sender = address_of(request) or ""
    return is_within_rate(f"comment {sender}", MOST_OF_ONE, TEN_MINUTES) and is_within_rate(
        f"comment on {consultation.pk}", MOST_OF_ALL
    )
