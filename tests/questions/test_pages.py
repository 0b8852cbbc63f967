"""/hoi-dap/ as readers meet it, hostile ones included."""

import datetime as dt
import json
import re
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from portal.audit.models import AuditEntry
from portal.pages.models import Page
from portal.questions.models import Question, Topic
from portal.questions.services import run_transition
from portal.questions.workflow import QuestionAction
from portal.search import query as search_query
from portal.search.retrieval import fetch_public_entries
from tests.concurrency import as_in_another_process
from tests.english_pages import unmarked_vietnamese
from tests.factories import make_article
from tests.pages.factories import LONG_AGO, make_page
from tests.questions.factories import make_published, make_question

pytestmark = pytest.mark.django_db

SENT = {
    "name": "Nguyễn Văn A",
    "email": "nguoi.gui@example.vn",
    "phone": "",
    "shown_as": "viet-tat",
    "topic": "",
    "subject": "Bản giao ước xem ở đâu?",
    "text": "Xin hỏi bản giao ước đăng ở mục nào?",
    "website": "",
    "consent": "on",
}


def send(client: Client, headers: dict[str, str] | None = None, **changed: str) -> Any:
    return client.post("/hoi-dap/gui/", {**SENT, **changed}, headers=headers or {})


class TestList:
    def test_shows_what_was_answered_newest_first(self, client: Client) -> None:
        now = timezone.now()
        make_published(at=now - dt.timedelta(days=2), subject="Câu cũ")
        make_published(at=now - dt.timedelta(days=1), subject="Câu mới")
        make_question(subject="Câu chưa trả lời")
        page = client.get("/hoi-dap/").content.decode()
        assert page.index("Câu mới") < page.index("Câu cũ")
        assert "Câu chưa trả lời" not in page

    def test_is_narrowed_by_topic_and_by_words_without_marks(self, client: Client) -> None:
        topic = Topic.objects.create(name="Đăng ký thi đua")
        make_published(subject="Nộp bản đăng ký", topic=topic)
        make_published(subject="Chuyện khác", answer="<p>Không liên quan.</p>", text="Không.")
        assert "Chuyện khác" not in client.get("/hoi-dap/?linh-vuc=dang-ky-thi-dua").content.decode()
        page = client.get("/hoi-dap/?q=GIAO+uoc").content.decode()
        assert "Nộp bản đăng ký" in page
        assert "Chuyện khác" not in page
        assert client.get("/hoi-dap/?linh-vuc=khong-co").status_code == 404

    def test_pages_carry_the_filters_along(self, client: Client) -> None:
        topic = Topic.objects.create(name="Thi đua")
        for _ in range(21):
            make_published(topic=topic)
        page = client.get("/hoi-dap/?linh-vuc=thi-dua&q=giao").content.decode()
        assert 'href="?trang=2&amp;linh-vuc=thi-dua&amp;q=giao"' in page
        assert client.get("/hoi-dap/?trang=2&linh-vuc=thi-dua&q=giao").status_code == 200

    @pytest.mark.parametrize("query", ["?trang=0", "?trang=99", "?trang=a", "?truoc=x"])
    def test_a_page_that_is_not_there_is_404(self, client: Client, query: str) -> None:
        assert client.get(f"/hoi-dap/{query}").status_code == 404

    @pytest.mark.parametrize("query", ["?q=" + "a" * 5000, "?q=%25"])
    def test_nonsense_is_no_error(self, client: Client, query: str) -> None:
        assert client.get(f"/hoi-dap/{query}").status_code in {200, 404}

    def test_asks_as_often_for_many_as_for_few(self, client: Client) -> None:
        topic = Topic.objects.create(name="Thi đua")
        make_published(topic=topic)
        cache.clear()
        with CaptureQueriesContext(connection) as few:
            client.get("/hoi-dap/")
        for _ in range(5):
            make_published(topic=topic)
        cache.clear()
        with CaptureQueriesContext(connection) as many:
            client.get("/hoi-dap/")
        # The identity, the menu and what is due stand among them.
        assert len(many) == len(few) <= 5


