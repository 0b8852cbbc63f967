"""Stylesheets within the page: the same rules, whole addresses, and a policy that lets through just them."""

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.templatetags.static import static
from django.test import RequestFactory

from portal.core.content import inline_css
from portal.core.http.csp import PageCSPMiddleware, allow_source

SHEET = """/* What nobody needs: } */
@font-face { src: url("../font/a.woff2") format("woff2"), url(b.woff2), url('/c.woff2'), url(data:font/woff2;base64,AA==); }
a::after { content: "a /* b */  c"; }
@media (max-width: 30rem) { p > a { color: rgb(0 0 0 / 50%); } }
"""


@pytest.fixture
def sheet(tmp_path: Path, settings: Any) -> str:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "of-a-test.css").write_text(SHEET)
    settings.STATICFILES_DIRS = [tmp_path]
    settings.DEBUG = True  # nothing is kept
    return "css/of-a-test.css"


class TestStyle:
    def test_says_what_the_file_says_without_what_only_people_need(self, sheet: str) -> None:
        text = inline_css.inline_style(sheet).text
        assert 'a::after{content:"a /* b */  c"}' in text
        assert "@media (max-width:30rem){p>a{color:rgb(0 0 0 / 50%)}}" in text
        assert "nobody" not in text

    def test_has_addresses_that_hold_on_every_page(self, sheet: str) -> None:
        addresses = re.findall(r"url\(([^)]*)\)", inline_css.inline_style(sheet).text)
        ours = [f'"{static(name)}"' for name in ("font/a.woff2", "css/b.woff2")]
        assert addresses == [*ours, "'/c.woff2'", "data:font/woff2;base64,AA=="]

    def test_is_let_through_by_the_digest_of_its_text(self, sheet: str) -> None:
        style = inline_css.inline_style(sheet, sheet)
        digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
        assert style.csp_source == f"'sha256-{digest}'"

    def test_a_file_that_is_not_there_is_named(self, sheet: str) -> None:
        with pytest.raises(inline_css.StylesheetNotFound, match=r"css/khong-co\.css"):
            inline_css.inline_style("css/khong-co.css")

    @pytest.mark.parametrize("name", sorted(path.name for path in Path("static/css").glob("*.css")))
    def test_ours_cannot_end_their_element(self, name: str) -> None:
        assert "<" not in inline_css.inline_style(f"css/{name}").text


class TestTag:
    def test_writes_the_element_and_tells_the_policy(self, sheet: str) -> None:
        request = RequestFactory().get("/")
        template = Template("{% load inline_css %}{% inline_css name %}")
        written = template.render(Context({"name": sheet, "request": request}))
        made = inline_css.inline_style(sheet)
        assert written == f"<style>{made.text}</style>"
        assert policy_after(request) == {"style-src": [made.csp_source]}


class TestPolicy:
    def test_of_a_page_that_asks_nothing_is_the_sites(self) -> None:
        assert policy_after(RequestFactory().get("/")) is None

    def test_holds_each_source_once_and_keeps_what_a_view_allowed(self) -> None:
        request = RequestFactory().get("/")
        for source in ("'sha256-a'", "'sha256-a'", "'sha256-b'"):
            allow_source(request, "style-src", source)
        allow_source(request, "img-src", "https://a.example")
        assert policy_after(request, {"img-src": ["data:"], "font-src": ["data:"]}) == {
            "style-src": ["'sha256-a'", "'sha256-b'"],
            "img-src": ["data:", "https://a.example"],
            "font-src": ["data:"],
        }


def policy_after(request: Any, by_view: dict[str, list[str]] | None = None) -> dict[str, list[str]] | None:
    def view(request: Any) -> HttpResponse:
        response = HttpResponse()
        if by_view:
            response._csp_update = by_view
        return response

    return getattr(PageCSPMiddleware(view)(request), "_csp_update", None)
