"""Signing in: throttled, silent about who exists, and out again."""

import datetime as dt

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.models import AuditEntry
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

    def test_whoever_has_no_dashboard_goes_home(self, client: Client) -> None:
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
        statuses = [try_to_sign_in(client, name, "sai")[0] for _ in range(settings.SIGN_IN_ATTEMPTS + 1)]
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
        call_command("ensure_admin")
        first = capsys.readouterr().out
        user = User.objects.get()
        password = first.split("Password:")[1].strip()
        assert user.check_password(password)
        call_command("ensure_admin")
        assert password not in capsys.readouterr().out
        assert User.objects.count() == 1


class TestSigningInAgainInPlace:
    """The same view for a script: JSON in, JSON out, and the same rules."""

    JSON = {"accept": "application/json"}

    @pytest.mark.parametrize(
        "address", ["/quan-tri/news/article/nhip/", "/quan-tri/images/image/tai-len/", "/quan-tri/pages/page/add/"]
    )
    def test_a_script_without_any_cookie_is_told_that_a_token_is_wanted(self, address: str) -> None:
        answer = Client(enforce_csrf_checks=True).post(address, {"title": "Bài"}, headers=self.JSON)
        assert (answer.status_code, answer.json()["csrf"]) == (403, True)
        assert answer.json()["message"] == "Phiên đăng nhập đã hết."

    def post(self, client: Client, username: str, password: str = PASSWORD, **fields: object) -> HttpResponse:
        return client.post("/dang-nhap/", {"username": username, "password": password, **fields}, headers=self.JSON)

    def test_the_right_password_gives_name_and_a_new_token(self, client: Client) -> None:
        user = make_user(full_name="Mã Thị Sao")
        response = self.post(client, user.username, person=user.pk)
        answer = response.json()
        assert (response.status_code, answer["ok"], answer["id"], answer["name"]) == (200, True, user.pk, "Mã Thị Sao")
        assert "no-store" in response.headers["Cache-Control"]
        assert client.get("/dang-nhap/phien/").json()["signed_in"] is True

    def test_the_new_token_is_taken(self) -> None:
        strict = Client(enforce_csrf_checks=True)
        user = make_administrator()
        token = strict.get("/dang-nhap/phien/").json()["csrf"]
        fields = {"username": user.username, "password": PASSWORD}
        refused = strict.post("/dang-nhap/", fields, headers=self.JSON)
        assert (refused.status_code, refused.json()["ok"]) == (403, False)
        answer = strict.post("/dang-nhap/", fields, headers={**self.JSON, "x-csrftoken": token}).json()
        assert strict.post("/dang-xuat/").status_code == 403
        assert strict.post("/dang-xuat/", headers={"x-csrftoken": answer["csrf"]}).status_code == 302

    def test_wrong_name_and_wrong_password_get_the_same_answer(self, client: Client) -> None:
        answers = [self.post(client, name, "sai") for name in (make_user().username, "khong-co-ai")]
        assert [answer.status_code for answer in answers] == [400, 400]
        assert answers[0].json() == answers[1].json()
        assert "Tên đăng nhập hoặc mật khẩu không đúng" in answers[0].json()["message"]

    @pytest.mark.parametrize("exists", [True, False])
    def test_too_many_attempts_rest_a_while(self, client: Client, exists: bool) -> None:
        name = make_user().username if exists else "khong-co-ai"
        answers = [self.post(client, name, "sai") for _ in range(settings.SIGN_IN_ATTEMPTS + 1)]
        assert answers[-1].status_code == 429
        assert answers[-1].json()["ok"] is False
        assert "thử lại từ" in answers[-1].json()["message"]
        assert self.post(client, name).status_code == 429

    def test_an_empty_form_is_told_once(self, client: Client) -> None:
        answer = self.post(client, "", "")
        assert answer.status_code == 400
        assert answer.json()["message"].count("bắt buộc") == 1

    def test_only_who_was_at_work_goes_on(self, client: Client) -> None:
        writer, other = make_user(), make_user(username="nguoi-khac")
        answer = self.post(client, other.username, person=writer.pk)
        assert answer.status_code == 400
        assert "không phải là tài khoản đang làm dở" in answer.json()["message"]
        assert client.get("/dang-nhap/phien/").json()["signed_in"] is False
        entry = AuditEntry.objects.newest_first().first()
        assert (entry.action, entry.actor_name) == ("sign_in_failed", "nguoi-khac")

    def test_the_writer_takes_the_place_back_from_somebody_else(self, client: Client) -> None:
        writer = make_user()
        client.force_login(make_user())
        assert self.post(client, writer.username, person=writer.pk).json()["ok"] is True
        assert client.get("/dang-nhap/phien/").json()["id"] == writer.pk

    def test_a_browser_that_opens_the_page_gets_the_page(self, client: Client) -> None:
        accept = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
        assert client.get("/dang-nhap/", headers=accept).headers["Content-Type"].startswith("text/html")
        assert client.post("/dang-nhap/", {}, headers=accept).headers["Content-Type"].startswith("text/html")


class TestSessionState:
    def test_says_who_and_how_long(self, client: Client) -> None:
        user = make_user(full_name="Mã Thị Sao")
        client.force_login(user)
        answer = client.get("/dang-nhap/phien/").json()
        assert (answer["signed_in"], answer["id"], answer["name"]) == (True, user.pk, "Mã Thị Sao")
        assert settings.SESSION_COOKIE_AGE - 60 < answer["seconds_left"] <= settings.SESSION_COOKIE_AGE

    def test_asking_does_not_prolong_the_session(self, client: Client) -> None:
        client.force_login(make_user())
        soon = timezone.now() + dt.timedelta(seconds=90)
        Session.objects.update(expire_date=soon)
        assert 0 < client.get("/dang-nhap/phien/").json()["seconds_left"] <= 90
        assert Session.objects.get().expire_date == soon

    def test_says_that_it_has_ended(self, client: Client) -> None:
        client.force_login(make_user())
        Session.objects.all().delete()
        response = client.get("/dang-nhap/phien/")
        answer = response.json()
        assert (answer["signed_in"], set(answer)) == (False, {"signed_in", "csrf"})
        assert "no-store" in response.headers["Cache-Control"]

    def test_is_only_asked(self, client: Client) -> None:
        assert client.post("/dang-nhap/phien/").status_code == 405
