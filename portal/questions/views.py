"""/hoi-dap/: public answers, the question form, and the sender's status page."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.http.absolute_urls import base_url
from portal.core.http.caching import public_page
from portal.core.http.client_ip import client_network
from portal.core.http.errors import NotFoundWithMessage
from portal.core.http.pagination import paginate_or_404
from portal.core.http.rate_limit import RateLimit, Verdict
from portal.core.http.request_limits import public_form
from portal.core.http.same_origin import is_same_origin
from portal.core.text import languages
from portal.pages import translations
from portal.questions import structured_data
from portal.questions.forms import QuestionForm
from portal.questions.models import Question, Topic, normalize_code
from portal.questions.services import receive_question
from portal.questions.status_page import get_status_label, get_status_steps

# Rate limits: per network in ten minutes, and for all networks in a minute.
SUBMISSIONS_PER_TEN_MINUTES, SUBMISSIONS_PER_MINUTE = 5, 60
CODE_LOOKUPS_PER_MINUTE = 30
_NETWORK_LIMIT = RateLimit("questions.ask", SUBMISSIONS_PER_TEN_MINUTES, 600)
_GLOBAL_LIMIT = RateLimit("questions.ask.all", SUBMISSIONS_PER_MINUTE, 60)
_CODE_LOOKUP_LIMIT = RateLimit("questions.track", CODE_LOOKUPS_PER_MINUTE, 60)
_MAX_SEARCH_LENGTH = 100


@require_safe
@public_page
def question_list(request: HttpRequest) -> HttpResponse:
    """/hoi-dap/ — answered questions, newest first; ``?q=`` and ``?linh-vuc=`` filter. At most three queries."""
    search_text = request.GET.get("q", "")[:_MAX_SEARCH_LENGTH].strip()
    topics = list(Topic.objects.with_answers().in_order())
    selected_topic = _get_topic_or_404(request.GET.get("linh-vuc", ""))
    questions = Question.objects.published()
    if selected_topic is not None:
        questions = questions.of_topic(selected_topic.slug)
    if search_text:
        questions = questions.matching(search_text)
    filters = {"linh-vuc": selected_topic.slug if selected_topic else "", "q": search_text}
    context = {
        "search_text": search_text,
        "topics": topics,
        "selected_topic": selected_topic,
        "page": paginate_or_404(questions, request.GET, urlencode({k: value for k, value in filters.items() if value})),
    }
    return render(request, "questions/question_list.html", context)


@require_safe
@public_page
def question_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """/hoi-dap/<number>/ — one query."""
    question = Question.objects.published().for_page().filter(pk=pk).first()
    if question is None:
        raise NotFoundWithMessage(_("Không có câu hỏi này, hoặc câu trả lời không được công bố."))
    context = {"question": question, "linked_data": structured_data.question_json_ld(question, base_url(request))}
    return render(request, "questions/question_detail.html", context)


@public_form
@csrf_exempt  # no cookie, so no CSRF token: same-origin headers and rate limits are checked
@require_http_methods(["GET", "HEAD", "POST"])
def ask_question(request: HttpRequest) -> HttpResponse:
    """/hoi-dap/gui/ — the form; ``?trang=/…`` reports an error on a page. Invalid input is shown again (422)."""
    if request.method != "POST":
        return _render_form(request, QuestionForm(page=request.GET.get("trang", "")))
    if not is_same_origin(request):
        raise PermissionDenied
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _render_form(request, form, status=422)
    if not (verdict := _check_rate_limits(request)).is_allowed:
        message = _("Vừa có quá nhiều thư được gửi. Những gì đã viết vẫn còn ở dưới; hãy gửi lại từ %(time)s.")
        form.add_error(None, message % {"time": verdict.retry_time})
        return verdict.mark_too_many_requests(_render_form(request, form))
    with languages.override(languages.VIETNAMESE):
        question = receive_question(submission=form.submission())
    return HttpResponseRedirect(question.tracking_url)


@require_safe
def track_question(request: HttpRequest) -> HttpResponse:
    """/hoi-dap/theo-doi/?ma=… — status page for the holder of the code; never cached. Two queries."""
    typed = request.GET.get("ma", "")[:80]
    question = None
    if typed:
        if not (verdict := _CODE_LOOKUP_LIMIT.hit(client_network(request))).is_allowed:
            refused = {"typed": typed, "question": None, "retry_time": verdict.retry_time}
            return verdict.mark_too_many_requests(render(request, "questions/question_status.html", refused))
        question = Question.objects.for_page().with_code(normalize_code(typed)).first()
    context: dict[str, Any] = {"typed": typed, "question": question, "retry_time": ""}
    if question is not None:
        context |= {
            "status_label": get_status_label(question),
            "steps": get_status_steps(question),
            "is_overdue": question.is_overdue(timezone.now()),
        }
    return render(request, "questions/question_status.html", context, status=404 if typed and question is None else 200)


def _render_form(request: HttpRequest, form: QuestionForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "privacy_page": translations.localized_page_url(settings.PRIVACY_PAGE),
        "working_days": settings.QUESTION_REPLY_WORKING_DAYS,
        "contact_days": settings.QUESTION_CONTACT_RETENTION_DAYS,
    }
    return render(request, "questions/question_form.html", context, status=status)


def _check_rate_limits(request: HttpRequest) -> Verdict:
    """Rate limit result for the client's network, stored as a digest for ten minutes."""
    verdict = _NETWORK_LIMIT.hit(client_network(request))
    return _GLOBAL_LIMIT.hit() if verdict.is_allowed else verdict


def _get_topic_or_404(slug: str) -> Topic | None:
    if not slug:
        return None
    topic = Topic.objects.filter(slug=slug).first()
    if topic is None:
        raise NotFoundWithMessage(_("Không có lĩnh vực này."))
    return topic
