"""/tim-kiem/: the results page, and suggestions as JSON for its script. Identical for every visitor."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.core.http.caching import public_page
from portal.core.http.errors import NotFoundWithMessage
from portal.search import query_parser
from portal.search import suggestions as search_suggestions
from portal.search.results import ResultsPageNotFound, build_results_page

# Filters that the form keeps in hidden inputs when words or dates change.
_FILTER_PARAMETERS = ("loai", "chuyen-muc", "nam")


@require_safe
@public_page
def search(request: HttpRequest) -> HttpResponse:
    parameters = request.GET
    typed = query_parser.clean_query(parameters.get("q", ""))
    context: dict[str, Any] = {
        "typed": typed,
        "since": parameters.get("tu", "")[:40],
        "until": parameters.get("den", "")[:40],
        "hidden_fields": [(name, parameters[name][:120]) for name in _FILTER_PARAMETERS if parameters.get(name)],
        "results": None,
    }
    if typed or context["since"] or context["until"]:
        try:
            context["results"] = build_results_page(parameters)
        except ResultsPageNotFound as error:
            raise NotFoundWithMessage(str(error)) from error
    return render(request, "search/results.html", context)


@require_safe
@public_page
def suggestions(request: HttpRequest) -> HttpResponse:
    """``{"suggestions": […]}``: completions of the typed words."""
    found = search_suggestions.suggest(request.GET.get("q", ""))
    return JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})
