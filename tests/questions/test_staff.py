"""The office at work: the dashboard, the admin, who may enter."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal import roles
from portal.questions import dashboard as questions_dashboard
from portal.questions.models import Question
from portal.questions.workflow import QuestionAction, QuestionStatus
from tests.factories import make_administrator, make_staff
from tests.questions.factories import ANSWER, UNIT, make_published, make_question

pytestmark = pytest.mark.django_db


def address_of(question: Question) -> str:
    return f"/quan-tri/questions/question/{question.pk}/change/"


def press(client: Client, question: Question, act: str, **changed: Any) -> Any:
    sent = {
        "public_subject": question.public_subject,
        "public_text": question.public_text,
        "topic": "",
        "unit": question.unit,
        "assignee": "",
        "answer": question.answer,
        "reason": "",
        "seen_revision_number": question.revision_number,
        "_act": act,
        **changed,
    }
    return client.post(address_of(question), sent, follow=True)


class TestDashboard:
    def test_each_role_sees_what_waits_for_it(self) -> None:
        make_question()
        make_question(QuestionAction.ACCEPT)
        make_question(QuestionAction.ACCEPT, QuestionAction.DRAFT)
        make_published()

        def counted(role: roles.Role) -> list[tuple[str, int]]:
            return [
                (section.key, section.total) for section in questions_dashboard.dashboard_sections(make_staff(role))
            ]

        assert counted(roles.CONTRIBUTOR) == []
        assert counted(roles.EDITOR) == [("cau-hoi-moi", 1), ("cau-hoi-cho-tra-loi", 1)]
        assert counted(roles.PUBLISHER)[-1] == ("cau-hoi-cho-duyet", 1)

    def test_what_is_late_is_marked_and_comes_first(self, client: Client) -> None:
        make_question(subject="Câu mới")
        make_question(subject="Câu muộn", at=timezone.now() - dt.timedelta(days=40))
        client.force_login(make_staff(roles.EDITOR))
        page = client.get("/ban-lam-viec/").content.decode()
        assert page.index("Câu muộn") < page.index("Câu mới")
        assert page.count("Quá hạn") == 1


class TestAdmin:
    def test_an_editor_drafts_and_a_publisher_publishes(self, client: Client) -> None:
        question = make_question()
        client.force_login(make_staff(roles.EDITOR))
        press(client, question, "accept", public_text="Đã bỏ tên riêng.")
        question.refresh_from_db()
        assert (question.state, question.public_text) == (QuestionStatus.ACCEPTED, "Đã bỏ tên riêng.")
        press(client, question, "draft", unit=UNIT, answer=ANSWER)
        question.refresh_from_db()
        assert question.state == QuestionStatus.DRAFTED
        assert "Công bố trả lời" not in client.get(address_of(question)).content.decode()
        client.force_login(make_staff(roles.PUBLISHER))
        page = press(client, question, "publish").content.decode()
        question.refresh_from_db()
        assert question.is_published
        assert "Đã trả lời công khai" in page

    def test_a_refused_act_keeps_what_was_typed_and_changes_nothing(self, client: Client) -> None:
        question = make_question(QuestionAction.ACCEPT)
        client.force_login(make_staff(roles.EDITOR))
        page = press(client, question, "draft", unit="", answer="<p>Gõ dở.</p>").content.decode()
        assert "Hãy ghi đơn vị trả lời." in page
        assert "Gõ dở." in page
        question.refresh_from_db()
        assert (question.state, question.answer) == (QuestionStatus.ACCEPTED, ANSWER)

    def test_a_colleague_who_was_quicker_is_told_of(self, client: Client) -> None:
        question = make_question()
        stale = Question.objects.get()
        client.force_login(make_staff(roles.EDITOR))
        press(client, question, "accept")
        assert "vừa được người khác xử lý" in press(client, stale, "refuse", reason="Trùng").content.decode()

    @pytest.mark.parametrize("action", ["publish", "erase", "lạ", "receive"])
    def test_an_act_beyond_ones_right_changes_nothing(self, client: Client, action: str) -> None:
        question = make_question(QuestionAction.ACCEPT, QuestionAction.DRAFT)
        client.force_login(make_staff(roles.EDITOR))
        press(client, question, action)
        question.refresh_from_db()
        assert question.state == QuestionStatus.DRAFTED
        assert question.contact_erased_at is None

    def test_contact_data_is_erased_by_its_button_even_where_nothing_can_be_edited(self, client: Client) -> None:
        question = make_question(QuestionAction.ACCEPT, QuestionAction.DRAFT, QuestionAction.REPLY)
        client.force_login(make_staff(roles.PUBLISHER))
        press(client, question, "erase", reason="Theo yêu cầu.")
        question.refresh_from_db()
        assert (question.email, question.state) == ("", QuestionStatus.REPLIED)

    @pytest.mark.parametrize("role", [roles.CONTRIBUTOR, roles.BLOC_MANAGER])
    def test_others_do_not_read_what_people_sent(self, client: Client, role: roles.Role) -> None:
        client.force_login(make_staff(role))
        assert client.get("/quan-tri/questions/question/").status_code == 403
        assert client.get(address_of(make_question())).status_code == 403

    def test_nothing_is_added_or_deleted_by_hand(self, client: Client) -> None:
        client.force_login(make_administrator())
        assert client.get("/quan-tri/questions/question/add/").status_code == 403
        assert client.get(address_of(make_question()).replace("change", "delete")).status_code == 403

    @pytest.mark.parametrize("query", ["", "?viec=qua-han", "?viec=cua-toi", "?viec=dang-cho", "?q=cau+hoi"])
    def test_the_list_stands(self, client: Client, query: str) -> None:
        make_question()
        client.force_login(make_administrator())
        assert client.get(f"/quan-tri/questions/question/{query}").status_code == 200

    def test_topics_and_days_off_are_kept_by_those_who_publish(self, client: Client) -> None:
        client.force_login(make_staff(roles.PUBLISHER))
        client.post("/quan-tri/questions/topic/add/", {"name": "Thi đua", "position": "0", "is_open": "on"})
        client.post("/quan-tri/questions/dayoff/add/", {"day": "02/09/2027", "name": "Quốc khánh"})
        assert 'value="thi-dua"' in client.get("/hoi-dap/gui/").content.decode()
        page = client.get("/quan-tri/questions/dayoff/").content.decode()
        assert "Quốc khánh" in page
