"""The NinjaAPI instance: OpenAPI metadata, error responses and the registration of resources."""

import functools
import inspect
import math
from collections.abc import Callable
from typing import Any, get_args

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import Throttled, ValidationError
from ninja.renderers import JSONRenderer

from portal.core.api.rate_limits import ClientNetworkThrottle

VERSION = "1.0.0"


class ParameterError(Schema):
    """A parameter and its validation error."""

    parameter: str
    message: str


class ErrorResponse(Schema):
    """Error message for the user."""

    detail: str
    errors: list[ParameterError] = []


class InvalidQuery(Exception):  # no Error suffix, as elsewhere in the project
    """The parameters contradict each other; the message is for the client."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.errors = [ParameterError(parameter=parameter, message=message)]


class UnicodeJSONRenderer(JSONRenderer):
    """JSON with unescaped Vietnamese letters (``ensure_ascii=False``), which is half the size."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="Dữ liệu mở của cổng thông tin",
    version=VERSION,
    description="Chỉ đọc, không cần đăng ký. Những gì có ở đây cũng là những gì các trang của cổng công bố.",
    urls_namespace="api",
    docs_url=None,
    auth=None,
    throttle=ClientNetworkThrottle(),
    renderer=UnicodeJSONRenderer(),
)

_ERROR_RESPONSES = {400: ErrorResponse, 404: ErrorResponse, 429: ErrorResponse}
# Messages by pydantic error type.
_ERROR_MESSAGES: dict[str, Callable[[dict[str, Any]], str]] = {
    "int_parsing": lambda told: _("Phải là một số nguyên."),
    "greater_than_equal": lambda told: _("Phải từ %(least)s trở lên.") % {"least": told["ge"]},
    "less_than_equal": lambda told: _("Nhiều nhất là %(most)s.") % {"most": told["le"]},
    "string_pattern_mismatch": lambda told: _("Không đúng mẫu."),
    "string_too_long": lambda told: _("Dài quá %(most)s ký tự.") % {"most": told["max_length"]},
    "enum": lambda told: _("Chỉ nhận: %(choices)s.") % {"choices": told["expected"]},
    "literal_error": lambda told: _("Chỉ nhận: %(choices)s.") % {"choices": told["expected"]},
    "value_error": lambda told: str(told["error"]),
}


def register_resource(
    path: str, response_schema: Any, *, name: str, summary: str, tag: str, media_type: str = ""
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Registers a view under a path, with its response schema, URL name and OpenAPI description.

    Unknown parameters are rejected, because a misspelt filter would silently filter nothing. With a ``media_type`` the
    view returns a complete response of that type.
    """

    def decorator(view: Callable[..., Any]) -> Callable[..., Any]:
        allowed_names = _query_parameter_names(view)

        @functools.wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            for unknown in sorted(set(request.GET) - allowed_names):
                raise InvalidQuery(unknown[:40], _("Không có tham số này."))
            return view(request, *args, **kwargs)

        openapi_extra = (
            {"responses": {200: {"content": {media_type: {"schema": {"type": "string"}}}}}} if media_type else {}
        )
        return api.get(
            path,
            response={200: response_schema, **_ERROR_RESPONSES},
            url_name=name,
            operation_id=name,
            summary=summary,
            tags=[tag],
            openapi_extra=openapi_extra,
        )(wrapper)

    return decorator


def _query_parameter_names(view: Callable[..., Any]) -> set[str]:
    """The names of a view's query parameters, which are the fields of one ``Query[…]``."""
    kinds = [get_args(parameter.annotation) for parameter in inspect.signature(view).parameters.values()]
    schemas = [kind[0] for kind in kinds if kind and inspect.isclass(kind[0]) and issubclass(kind[0], Schema)]
    return {name for schema in schemas for name in schema.model_fields}


def error_response(
    request: HttpRequest, status: int, detail: str, errors: list[ParameterError] | None = None
) -> HttpResponse:
    error = ErrorResponse(detail=detail, errors=errors or [])
    return api.create_response(request, error.model_dump(), status=status)


@api.exception_handler(ValidationError)
def _handle_validation_error(request: HttpRequest, error: ValidationError) -> HttpResponse:
    parameter_errors = [
        ParameterError(
            parameter=str(detail["loc"][-1]),
            message=_ERROR_MESSAGES.get(detail["type"], lambda told: _("Giá trị không hợp lệ."))(
                detail.get("ctx") or {}
            ),
        )
        for detail in error.errors
    ]
    return error_response(request, 400, _("Có tham số không hợp lệ."), parameter_errors)


@api.exception_handler(InvalidQuery)
def _handle_invalid_query(request: HttpRequest, error: InvalidQuery) -> HttpResponse:
    return error_response(request, 400, _("Có tham số không hợp lệ."), error.errors)


@api.exception_handler(Http404)
def _handle_not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return error_response(request, 404, _("Không có mục này, hoặc mục chưa được công bố."))


@api.exception_handler(Throttled)
def _handle_throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
    response = error_response(request, 429, _("Quá nhiều yêu cầu trong một phút. Hãy chờ rồi thử lại."))
    response.headers["Retry-After"] = str(math.ceil(error.wait or 1))
    return response
