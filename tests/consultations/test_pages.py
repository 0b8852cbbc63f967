"""/lay-y-kien/: what readers meet, and how a comment is taken or refused."""

from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from portal.consultations import services as consultation_services
from portal.consultations import views
from portal.consultations.models import Comment
from portal.search.models import IndexEntry
from tests.concurrency import as_in_another_process
from tests.consultations.factories import make_closed, make_comment, make_consultation
from tests.documents.factories import PDF, make_library_document
from tests.english_pages import unmarked_vietnamese
from tests.factories import make_administrator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_counts() -> None:
    """What other tests sent does not count against this one."""
    cache.clear()


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def answers(**fields: Any) -> dict[str, Any]:
    return {"name": "Nguyễn Văn A", "text": "Nên nói rõ thời hạn.", "consent": "on", **fields}


class TestList:
    def test_tells_open_ones_from_closed_ones_and_shows_no_draft(self, client: Client) -> None:
        make_consultation(title="Đang mở")
        make_closed(title="Đã đóng")
        make_consultation(title="Còn nháp", published=False)
        shown = page(client, "/lay-y-kien/")
        assert shown.index("Đang nhận ý kiến") < shown.index("Đang mở") < shown.index("Đã kết thúc")
        assert "Còn nháp" not in shown

    def test_is_empty_in_words(self, client: Client) -> None:
        assert "Hiện không có dự thảo nào" in page(client, "/lay-y-kien/")
        page(client, "/lay-y-kien/?trang=9", 404)

    def test_the_search_finds_drafts_and_no_comments(self, client: Client) -> None:
        make_comment(make_consultation(), text="Lời riêng lạ lẫm", state="shown")
        assert IndexEntry.objects.filter(kind="consult").count() == 1
        assert "du-thao-quy-che-quan-ly" in page(client, "/tim-kiem/?q=quy+che&loai=lay-y-kien")
        assert not IndexEntry.objects.filter(text__contains="lạ lẫm").exists()


class TestDraft:
    def test_shows_comments_that_were_shown_and_no_address_of_mail(self, client: Client) -> None:
        consultation = make_consultation()
        make_comment(
            consultation, state="shown", organisation="Hội A", answer="Đã sửa.", answered_at="2026-01-01T00:00Z"
        )
        make_comment(consultation, text="Chưa duyệt")
        make_comment(consultation, text="Đã ẩn", state="hidden", hidden_reason="Xúc phạm.")
        shown = page(client, consultation.get_absolute_url())
        for part in ("Nguyễn Văn A, Hội A", "Nên nói rõ", "Đã sửa.", "Thông báo về thông tin cá nhân"):
            assert part in shown, part
        for part in ("a@example.org", "Chưa duyệt", "Đã ẩn", "Xúc phạm", "csrfmiddlewaretoken"):
            assert part not in shown, part
        consent = shown[shown.index('name="consent"') :]
        assert "checked" not in consent[: consent.index(">")]

    def test_a_closed_one_shows_its_summary_and_what_came_out(self, client: Client) -> None:
        closed = make_closed(summary="<p>Đã tiếp thu ba ý kiến.</p>", outcome=make_library_document())
        shown = page(client, closed.get_absolute_url())
        assert "không còn nhận ý kiến" in shown
        assert "Quyết định số 12/QĐ-UBND" in shown
        assert "Đã tiếp thu" not in shown
        consultation_services.publish_summary(consultation=closed, by=None)
        assert "Đã tiếp thu ba ý kiến." in page(client, closed.get_absolute_url())

    def test_a_draft_has_no_page_and_a_withdrawn_one_says_why(self, client: Client) -> None:
        page(client, make_consultation(published=False).get_absolute_url(), 404)
        consultation = make_consultation()
        consultation_services.withdraw_consultation(consultation=consultation, by=None, reason="Đăng nhầm bản.")
        assert "Đăng nhầm bản." in page(client, consultation.get_absolute_url(), 410)
        assert client.post(f"/lay-y-kien/{consultation.pk}/gop-y/", answers()).status_code == 302
        assert not Comment.objects.exists()

    def test_costs_as_many_queries_for_many_comments(self, client: Client, django_assert_num_queries: type) -> None:
        consultation = make_consultation()
        page(client, consultation.get_absolute_url())
        for _number in range(10):
            make_comment(consultation, state="shown")
        with django_assert_num_queries(3):
            page(client, consultation.get_absolute_url())

    def test_its_files_leave_only_while_it_is_public(self, client: Client) -> None:
        consultation = make_consultation()
        file = consultation.files.create(file=ContentFile(PDF, name="Dự thảo.pdf"))
        public = client.get(file.get_absolute_url())
        assert b"".join(public.streaming_content) == PDF
        consultation_services.withdraw_consultation(consultation=consultation, by=None, reason="Nhầm.")
        page(client, file.get_absolute_url(), 404)
        client.force_login(make_administrator())
        response = client.get(file.get_absolute_url())
        assert (response.status_code, "no-store" in response.headers["Cache-Control"]) == (200, True)
        for answer in (public, response):
            answer.close()


