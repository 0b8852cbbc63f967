"""Signing in: throttled, silent about who exists, and out again."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from portal.accounts.models import User
from tests.factories import PASSWORD, make_administrator, make_user

pytestmark = pytest.mark.django_db


def try_to_sign_in(client: Client, username: str, password: str) -> tuple[int, str]:
    response = client.post("/dang-nhap/", {"username": username, "password": password})
    return response.status_code, response.content.decode()


class TestSigningIn:
    def test_the_page_bears_the_agencys_name(self, client: Client) -> None:
        assert settings.SITE_IDENTITY["name"] in client.get("/dang-nhap/").content.decode()

    def test_the_right_password_leads_to_the_work(self, client: Client) -> None:
        user = make_administrator()
        response = client.post("/dang-nhap/", {"username": user.username, "password": PASSWORD})
        assert response.headers["Location"] == "/ban-lam-viec/"

    def test_whoever_has_no_desk_goes_home(self, client: Client) -> None:
        user = make_user()
        response = client.post("/dang-nhap/", {"username": user.username, "password": PASSWORD})
        assert response.headers["Location"] == "/"

    def test_leads_back_to_where_one_came_from_but_never_elsewhere(self, client: Client) -> None:
        user = make_administrator()
        for wanted, given in (("/quan-tri/news/", "/quan-tri/news/"), ("https://evil.example/", "/ban-lam-viec/")):
            client.logout()
            answer = {"username": user.username, "password": PASSWORD, "next": wanted}
            assert client.post("/dang-nhap/", answer).headers["Location"] == given

    def test_wrong_name_and_wrong_password_get_the_same_answer(self, client: Client) -> None:
        known, unknown = make_user().username, "khong-co-ai"
        answers = {try_to_sign_in(client, name, "sai")[1].replace(name, "X") for name in (known, unknown)}
        pages = {answer.split("<main")[1] for answer in answers}
        tokenless = {
            page[: page.index("csrfmiddlewaretoken")] + page[page.index("csrfmiddlewaretoken") + 120 :]
            for page in pages
        }
        assert len(tokenless) == 1
        assert "Tên đăng nhập hoặc mật khẩu không đúng" in tokenless.pop()

    def test_the_typed_name_stays_and_the_password_does_not(self, client: Client) -> None:
        page = try_to_sign_in(client, "nong.quynh", "mat-khau-sai")[1]
        assert 'value="nong.quynh"' in page
        assert "mat-khau-sai" not in page

    @pytest.mark.parametrize("exists", [True, False])
    def test_too_many_attempts_rest_a_while_for_any_name(self, client: Client, exists: bool) -> None:
        name = make_user().username if exists else "khong-co-ai"
        statuses = [try_to_sign_in(client, name, "sai")[0] for _ in range(settings.AXES_FAILURE_LIMIT + 1)]
        assert statuses[0] == 200
        assert statuses[-1] == 429
        assert try_to_sign_in(client, name, PASSWORD)[0] == 429

    def test_an_account_put_to_rest_cannot_sign_in(self, client: Client) -> None:
        user = make_user(is_active=False)
        assert try_to_sign_in(client, user.username, PASSWORD)[0] == 200


class TestSigningOut:
    def test_asks_first_and_acts_on_a_post(self, client: Client) -> None:
        client.force_login(make_administrator())
        assert client.get("/dang-xuat/").status_code == 200
        assert client.get("/quan-tri/").status_code == 200
        client.post("/dang-xuat/")
        assert client.get("/quan-tri/").status_code == 302


def test_passwords_are_kept_with_argon2() -> None:
    from portal import settings as real

    assert real.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


class TestFirstAdministrator:
    def test_is_made_once_with_a_password_shown_once(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("ensureadmin")
        first = capsys.readouterr().out
        user = User.objects.get()
        password = first.split("Password:")[1].strip()
        assert user.check_password(password)
        call_command("ensureadmin")
        assert password not in capsys.readouterr().out
        assert User.objects.count() == 1