class TestDetail:
    def test_shows_the_answer_and_nothing_of_the_sender(self, client: Client) -> None:
        question = make_published(email="nguoi.gui@example.vn", phone="0206 123 4567")
        page = client.get(question.get_absolute_url()).content.decode()
        assert "Bản giao ước được đăng ở trang của khối." in page
        assert "Ông/Bà N.V.A." in page
        assert "Thường trực Khối thi đua" in page
        assert not re.search(r"Nguyễn Văn|example\.vn|0206", page)
        assert question.code not in page

    def test_tells_machines_what_it_is(self, client: Client) -> None:
        page = client.get(make_published().get_absolute_url()).content.decode()
        data = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])  # type: ignore[index]
        asked = data["@graph"][0]["mainEntity"]
        assert (data["@graph"][0]["@type"], asked["answerCount"]) == ("QAPage", 1)
        assert asked["acceptedAnswer"]["author"]["name"] == "Thường trực Khối thi đua"

    @pytest.mark.parametrize(
        "acts",
        [
            (),
            (QuestionAction.ACCEPT,),
            (QuestionAction.ACCEPT, QuestionAction.DRAFT, QuestionAction.REPLY),
            (QuestionAction.REFUSE,),
        ],
    )
    def test_what_is_not_public_is_not_there(self, client: Client, acts: tuple[QuestionAction, ...]) -> None:
        assert client.get(make_question(*acts).get_absolute_url()).status_code == 404

    def test_a_withdrawn_one_is_not_there(self, client: Client) -> None:
        question = make_published()
        run_transition(action=QuestionAction.WITHDRAW, question=question, by=None, reason="Sai.")
        assert client.get(question.get_absolute_url()).status_code == 404

    @pytest.mark.parametrize("pk", ["0", "999", "9" * 40])
    def test_wrong_numbers_are_404(self, client: Client, pk: str) -> None:
        assert client.get(f"/hoi-dap/{pk}/").status_code == 404

    def test_hostile_text_stays_text(self, client: Client) -> None:
        question = make_published(subject="<script>alert(1)</script>", text="</script><img src=x onerror=a()>")
        page = client.get(question.get_absolute_url()).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


class TestAsking:
    def test_the_form_asks_for_consent_unticked_and_names_the_privacy_page(self, client: Client) -> None:
        response = client.get("/hoi-dap/gui/")
        page = response.content.decode()
        consent = re.search(r'<input type="checkbox" name="consent"[^>]*>', page)
        assert consent
        assert "checked" not in consent[0]
        assert 'href="/bao-ve-du-lieu-ca-nhan/"' in page
        assert not response.cookies
        assert "csrfmiddlewaretoken" not in page

    def test_the_english_form_names_the_english_privacy_page_while_there_is_one(self, client: Client) -> None:
        def link() -> str:
            found = re.search(
                r'<a href="([^"]+)"([^>]*)>Privacy policy</a>', client.get("/en/hoi-dap/gui/").content.decode()
            )
            assert found
            return found[1] + found[2]

        assert link() == '/bao-ve-du-lieu-ca-nhan/ hreflang="vi"'
        original = make_page("Bảo vệ dữ liệu cá nhân")
        translation = make_page("Privacy", language="en", translation_of=original, published=False)
        assert link() == '/bao-ve-du-lieu-ca-nhan/ hreflang="vi"'
        Page.objects.filter(pk=translation.pk).update(published_at=LONG_AGO)
        assert link() == "/en/privacy/"
        assert 'href="/bao-ve-du-lieu-ca-nhan/">' in client.get("/hoi-dap/gui/").content.decode()

    def test_a_sent_question_leads_to_the_senders_page(self, client: Client) -> None:
        topic = Topic.objects.create(name="Thi đua")
        response = send(client, topic=topic.slug)
        question = Question.objects.get()
        assert response.headers["Location"] == f"/hoi-dap/theo-doi/?ma={question.code}"
        assert question.topic == topic
        assert not response.cookies

    def test_sent_twice_it_is_one_question_with_one_code(self, client: Client) -> None:
        assert send(client).headers["Location"] == send(client).headers["Location"]
        assert Question.objects.count() == 1

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("name", "", "bắt buộc"),
            ("name", "a" * 101, "100"),
            ("email", "khong-phai", "email"),
            ("phone", "gọi tôi", "chữ số"),
            ("subject", "a" * 201, "200"),
            ("subject", "\u00a0 \u3000", "bắt buộc"),
            ("subject", "\u0958" * 200, "200"),
            ("text", "", "bắt buộc"),
            ("text", "\u0958" * 5000, "5000"),
            ("text", "a" * 5001, "5000"),
            ("text", "a\x00b", ""),
            ("topic", "khong-co", ""),
            ("shown_as", "lạ", ""),
            ("consent", "", "đồng ý"),
            ("website", "http://rac.example/", "để trống"),
        ],
    )
    def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
        self, client: Client, field: str, value: str, message: str
    ) -> None:
        response = send(client, **{field: value})
        page = response.content.decode()
        assert response.status_code == 422
        assert Question.objects.count() == 0
        assert f'id="id_{field}_error"' in page
        assert f'href="#id_{field}"' in page
        assert message in page
        if field != "subject":
            assert 'value="Bản giao ước xem ở đâu?"' in page

    @pytest.mark.parametrize(
        "headers",
        [
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"origin": "https://xau.example"},
            {"origin": "null"},
        ],
    )
    def test_a_form_of_another_site_is_refused(self, client: Client, headers: dict[str, str]) -> None:
        assert send(client, headers).status_code == 403
        assert Question.objects.count() == 0

    @pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "same-origin"}, {"origin": "http://testserver"}])
    def test_our_own_form_is_taken_by_old_and_new_browsers(self, client: Client, headers: dict[str, str]) -> None:
        assert send(client, headers).status_code == 302

    def test_it_needs_no_token_even_where_tokens_are_asked(self) -> None:
        assert send(Client(enforce_csrf_checks=True)).status_code == 302

    def test_a_flood_is_dammed_and_loses_no_typed_word(self, client: Client) -> None:
        with time_machine.travel("2026-11-24T08:01:20Z", tick=False) as clock:
            for number in range(5):
                assert send(client, subject=f"Câu {number}").status_code == 302
            as_in_another_process()
            refused = send(client, subject="Câu thứ sáu")
            assert (refused.status_code, refused.headers["Retry-After"]) == (429, "600")
            page = refused.content.decode()
            assert "Câu thứ sáu" in page
            assert "gửi lại từ 15:12" in page
            assert Question.objects.count() == 5
            clock.shift(600)
            assert send(client, subject="Câu thứ sáu").status_code == 302

    @pytest.mark.parametrize("method", ["put", "delete", "patch"])
    def test_other_methods_are_refused(self, client: Client, method: str) -> None:
        assert getattr(client, method)("/hoi-dap/gui/").status_code == 405


