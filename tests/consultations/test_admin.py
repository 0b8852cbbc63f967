"""The admin's section for consultations, and what waits on the dashboard."""

from typing import Any

import pytest
from django.test import Client

from portal.consultations.models import Comment, Consultation
from portal.roles import CONTRIBUTOR, EDITOR, PUBLISHER
from tests.consultations.factories import make_closed, make_comment, make_consultation
from tests.factories import make_staff

pytestmark = pytest.mark.django_db

DRAFTS, COMMENTS = "/quan-tri/consultations/consultation/", "/quan-tri/consultations/comment/"


def form(**fields: Any) -> dict[str, Any]:
    return {
        "files-TOTAL_FORMS": 0,
        "files-INITIAL_FORMS": 0,
        "title": "Dự thảo Quy chế",
        "explanation": "<p>Mời góp ý.</p>",
        "unit": "Văn phòng",
        "opens_at_0": "01/12/2026",
        "opens_at_1": "08:00",
        "closes_at_0": "31/12/2026",
        "closes_at_1": "17:00",
        **fields,
    }


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_staff(EDITOR))
    return client


@pytest.fixture
def publisher(client: Client) -> Client:
    client.force_login(make_staff(PUBLISHER))
    return client


class TestDrafts:
    def test_an_editor_prepares_one_and_does_not_publish_it(self, editor: Client) -> None:
        assert editor.get(f"{DRAFTS}add/").status_code == 200
        assert editor.post(f"{DRAFTS}add/", form()).status_code == 302
        draft = Consultation.objects.get()
        assert draft.is_draft
        assert editor.get(f"{DRAFTS}{draft.pk}/change/").status_code == 200
        assert editor.post(f"{DRAFTS}{draft.pk}/thao-tac/dang/").status_code == 403

    def test_a_wrong_period_is_told(self, editor: Client) -> None:
        answer = editor.post(f"{DRAFTS}add/", form(closes_at_0="01/11/2026"))
        assert "phải sau thời điểm bắt đầu" in answer.content.decode()

    def test_a_publisher_publishes_summarises_and_withdraws(self, publisher: Client) -> None:
        closed = make_closed(published=False, summary="<p>Đã tiếp thu.</p>")
        for act, fields in (("dang", {}), ("tong-hop", {}), ("rut", {"reason": "Nhầm."})):
            assert publisher.get(f"{DRAFTS}{closed.pk}/change/").status_code == 200
            assert publisher.get(f"{DRAFTS}{closed.pk}/thao-tac/{act}/").status_code == 200
            assert publisher.post(f"{DRAFTS}{closed.pk}/thao-tac/{act}/", fields).status_code == 302, act
        closed.refresh_from_db()
        assert closed.summary_published_at is not None
        assert closed.withdrawal_reason == "Nhầm."
        assert publisher.get(DRAFTS).status_code == 200

    def test_what_is_public_is_looked_at_by_an_editor(self, editor: Client) -> None:
        public = make_consultation()
        assert editor.get(f"{DRAFTS}{public.pk}/change/").status_code == 200
        assert editor.post(f"{DRAFTS}{public.pk}/change/", form()).status_code == 403


class TestComments:
    @pytest.fixture
    def comment(self) -> Comment:
        return make_comment(make_consultation())

    def test_are_shown_kept_back_and_answered(self, editor: Client, comment: Comment) -> None:
        section = f"{COMMENTS}{comment.pk}"
        assert "Cho hiện" in editor.get(f"{section}/change/").content.decode()
        for act, fields, state in (
            ("hien", {}, "shown"),
            ("khong-hien", {"reason": "Nêu tên người khác."}, "hidden"),
            ("tra-loi", {"text": "Cảm ơn."}, "hidden"),
        ):
            assert editor.get(f"{section}/thao-tac/{act}/").status_code == 200
            assert editor.post(f"{section}/thao-tac/{act}/", fields).status_code == 302
            comment.refresh_from_db()
            assert comment.state == state
        assert comment.answer == "Cảm ơn."

    def test_several_are_shown_at_once(self, editor: Client, comment: Comment) -> None:
        make_comment(comment.consultation)
        chosen = {
            "action": "show_selected_comments",
            "_selected_action": list(Comment.objects.values_list("pk", flat=True)),
        }
        editor.post(COMMENTS, chosen)
        assert Comment.objects.shown().count() == 2

    def test_are_neither_written_nor_deleted_here(self, publisher: Client, comment: Comment) -> None:
        assert publisher.get(f"{COMMENTS}add/").status_code == 403
        assert publisher.post(f"{COMMENTS}{comment.pk}/delete/").status_code == 403

    def test_are_nothing_for_a_contributor(self, client: Client, comment: Comment) -> None:
        client.force_login(make_staff(CONTRIBUTOR))
        assert client.get(COMMENTS).status_code == 403


class TestDashboard:
    def test_shows_what_waits(self, publisher: Client) -> None:
        make_comment(make_consultation(), text="Ý kiến đang chờ")
        make_closed(title="Dự thảo chờ tổng hợp")
        shown = publisher.get("/ban-lam-viec/").content.decode()
        assert "Ý kiến đang chờ" in shown
        assert "Dự thảo chờ tổng hợp" in shown

    def test_is_quiet_for_others(self, client: Client) -> None:
        make_comment(make_consultation(), text="Ý kiến đang chờ")
        client.force_login(make_staff(CONTRIBUTOR))
        assert "Ý kiến đang chờ" not in client.get("/ban-lam-viec/").content.decode()
