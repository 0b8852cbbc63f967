"""/phong-cach/ shows everything there is, to those who build it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import make_administrator, make_user

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# Heads, which say nothing to the eye.
UNSEEN = {"components/structured_data.html", "components/meta_tags.html"}


def shown(name: str) -> set[str]:
    """A template with all that it includes or extends, and so on."""
    text = (TEMPLATES / name).read_text()
    parts = set(re.findall(r'\{% (?:include|extends) "([^"]+)"', text))
    return parts.union(*(shown(part) for part in parts))


def test_every_component_is_shown() -> None:
    components = {str(path.relative_to(TEMPLATES)) for path in (TEMPLATES / "components").glob("*.html")}
    assert components - shown("style_guide/page.html") == UNSEEN


@pytest.mark.django_db
class TestPage:
    ADDRESS = "/phong-cach/"

    def test_is_shown_to_staff(self, client: Client) -> None:
        client.force_login(make_administrator())
        response = client.get(self.ADDRESS)
        assert response.status_code == 200
        assert "no-store" in response.headers["Cache-Control"]
        page = response.content.decode()
        for told in (
            "chart__bar",
            "signature-grid__party--pending",
            "field--invalid",
            "article-card--lead",
            "month-calendar",
            "recent-documents",
            "article-tools",
            "site-nav__list",
            "data-portal-reading-preferences",
        ):
            assert told in page
        assert "chưa đủ" not in page

    def test_strangers_sign_in_first(self, client: Client) -> None:
        assert client.get(self.ADDRESS).headers["Location"] == "/dang-nhap/?next=/phong-cach/"

    def test_others_are_refused(self, client: Client) -> None:
        client.force_login(make_user())
        assert client.get(self.ADDRESS).status_code == 403

    def test_is_only_read(self, client: Client) -> None:
        client.force_login(make_administrator())
        assert client.post(self.ADDRESS).status_code == 405