class TestReporting:
    def test_an_article_leads_to_the_form_with_its_address(self, client: Client) -> None:
        article = make_article()
        page = client.get(article.get_absolute_url()).content.decode()
        link = re.search(r'href="(/hoi-dap/gui/\?trang=[^"]*)"', page)[1]  # type: ignore[index]
        form = client.get(link).content.decode()
        assert f'value="{article.get_absolute_url()}"' in form
        assert "Báo lỗi trên trang" in form

    def test_is_kept_as_a_report(self, client: Client) -> None:
        send(client, page="/tin-tuc/2018/")
        report = Question.objects.get()
        assert (report.is_report, report.reported_path) == (True, "/tin-tuc/2018/")

    def test_another_sites_address_is_none(self, client: Client) -> None:
        assert 'name="page"' not in client.get("/hoi-dap/gui/?trang=//xau.example/").content.decode()


class TestTracking:
    def test_the_sender_sees_state_and_deadline(self, client: Client) -> None:
        question = make_question(QuestionAction.ACCEPT)
        response = client.get(question.tracking_url)
        page = response.content.decode()
        assert question.formatted_code in page
        assert f"{question.due_on:%d/%m/%Y}" in page
        assert "Đang xử lý" in page
        assert "no-store" in response.headers["Cache-Control"]
        assert "example.vn" not in page

    def test_late_is_said(self, client: Client) -> None:
        question = make_question(at=timezone.now() - dt.timedelta(days=60))
        assert "quá hạn" in client.get(question.tracking_url).content.decode()

    def test_a_draft_is_not_shown_and_a_private_answer_is(self, client: Client) -> None:
        question = make_question(QuestionAction.ACCEPT, QuestionAction.DRAFT)
        assert "ở trang của khối" not in client.get(question.tracking_url).content.decode()
        run_transition(action=QuestionAction.REPLY, question=question, by=None)
        assert "ở trang của khối" in client.get(question.tracking_url).content.decode()

    def test_the_reason_of_a_refusal_is_told_and_no_other(self, client: Client) -> None:
        assert "Đúng quy chế." in client.get(make_question(QuestionAction.REFUSE).tracking_url).content.decode()
        returned = make_question(QuestionAction.ACCEPT, QuestionAction.DRAFT, QuestionAction.RETURN_DRAFT)
        assert "Đúng quy chế." not in client.get(returned.tracking_url).content.decode()

    def test_the_code_is_read_as_people_write_it(self, client: Client) -> None:
        question = make_question()
        typed = question.formatted_code.lower()
        assert client.get("/hoi-dap/theo-doi/", {"ma": typed}).status_code == 200

    @pytest.mark.parametrize("code", ["x", "a" * 200, "' OR 1=1"])
    def test_a_wrong_code_is_told_so(self, client: Client, code: str) -> None:
        make_question()
        response = client.get("/hoi-dap/theo-doi/", {"ma": code})
        assert response.status_code == 404
        assert "Không có câu hỏi nào mang mã này" in response.content.decode()

    def test_guessing_is_dammed(self, client: Client) -> None:
        with time_machine.travel("2026-11-24T08:01:20Z", tick=False):
            for _ in range(30):
                assert client.get("/hoi-dap/theo-doi/?ma=x").status_code == 404
            as_in_another_process()
            refused = client.get("/hoi-dap/theo-doi/?ma=x")
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
        assert "thử lại từ 15:03" in refused.content.decode()


