"""/tim-kiem/: the page of results and, for whoever has JavaScript, suggestions. The same for everybody."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.kit.errors import NotFoundForReader
from portal.kit.httpcache import public_page
from portal.search import language, suggesting
from portal.search.results import NoSuchPage, results

# What a form must carry along when its words or days change.
_KEPT = ("loai", "chuyen-muc", "nam")


@require_safe
@public_page
def search(request: HttpRequest) -> HttpResponse:
    parameters = request.GET
    typed = language.tidy(parameters.get("q", ""))
    context = {
        "typed": typed,
        "since": parameters.get("tu", "")[:40],
        "until": parameters.get("den", "")[:40],
        "kept": [(name, parameters[name][:120]) for name in _KEPT if parameters.get(name)],
        "results": None,
    }
    if typed or context["since"] or context["until"]:
        try:
            context["results"] = results(parameters)
        except NoSuchPage as error:
            raise NotFoundForReader(str(error)) from error
    return render(request, "search/results.html", context)


@require_safe
@public_page
def suggestions(request: HttpRequest) -> HttpResponse:
    """``{"suggestions": […]}``: what the words typed so far may become."""
    found = suggesting.suggest(request.GET.get("q", ""))
    return JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})
