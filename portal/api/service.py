"""The service itself: its description, how it refuses, and what every resource of it shares."""

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

from portal.api.throttling import PerAddress

VERSION = "1.0.0"
# The parts of the description, in the order in which people read them.
NEWS, BLOCS, LIBRARY, AGENCY = PARTS = ("Tin tức", "Khối thi đua", "Thư viện văn bản", "Cơ quan")


class WrongParameter(Schema):
    """Which parameter, and what is wrong with it."""

    parameter: str
    message: str


class Refusal(Schema):
    """Why there is no answer, in words for people."""

    detail: str
    errors: list[WrongParameter] = []


class WrongQuestion(Exception):  # named for what happened, as elsewhere
    """The question contradicts itself; the message is for whoever asked."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.errors = [WrongParameter(parameter=parameter, message=message)]


class ReadableRenderer(JSONRenderer):
    """JSON with its Vietnamese letters written as they are, which is also half as long."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="Dữ liệu mở của cổng thông tin",
    version=VERSION,
    description="Chỉ đọc, không cần đăng ký. Những gì có ở đây cũng là những gì các trang của cổng công bố.",
    urls_namespace="api",
    docs_url=None,
    auth=None,
    throttle=PerAddress(),
    renderer=ReadableRenderer(),
)

_REFUSALS = {400: Refusal, 404: Refusal, 429: Refusal}
# What pydantic finds wrong, by its own names for it.
_MESSAGES: dict[str, Callable[[dict[str, Any]], str]] = {
    "int_parsing": lambda told: _("Phải là một số nguyên."),
    "greater_than_equal": lambda told: _("Phải từ %(least)s trở lên.") % {"least": told["ge"]},
    "less_than_equal": lambda told: _("Nhiều nhất là %(most)s.") % {"most": told["le"]},
    "string_pattern_mismatch": lambda told: _("Không đúng mẫu."),
    "string_too_long": lambda told: _("Dài quá %(most)s ký tự.") % {"most": told["max_length"]},
    "enum": lambda told: _("Chỉ nhận: %(choices)s.") % {"choices": told["expected"]},
    "literal_error": lambda told: _("Chỉ nhận: %(choices)s.") % {"choices": told["expected"]},
    "value_error": lambda told: str(told["error"]),
}


def resource(
    path: str, answer: Any, *, name: str, summary: str, part: str, media_type: str = ""
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Publishes a view under a path: what it answers, its name in the address map, and its words in the description.

    A parameter that the view does not know is refused, for a filter misspelt would silently filter nothing. With a
    ``media_type`` the view gives a whole response of that kind.
    """

    def publish(view: Callable[..., Any]) -> Callable[..., Any]:
        known = _parameters_of(view)

        @functools.wraps(view)
        def strict(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            for unknown in sorted(set(request.GET) - known):
                raise WrongQuestion(unknown[:40], _("Không có tham số này."))
            return view(request, *args, **kwargs)

        table = {"responses": {200: {"content": {media_type: {"schema": {"type": "string"}}}}}} if media_type else {}
        return api.get(
            path,
            response={200: answer, **_REFUSALS},
            url_name=name,
            operation_id=name,
            summary=summary,
            tags=[part],
            openapi_extra=table,
        )(strict)

    return publish


def _parameters_of(view: Callable[..., Any]) -> set[str]:
    """The names of the query parameters that a view takes, all of them fields of one ``Query[…]``."""
    kinds = [get_args(parameter.annotation) for parameter in inspect.signature(view).parameters.values()]
    schemas = [kind[0] for kind in kinds if kind and inspect.isclass(kind[0]) and issubclass(kind[0], Schema)]
    return {name for schema in schemas for name in schema.model_fields}


def refusal(request: HttpRequest, status: int, detail: str, errors: list[WrongParameter] | None = None) -> HttpResponse:
    told = Refusal(detail=detail, errors=errors or [])
    return api.create_response(request, told.model_dump(), status=status)


@api.exception_handler(ValidationError)
def _on_wrong_parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
    found = [
        WrongParameter(
            parameter=str(fault["loc"][-1]),
            message=_MESSAGES.get(fault["type"], lambda told: _("Giá trị không hợp lệ."))(fault.get("ctx") or {}),
        )
        for fault in error.errors
    ]
    return refusal(request, 400, _("Có tham số không hợp lệ."), found)


@api.exception_handler(WrongQuestion)
def _on_wrong_question(request: HttpRequest, error: WrongQuestion) -> HttpResponse:
    return refusal(request, 400, _("Có tham số không hợp lệ."), error.errors)


@api.exception_handler(Http404)
def _on_not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return refusal(request, 404, _("Không có mục này, hoặc mục chưa được công bố."))


@api.exception_handler(Throttled)
def _on_throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
    response = refusal(request, 429, _("Quá nhiều yêu cầu trong một phút. Hãy chờ rồi thử lại."))
    response.headers["Retry-After"] = str(math.ceil(error.wait or 1))
    return response
