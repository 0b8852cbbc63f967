"""A page for people, data for scripts."""

import pytest
from django.test import RequestFactory

from portal.core.http.content_negotiation import wants_json


@pytest.mark.parametrize(
    ("accept", "is_json"),
    [
        (None, False),
        ("*/*", False),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", False),
        ("application/json", True),
        ("application/json, text/html;q=0.5", True),
        ("text/html, application/json;q=0.5", False),
        ("image/png", False),
    ],
)
def test_accept_decides(accept: str | None, is_json: bool) -> None:
    headers = {} if accept is None else {"accept": accept}
    assert wants_json(RequestFactory().get("/", headers=headers)) is is_json
