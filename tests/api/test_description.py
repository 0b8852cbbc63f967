"""The description that machines read is true: what it allows is answered as it says, what it forbids is refused.

schemathesis invents the questions and holds the answers against the description. Its own pytest plugin does not know
this pytest yet, so each operation is a test of ours.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from portal.api.urls import api
from tests.api.examples import make_example

pytestmark = pytest.mark.django_db

PATHS = sorted(api.get_openapi_schema(path_prefix="api/v1/")["paths"])
# A handful for each operation and mode keeps the whole below a minute.
LIKE_ALWAYS = settings(
    max_examples=12,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def description(settings: Any) -> Iterator[Any]:
    settings.API_REQUESTS_PER_MINUTE = 0
    make_example()
    # The test's connection outlives a request, as with the framework's own client.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", uncompressed(get_wsgi_application()))
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def uncompressed(application: Callable[..., Any]) -> Callable[..., Any]:
    """The client asks for packed answers and does not unpack them."""

    def ask(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        return application(environ, start_response)

    return ask


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "forbidden"])
@pytest.mark.parametrize("path", PATHS)
def test_is_kept_to(description: Any, path: str, mode: GenerationMode) -> None:
    operation = description[path]["GET"]
    if mode == GenerationMode.NEGATIVE and not operation.query:
        return

    @LIKE_ALWAYS
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        in_order(case)
        case.call_and_validate()

    ask()


def in_order(case: Any) -> None:
    """The one rule that a description cannot tell: the last day does not come before the first."""
    query = case.query or {}
    if isinstance(query.get("since"), str) and isinstance(query.get("until"), str) and query["since"] > query["until"]:
        query["since"], query["until"] = query["until"], query["since"]


def test_names_what_it_describes(client: Any) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.")
    assert sorted(described["paths"]) == PATHS
    for path, methods in described["paths"].items():
        assert set(methods) == {"get"}, path
        assert {"200", "400", "404", "429"} <= set(methods["get"]["responses"]), path
        assert methods["get"]["summary"], path
