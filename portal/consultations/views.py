"""/lay-y-kien/: drafts open for comment. Responses are the same for every user; comments need no cookie."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portal.consultations import comments, structured_data
from portal.consultations.forms import CommentForm
from portal.consultations.models import MAX_COMMENT_LENGTH, Consultation, ConsultationFile
from portal.core.content.private_files import private_file_response
from portal.core.http.absolute_urls import base_url
from portal.core.http.caching import public_file, public_page
from portal.core.http.client_ip import client_network
from portal.core.http.errors import NotFoundWithMessage
from portal.core.http.pagination import paginate_or_404
from portal.core.http.rate_limit import RateLimit, Verdict
from portal.core.http.request_limits import public_form
from portal.core.http.same_origin import is_same_origin
from portal.core.text import languages

# Rate limits: comments from one network in ten minutes, and all comments on one draft in a minute.
MAX_COMMENTS_PER_NETWORK, MAX_COMMENTS_PER_CONSULTATION = 5, 60
_NETWORK_LIMIT = RateLimit("consultations.comment", MAX_COMMENTS_PER_NETWORK, 600)
_CONSULTATION_LIMIT = RateLimit("consultations.comment.all", MAX_COMMENTS_PER_CONSULTATION, 60)
# Limit per page; a draft with more comments has its summary.
MAX_COMMENTS_SHOWN = 500


@require_safe
@public_page
def consultation_list(request: HttpRequest) -> HttpResponse:
    """/lay-y-kien/ — drafts open for comment now or soon, then closed ones, newest first."""
    now = timezone.now()
    context = {
        "open": Consultation.objects.open(now).soonest_closing_first().for_list(),
        "upcoming": Consultation.objects.upcoming(now).soonest_closing_first().for_list(),
        "page": paginate_or_404(Consultation.objects.closed(now), request.GET),
    }
    return render(request, "consultations/consultation_list.html", context)


@require_safe
@public_page
def consultation_detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    consultation = _get_consultation_or_404(pk)
    if slug != consultation.slug:
        return redirect(consultation, permanent=True)
    if consultation.is_withdrawn:
        return render(request, "consultations/consultation_gone.html", {"consultation": consultation}, status=410)
    return render(
        request, "consultations/consultation_detail.html", _detail_context(request, consultation, CommentForm())
    )


# No cookie is read, so there is no session for CSRF to abuse; the same-origin headers are checked instead.
@public_form
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def submit_comment_view(request: HttpRequest, pk: int) -> HttpResponseBase:
    """/lay-y-kien/<id>/gop-y/ — accepts the comment form of the draft's page; a GET redirects there."""
    consultation = _get_consultation_or_404(pk)
    if request.method != "POST" or consultation.is_withdrawn:
        return redirect(consultation)
    form = CommentForm(request.POST)
    if form.is_spam:
        return redirect("consultations:comment-received")
    if not is_same_origin(request):
        return _render_with_error(
            request, consultation, form, 403, _("Biểu mẫu được gửi từ nơi khác. Hãy gửi lại tại đây.")
        )
    if not form.is_valid():
        return _render_with_error(
            request, consultation, form, 400, _("Chưa gửi được. Hãy xem lại những chỗ được đánh dấu.")
        )
    if not (verdict := _check_rate_limits(request, consultation)).is_allowed:
        message = _("Vừa có quá nhiều ý kiến được gửi. Những gì đã viết vẫn còn ở dưới; hãy gửi lại từ %(time)s.")
        error_message = message % {"time": verdict.retry_time}
        return verdict.mark_too_many_requests(_render_with_error(request, consultation, form, 429, error_message))
    answers = {name: form.cleaned_data[name] for name in ("name", "organisation", "email", "text")}
    try:
        with languages.override(languages.VIETNAMESE):
            comments.submit_comment(consultation=consultation, **answers)
    except ValidationError as refusal:
        return _render_with_error(request, consultation, form, 400, " ".join(refusal.messages))
    response = redirect("consultations:comment-received")
    response.status_code = 303
    return response


@require_safe
@public_page
def comment_received(request: HttpRequest) -> HttpResponse:
    """/lay-y-kien/da-nhan/"""
    return render(request, "consultations/comment_received.html")


@require_safe
@public_file
def consultation_file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Serves a file of a draft: to everybody while the draft is public, else to staff with permission."""
    found = get_object_or_404(ConsultationFile.objects.select_related("consultation"), pk=pk)
    is_public = found.removed_at is None and found.consultation.is_public()
    if not is_public and not request.user.has_perm("consultations.view_consultation"):
        raise NotFoundWithMessage(_("Không có tệp này, hoặc dự thảo chưa được đăng."))
    return private_file_response(request, found.file)


def _get_consultation_or_404(pk: int) -> Consultation:
    consultation = Consultation.objects.ever_published().with_pk(pk).for_page().first()
    if consultation is None:
        raise NotFoundWithMessage(_("Không có dự thảo này, hoặc dự thảo chưa được đăng."))
    return consultation


def _detail_context(
    request: HttpRequest, consultation: Consultation, form: CommentForm, error_message: str = ""
) -> dict[str, Any]:
    now = timezone.now()
    outcome = consultation.outcome if consultation.outcome and consultation.outcome.is_public(now) else None
    return {
        "consultation": consultation,
        "is_open": consultation.is_open(now),
        "is_upcoming": now < consultation.opens_at,
        "files": list(consultation.files.not_removed()),
        "comments": list(consultation.comments.shown().oldest_first()[:MAX_COMMENTS_SHOWN]),
        "outcome": outcome,
        "form": form,
        "error_message": error_message,
        "most": MAX_COMMENT_LENGTH,
        "linked_data": structured_data.consultation_json_ld(consultation, base_url(request)),
    }


def _render_with_error(
    request: HttpRequest, consultation: Consultation, form: CommentForm, status: int, error_message: str
) -> HttpResponse:
    """Renders the page of the draft again, with the submitted values and the errors."""
    context = _detail_context(request, consultation, form, error_message)
    return render(request, "consultations/consultation_detail.html", context, status=status)


def _check_rate_limits(request: HttpRequest, consultation: Consultation) -> Verdict:
    verdict = _NETWORK_LIMIT.hit(client_network(request))
    return _CONSULTATION_LIMIT.hit(str(consultation.pk)) if verdict.is_allowed else verdict
