"""The State's monitoring script: nowhere unless it is set, and then on public pages alone."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.architecture.test_portal_settings import start

pytestmark = pytest.mark.django_db

HOST = "https://monitor.example.gov.vn"
SCRIPT = f"{HOST}/code.js?site=cao-bang&v=2"
TAG = f'<script src="{SCRIPT.replace("&", "&amp;")}" defer></script>'
DIRECTIVES = ("script-src", "connect-src", "img-src")


@pytest.fixture
def monitored(settings: Any) -> Client:
    """A visitor of a portal that was given the script: which middleware runs is decided when the client is made."""
    settings.MONITORING_SCRIPT_URL = SCRIPT
    return Client()


def policy_of(response: Any) -> dict[str, list[str]]:
    directives = (part.split() for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in directives}


class TestWithoutTheScript:
    def test_no_page_and_no_policy_names_another_host(self, client: Client) -> None:
        response = client.get(reverse("home"))
        assert "defer></script>" not in response.content.decode()
        assert [policy_of(response)[name] for name in DIRECTIVES] == [["'self'"]] * 3


class TestWithTheScript:
    @pytest.mark.parametrize("name", ["home", "news:article-list", "search:search", "pages:site-map"])
    def test_public_pages_carry_it_and_may_ask_its_host(self, monitored: Client, name: str) -> None:
        response = monitored.get(reverse(name))
        assert response.content.decode().count(TAG) == 1
        assert [policy_of(response)[name] for name in DIRECTIVES] == [["'self'", HOST]] * 3

    def test_nothing_else_of_the_policy_changes(self, client: Client, monitored: Client) -> None:
        before, after = (policy_of(visitor.get(reverse("home"))) for visitor in (client, monitored))
        assert {name: after[name] for name in after if name not in DIRECTIVES} == {
            name: before[name] for name in before if name not in DIRECTIVES
        }

    @pytest.mark.parametrize("name", ["accounts:sign-in", "admin:index", "dashboard:home"])
    def test_pages_of_staff_do_not(self, admin_client: Client, monitored: Client, name: str) -> None:
        monitored.cookies = admin_client.cookies
        self.holds_nothing(monitored.get(reverse(name), follow=True))

    def test_a_page_that_is_not_there_does_not(self, monitored: Client) -> None:
        self.holds_nothing(monitored.get("/khong-co-trang-nay/"))

    def test_a_secret_page_of_a_question_does_not(self, monitored: Client) -> None:
        self.holds_nothing(monitored.get(reverse("questions:question-tracking")))

    @staticmethod
    def holds_nothing(response: Any) -> None:
        assert HOST not in response.content.decode()
        assert HOST not in response.headers["Content-Security-Policy"]


class TestTheSetting:
    @pytest.mark.parametrize("address", ["http://monitor.example.gov.vn/code.js", "code.js", f'{HOST}/"><script>'])
    def test_what_is_no_https_address_refuses_the_start(self, tmp_path: Path, address: str) -> None:
        result = start(tmp_path, SECRET_KEY="mot-hai-ba-bon-nam-sau-bay-tam-chin", MONITORING_SCRIPT_URL=address)
        assert result.returncode != 0
        assert "MONITORING_SCRIPT_URL must be an https address" in result.stderr
