"""/hoi-dap/: what was answered in public, the form to ask, and the sender's own page."""

import dataclasses
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portal.kit import languages, paging
from portal.kit.addresses import root_of
from portal.kit.errors import NotFoundForReader
from portal.kit.httpcache import public_page
from portal.kit.network import address_of
from portal.kit.same_origin import is_from_own_page
from portal.kit.throttle import is_within_rate
from portal.questions import linked_data
from portal.questions.answering import receive
from portal.questions.forms import QuestionForm
from portal.questions.models import Question, Topic, read_code
from portal.questions.tracking import state_of, steps_of
from portal.site import translating

# From one address, and from all of them together.
LETTERS_PER_TEN_MINUTES, LETTERS_PER_MINUTE = 5, 60
CODES_PER_MINUTE = 30
_LONGEST_SEARCH = 100


@require_safe
@public_page
def question_list(request: HttpRequest) -> HttpResponse:
    """/hoi-dap/ — the answered ones, newest first; ``?q=`` and ``?linh-vuc=`` narrow. Three queries at most."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:_LONGEST_SEARCH]
    topics = list(Topic.objects.with_answers().in_order())
    chosen = _topic_asked(request.GET.get("linh-vuc", ""))
    questions = Question.objects.published()
    if chosen is not None:
        questions = questions.of_topic(chosen.slug)
    if words:
        questions = questions.matching(words)
    narrowing = {"linh-vuc": chosen.slug if chosen else "", "q": words}
    context = {
        "words": words,
        "topics": topics,
        "chosen": chosen,
        "page": _page_of(questions, request, {name: value for name, value in narrowing.items() if value}),
    }
    return render(request, "questions/list.html", context)


@require_safe
@public_page
def question_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """/hoi-dap/<number>/ — one query."""
    question = Question.objects.published().for_page().filter(pk=pk).first()
    if question is None:
        raise NotFoundForReader(_("Không có câu hỏi này, hoặc câu trả lời không được công bố."))
    context = {"question": question, "linked_data": linked_data.of_question(question, root_of(request))}
    return render(request, "questions/detail.html", context)


@csrf_exempt  # no cookie, so no token: where the form stood is asked of the browser, floods are dammed
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """/hoi-dap/gui/ — the form; ``?trang=/…`` reports an error on a page. What is wrong comes back as typed (422)."""
    if request.method != "POST":
        return _form_page(request, QuestionForm(page=request.GET.get("trang", "")))
    if not is_from_own_page(request):
        raise PermissionDenied
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    if not _lets_through(request):
        form.add_error(None, _("Vừa có quá nhiều thư được gửi từ nơi này. Hãy đợi mười phút rồi gửi lại."))
        return _form_page(request, form, status=429)
    with languages.speaking(languages.VIETNAMESE):
        question = receive(letter=form.letter())
    return HttpResponseRedirect(question.tracking_address)


@require_safe
def track(request: HttpRequest) -> HttpResponse:
    """/hoi-dap/theo-doi/?ma=… — for whoever has the code; nobody keeps it. Two queries."""
    typed = request.GET.get("ma", "")[:80]
    question = None
    if typed:
        if not is_within_rate(f"questions.track.{address_of(request)}", CODES_PER_MINUTE):
            context = {"typed": typed, "question": None, "is_refused": True}
            return render(request, "questions/track.html", context, status=429)
        question = Question.objects.for_page().of_code(read_code(typed)).first()
    context = {"typed": typed, "question": question, "is_refused": False}
    if question is not None:
        context |= {
            "state": state_of(question),
            "steps": steps_of(question),
            "is_overdue": question.is_overdue(timezone.now()),
        }
    return render(request, "questions/track.html", context, status=404 if typed and question is None else 200)


def _form_page(request: HttpRequest, form: QuestionForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "privacy_page": translating.address_here(settings.PRIVACY_PAGE),
        "working_days": settings.QUESTION_WORKING_DAYS,
        "contact_days": settings.QUESTION_CONTACT_DAYS,
    }
    return render(request, "questions/ask.html", context, status=status)


def _lets_through(request: HttpRequest) -> bool:
    """Whether one more may come from here; who asks is kept for ten minutes, as a digest."""
    sender = address_of(request)
    is_calm = is_within_rate(f"questions.ask.{sender}", LETTERS_PER_TEN_MINUTES, seconds=600)
    return is_calm and is_within_rate("questions.ask", LETTERS_PER_MINUTE)


def _topic_asked(slug: str) -> Topic | None:
    if not slug:
        return None
    topic = Topic.objects.filter(slug=slug.replace("\x00", "")).first()
    if topic is None:
        raise NotFoundForReader(_("Không có lĩnh vực này."))
    return topic


def _page_of(questions: object, request: HttpRequest, narrowing: dict[str, str]) -> paging.Page:
    """The page asked for; its neighbours' addresses carry along what narrows the list."""
    try:
        page = paging.page_of(questions, request.GET)
    except paging.NoSuchPage as error:
        raise NotFoundForReader(str(error)) from error
    more = f"&{urlencode(narrowing)}" if narrowing else ""
    newer = page.newer + more if page.newer else None
    older = page.older + more if page.older else None
    return dataclasses.replace(page, newer=newer, older=older)
