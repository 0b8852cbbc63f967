"""What stands around the service: who may ask for what and keep it, and the page for people."""

from functools import cache, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from portal.api.service import PARTS, VERSION, api, refusal
from portal.kit.addresses import root_of
from portal.kit.httpcache import View, public_page

# Told once for all lists.
_PAGING = {"limit", "cursor"}
_METHODS = "GET, HEAD, OPTIONS"


def open_data(view: View) -> View:
    """Answers any site's scripts (CORS), only to reading, kept like every public page, without a look at who asks."""

    @csrf_exempt  # nothing is written, and a foreign site may ask
    @wraps(view)
    def served(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            response: HttpResponseBase = HttpResponse(status=204)
            response.headers["Access-Control-Allow-Methods"] = _METHODS
            response.headers["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
            response.headers["Access-Control-Max-Age"] = "86400"
        elif request.method not in {"GET", "HEAD"}:
            response = refusal(request, 405, _("Dữ liệu mở chỉ để đọc."))
            response.headers["Allow"] = _METHODS
        else:
            response = _read(view, request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        return response

    return served


@public_page
def _read_public(request: HttpRequest, view: View, *args: Any, **kwargs: Any) -> HttpResponseBase:
    return view(request, *args, **kwargs)


def _read(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """The answer to GET, also for HEAD, which the service itself does not know; the server leaves its body out."""
    asked, request.method = request.method, "GET"
    try:
        return _read_public(request, view, *args, **kwargs)
    finally:
        request.method = asked


@cache
def described() -> dict[str, Any]:
    """The description in the words of OpenAPI, made once: it changes only with the code."""
    return dict(api.get_openapi_schema())


def description(request: HttpRequest) -> HttpResponse:
    """/api/v1/openapi.json"""
    return api.create_response(request, described(), status=200)


def unknown(request: HttpRequest) -> HttpResponse:
    return refusal(request, 404, _("Không có địa chỉ này. Danh sách các địa chỉ ở trang /api/."))


@require_safe
@public_page
def page(request: HttpRequest) -> HttpResponse:
    """/api/ — every resource and its parameters, written from the description that machines read."""
    parts: dict[str, list[dict[str, Any]]] = {part: [] for part in PARTS}
    for address, methods in described()["paths"].items():
        told = methods["get"]
        entry = {
            "address": address,
            "is_whole": "{" not in address,
            "summary": told["summary"],
            "parameters": [
                {
                    "name": parameter["name"],
                    "description": parameter.get("description", ""),
                    "choices": _choices(parameter["schema"]),
                }
                for parameter in told["parameters"]
                if parameter["in"] == "query" and parameter["name"] not in _PAGING
            ],
        }
        parts[told["tags"][0]].append(entry)
    context = {"parts": list(parts.items()), "root": root_of(request), "version": VERSION}
    return render(request, "api/page.html", context)


def _choices(schema: dict[str, Any]) -> list[str]:
    """The values that a parameter takes, where they are few enough to be named."""
    kinds = [schema, *schema.get("anyOf", [])]
    return [choice for kind in kinds for choice in kind.get("enum", [])]
