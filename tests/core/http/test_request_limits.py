"""What no request may bring: NUL in the URL, and from the public more than a form can hold."""

import io
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from portal.core.http.request_limits import MAX_PUBLIC_BODY_BYTES
from portal.questions.models import Question
from tests.consultations.factories import make_consultation
from tests.factories import make_user

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
ASK = "/hoi-dap/gui/"


class Counted(io.BytesIO):
    """A body that knows how much of it was read."""

    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        found = super().read(size)
        self.taken += len(found)
        return found


def post(client: Client, path: str, body: bytes, **extra: Any) -> tuple[Any, int]:
    stream = Counted(body)
    sent = {"wsgi.input": stream, "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": FORM}
    answer = client.generic("POST", path, **sent, **extra)
    return answer, stream.taken


class TestBody:
    @pytest.fixture
    def public_forms(self) -> list[str]:
        consultation = make_consultation()
        comment = f"/lay-y-kien/{consultation.pk}/gop-y/"
        return [
            ASK,
            f"/en{ASK}",
            comment,
            "/dang-nhap/",
            "/dang-nhap/ma-xac-thuc/",
            "/dang-xuat/",
            "/tin-tuc/",
            "/luot/",
        ]

    def test_of_the_public_is_refused_unread(self, public_forms: list[str]) -> None:
        client = Client(enforce_csrf_checks=True)
        for path in public_forms:
            answer, taken = post(client, path, b"text=" + b"a" * MAX_PUBLIC_BODY_BYTES)
            assert (path, answer.status_code, taken) == (path, 413, 0)

    def test_is_refused_in_words(self, client: Client) -> None:
        body = b"text=" + b"a" * MAX_PUBLIC_BODY_BYTES
        assert "vượt quá 64 KB" in post(client, ASK, body)[0].content.decode()
        assert "64 KB" in post(client, f"/en{ASK}", body)[0].content.decode()
        assert (
            "vượt quá 64 KB" in post(client, "/dang-nhap/", body, HTTP_ACCEPT="application/json")[0].json()["message"]
        )

    def test_a_session_of_nobody_changes_nothing(self) -> None:
        client = Client()
        client.cookies["sessionid"] = SessionStore().session_key or "x" * 32
        assert post(client, "/dang-nhap/", b"a=" + b"a" * MAX_PUBLIC_BODY_BYTES)[0].status_code == 413

    def test_of_staff_may_be_longer_but_not_in_public_forms(self) -> None:
        client = Client()
        client.force_login(make_user(is_staff=True, is_superuser=True))
        body = b"title=x&body=" + b"a" * MAX_PUBLIC_BODY_BYTES
        assert post(client, "/quan-tri/news/article/add/", body)[0].status_code != 413
        assert post(client, ASK, body)[0].status_code == 413

    def test_whoever_was_signed_out_while_writing_is_asked_to_sign_in(self, client: Client) -> None:
        assert post(client, "/quan-tri/news/article/add/", b"a=" + b"a" * MAX_PUBLIC_BODY_BYTES)[0].status_code == 302

    def test_too_long_a_text_below_the_limit_comes_back_with_its_field(self, client: Client) -> None:
        sent = {"name": "A", "subject": "Hỏi", "text": "đường " * 900, "shown_as": "an-danh", "consent": "on"}
        answer, _taken = post(client, ASK, urlencode(sent).encode())
        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {"text"}
        assert sent["text"] in answer.content.decode()
        assert not Question.objects.exists()


class TestNul:
    @pytest.mark.parametrize(
        "address",
        ["/tim-kiem/?q=a%00", "/hoi-dap/?linh-vuc=%00", "/van-ban/tep/1/%00", "/media/%00", "/quan-tri/?%00=1"],
    )
    def test_in_a_url_is_refused_in_words(self, client: Client, address: str) -> None:
        answer = client.get(address)
        assert answer.status_code == 400
        assert "Yêu cầu không hợp lệ" in answer.content.decode()

    def test_is_told_to_scripts_as_data(self, client: Client) -> None:
        answer = client.get("/tim-kiem/goi-y/?q=%00", headers={"accept": "application/json"})
        assert (answer.status_code, answer.json()["ok"]) == (400, False)

    def test_that_is_written_out_is_text(self, client: Client) -> None:
        assert client.get("/tim-kiem/?q=%2500").status_code == 200