class TestCommenting:
    @pytest.fixture
    def address(self) -> str:
        return f"/lay-y-kien/{make_consultation().pk}/gop-y/"

    def test_is_taken_without_a_cookie_and_waits(self, address: str) -> None:
        strict = Client(enforce_csrf_checks=True)
        response = strict.post(address, answers(email="a@example.org", organisation="Hội A"))
        assert (response.status_code, response.headers["Location"]) == (303, "/lay-y-kien/da-nhan/")
        assert not response.cookies
        comment = Comment.objects.get()
        assert (comment.state, comment.organisation, comment.email) == ("pending", "Hội A", "a@example.org")

    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({"text": ""}, "bắt buộc"),
            ({"text": "  \n "}, "bắt buộc"),
            ({"text": "x" * 5001}, "5000"),
            ({"text": "a\0b"}, "field__errors"),
            ({"name": ""}, "bắt buộc"),
            ({"name": "x" * 151}, "150"),
            ({"email": "khong phai"}, "email"),
            ({"consent": ""}, "Chưa đánh dấu đồng ý"),
        ],
    )
    def test_what_is_wrong_is_told_and_what_was_typed_stays(
        self, client: Client, address: str, fields: dict[str, str], told: str
    ) -> None:
        response = client.post(address, answers(organisation="Hội gõ dở", **fields))
        shown = response.content.decode()
        assert response.status_code == 400
        assert told in shown
        assert "Hội gõ dở" in shown
        assert "no-store" in response.headers["Cache-Control"]
        assert not Comment.objects.exists()

    def test_outside_the_period_nothing_is_taken(self, client: Client) -> None:
        response = client.post(f"/lay-y-kien/{make_closed().pk}/gop-y/", answers())
        assert response.status_code == 400
        assert "không nhận ý kiến" in response.content.decode()
        assert not Comment.objects.exists()

    def test_a_program_thinks_it_was_taken(self, client: Client, address: str) -> None:
        assert client.post(address, answers(website="spam")).headers["Location"] == "/lay-y-kien/da-nhan/"
        assert not Comment.objects.exists()

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({"sec-fetch-site": "cross-site"}, 403),
            ({"sec-fetch-site": "same-site"}, 403),
            ({"origin": "https://example.org"}, 403),
            ({"origin": "null"}, 403),
            ({"sec-fetch-site": "same-origin", "origin": "http://testserver"}, 303),
            ({"origin": "http://testserver"}, 303),
        ],
    )
    def test_a_form_of_another_site_is_refused(
        self, client: Client, address: str, headers: dict[str, str], status: int
    ) -> None:
        assert client.post(address, answers(), headers=headers).status_code == status

    def test_too_many_of_one_sender_are_put_off(self, client: Client, address: str) -> None:
        with time_machine.travel(timezone.now(), tick=False):
            for _number in range(views.MAX_COMMENTS_PER_NETWORK):
                assert client.post(address, answers()).status_code == 303
            as_in_another_process()
            refused = client.post(address, answers())
        assert refused.status_code == 429
        assert 0 < int(refused.headers["Retry-After"]) <= 600
        assert answers()["text"] in refused.content.decode()
        assert "gửi lại từ" in refused.content.decode()
        assert Comment.objects.count() == views.MAX_COMMENTS_PER_NETWORK

    def test_whoever_only_looks_is_led_to_the_draft(self, client: Client, address: str) -> None:
        assert client.get(address).status_code == 302
        page(client, "/lay-y-kien/99999999999999999999/gop-y/", 404)


class TestEnglish:
    """The twin below /en/: a comment is taken and refused there in English."""

    @pytest.fixture
    def address(self) -> str:
        return f"/en/lay-y-kien/{make_consultation().pk}/gop-y/"

    @pytest.mark.parametrize("fields", [{}, {"website": "http://rac.example/"}])
    def test_who_sent_is_thanked(self, client: Client, address: str, fields: dict[str, str]) -> None:
        assert client.post(address, answers(**fields)).headers["Location"] == "/en/lay-y-kien/da-nhan/"

    @pytest.mark.parametrize(
        ("fields", "told"),
        [({"name": ""}, "This field is required."), ({"consent": ""}, "Unless you tick your agreement")],
    )
    def test_what_is_wrong_is_told(self, client: Client, address: str, fields: dict[str, str], told: str) -> None:
        response = client.post(address, answers(text="Say who decides.", **fields))
        assert response.status_code == 400
        assert told in response.content.decode()
        assert unmarked_vietnamese(response.content) == []

    def test_outside_the_period_nothing_is_taken(self, client: Client) -> None:
        response = client.post(f"/en/lay-y-kien/{make_closed().pk}/gop-y/", answers())
        assert response.status_code == 400
        assert "This draft is not open for comment at present." in response.content.decode()

    def test_who_only_looks_is_led_to_the_draft(self, client: Client, address: str) -> None:
        assert client.get(address).headers["Location"].startswith("/en/lay-y-kien/")

    def test_a_withdrawn_draft_says_why(self, client: Client) -> None:
        consultation = make_consultation()
        consultation_services.withdraw_consultation(consultation=consultation, by=None, reason="Đăng nhầm bản.")
        shown = page(client, f"/en{consultation.get_absolute_url()}", 410)
        assert unmarked_vietnamese(shown) == []
        assert '<span lang="vi">Đăng nhầm bản.</span>' in shown