class TestSearchAndSitemap:
    def test_an_answer_is_found_and_what_is_withdrawn_is_not(self, client: Client) -> None:
        question = make_published(subject="Nộp bản đăng ký")
        make_question(subject="Nộp bản đăng ký khi chưa trả lời")
        found = fetch_public_entries(search_query.search("nop ban dang ky").keys, None)
        assert [entry.title for entry in found] == ["Nộp bản đăng ký"]
        assert question.get_absolute_url() in client.get("/sitemap-hoi-dap-0.xml").content.decode()
        run_transition(action=QuestionAction.WITHDRAW, question=question, by=None, reason="Sai.")
        assert not fetch_public_entries(search_query.search("nop ban dang ky").keys, None)

    def test_a_senders_name_is_never_found(self) -> None:
        make_published(name="Hoàng Bảo Khuyên")
        assert not fetch_public_entries(search_query.search("Hoàng Bảo Khuyên").keys, None)


class TestEnglish:
    """The twin below /en/: its frame and refusals are English, what is kept and sent is Vietnamese."""

    SENT = {**SENT, "text": "Where is the covenant published?"}

    def test_the_form_marks_the_stored_topics(self, client: Client) -> None:
        Topic.objects.create(name="Đăng ký thi đua")
        page = client.get("/en/hoi-dap/gui/").content.decode()
        assert unmarked_vietnamese(page) == []
        assert ' lang="vi">Đăng ký thi đua</option>' in page
        assert '<option value="" selected>I am not sure</option>' in page

    @pytest.mark.parametrize("address", ["/hoi-dap/gui/?trang=/tin-tuc/", "/hoi-dap/theo-doi/"])
    def test_other_forms_are_english(self, client: Client, address: str) -> None:
        assert unmarked_vietnamese(client.get(f"/en{address}").content) == []

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("name", "", "This field is required."),
            ("phone", "gọi tôi", "digits, spaces and full stops only"),
            ("consent", "", "only with this agreement"),
            ("website", "http://rac.example/", "must be left empty"),
        ],
    )
    def test_what_is_wrong_is_told_in_english(self, client: Client, field: str, value: str, message: str) -> None:
        response = client.post("/en/hoi-dap/gui/", {**self.SENT, field: value})
        assert response.status_code == 422
        assert message in response.content.decode()
        assert unmarked_vietnamese(response.content) == []

    def test_what_is_sent_is_kept_and_answered_by_mail_in_vietnamese(
        self, client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post("/en/hoi-dap/gui/", self.SENT)
        question = Question.objects.get()
        assert response.headers["Location"] == f"/en/hoi-dap/theo-doi/?ma={question.code}"
        assert question.public_name == "Ông/Bà N.V.A."
        assert AuditEntry.objects.get(action="questions.receive").title == f"Câu hỏi #{question.pk}"
        assert "Đã nhận câu hỏi, phản ánh" in mail.outbox[0].subject
        assert "Cổng đã nhận được câu hỏi" in mail.outbox[0].body
        assert question.tracking_url in mail.outbox[0].body
        assert "/en/" not in mail.outbox[0].body

    @pytest.mark.parametrize(
        "acts",
        [
            (),
            (QuestionAction.ACCEPT, QuestionAction.ASSIGN),
            (QuestionAction.REFUSE,),
            (QuestionAction.ACCEPT, QuestionAction.DRAFT, QuestionAction.REPLY),
        ],
    )
    def test_the_sender_is_told_in_english_how_far_it_is(
        self, client: Client, acts: tuple[QuestionAction, ...]
    ) -> None:
        question = make_question(*acts, at=timezone.now() - dt.timedelta(days=60))
        assert unmarked_vietnamese(client.get(f"/en{question.tracking_url}").content) == []

    @pytest.mark.parametrize(
        "address", ["/hoi-dap/9/", "/hoi-dap/?linh-vuc=x", "/hoi-dap/?trang=9", "/hoi-dap/theo-doi/?ma=x"]
    )
    def test_what_is_not_there_is_told_in_english(self, client: Client, address: str) -> None:
        response = client.get(f"/en{address}")
        assert response.status_code == 404
        assert unmarked_vietnamese(response.content) == []

    def test_a_narrowed_list_is_english(self, client: Client) -> None:
        make_published(topic=Topic.objects.create(name="Đăng ký thi đua"))
        page = client.get("/en/hoi-dap/?linh-vuc=dang-ky-thi-dua").content.decode()
        assert '<h1>Questions and answers: <span lang="vi">Đăng ký thi đua</span></h1>' in page
        assert unmarked_vietnamese(page) == []
