"""API decorators (CORS, caching, allowed methods), the OpenAPI document and the documentation page."""

from functools import cache, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from portal.core.api.service import VERSION, api, error_response
from portal.core.http.absolute_urls import base_url
from portal.core.http.caching import View, public_page

# Documented once for all lists.
_PAGINATION_PARAMS = {"limit", "cursor"}
_ALLOWED_METHODS = "GET, HEAD, OPTIONS"


def open_data_view(view: View) -> View:
    """Allows any origin (CORS) for GET and HEAD only; cached like every public page; ignores the session."""

    @csrf_exempt  # read-only, and other origins may call it
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            response: HttpResponseBase = HttpResponse(status=204)
            response.headers["Access-Control-Allow-Methods"] = _ALLOWED_METHODS
            response.headers["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
            response.headers["Access-Control-Max-Age"] = "86400"
        elif request.method not in {"GET", "HEAD"}:
            response = error_response(request, 405, _("Dữ liệu mở chỉ để đọc."))
            response.headers["Allow"] = _ALLOWED_METHODS
        else:
            response = _handle_get(view, request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        return response

    return wrapper


@public_page
def _cached_get(request: HttpRequest, view: View, *args: Any, **kwargs: Any) -> HttpResponseBase:
    return view(request, *args, **kwargs)


def _handle_get(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """The GET response, also for HEAD, which the NinjaAPI does not route; the server strips the body."""
    original_method, request.method = request.method, "GET"
    try:
        return _cached_get(request, view, *args, **kwargs)
    finally:
        request.method = original_method


@cache
def openapi_schema() -> dict[str, Any]:
    """The OpenAPI document, built once per process: it changes only with the code."""
    return dict(api.get_openapi_schema())


def openapi_json(request: HttpRequest) -> HttpResponse:
    """/api/v1/openapi.json"""
    return api.create_response(request, openapi_schema(), status=200)


def not_found(request: HttpRequest) -> HttpResponse:
    return error_response(request, 404, _("Không có địa chỉ này. Danh sách các địa chỉ ở trang /api/."))


@require_safe
@public_page
def docs_page(request: HttpRequest) -> HttpResponse:
    """/api/ — every resource and its parameters, generated from the OpenAPI document."""
    parts: dict[str, list[dict[str, Any]]] = {}
    for path, methods in openapi_schema()["paths"].items():
        operation = methods["get"]
        entry = {
            "url": path,
            "is_whole": "{" not in path,
            "summary": operation["summary"],
            "parameters": [
                {
                    "name": parameter["name"],
                    "description": parameter.get("description", ""),
                    "choices": _enum_values(parameter["schema"]),
                }
                for parameter in operation["parameters"]
                if parameter["in"] == "query" and parameter["name"] not in _PAGINATION_PARAMS
            ],
        }
        parts.setdefault(operation["tags"][0], []).append(entry)
    context = {"tags": list(parts.items()), "base_url": base_url(request), "version": VERSION}
    return render(request, "api/documentation.html", context)


def _enum_values(schema: dict[str, Any]) -> list[str]:
    """The allowed values of a parameter, where they are few enough to list."""
    schemas = [schema, *schema.get("anyOf", [])]
    return [choice for kind in schemas for choice in kind.get("enum", [])]
