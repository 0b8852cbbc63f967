"""Acts on questions: whole, by right, told, and forgetting what must be forgotten."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from portal import roles
from portal.audit.models import AuditEntry
from portal.questions.models import DayOff, Question
from portal.questions.services import QuestionEditConflict, anonymize_contacts, receive_question, run_transition
from portal.questions.workflow import QuestionAction, QuestionStatus
from tests.concurrency import at_once
from tests.factories import make_staff, make_user
from tests.questions.factories import ANSWER, UNIT, make_letter, make_published, make_question

pytestmark = pytest.mark.django_db

TIMESTAMP = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)


class TestReceiving:
    def test_promises_a_working_day(self, settings: Any) -> None:
        settings.QUESTION_REPLY_WORKING_DAYS = 2
        DayOff.objects.create(day=dt.date(2026, 11, 23))
        assert make_question(at=TIMESTAMP).due_on == dt.date(2026, 11, 25)

    def test_the_same_sent_twice_is_one_question(self) -> None:
        letter = make_letter()
        first, second = (
            receive_question(submission=letter, at=TIMESTAMP),
            receive_question(submission=letter, at=TIMESTAMP),
        )
        assert first.pk == second.pk
        assert first.events.count() == 1

    def test_on_another_day_or_in_other_words_it_is_another(self) -> None:
        letter = make_letter()
        receive_question(submission=letter, at=TIMESTAMP)
        receive_question(submission=letter, at=TIMESTAMP + dt.timedelta(days=1))
        receive_question(submission=make_letter(subject=letter.subject, text="Chữ khác"), at=TIMESTAMP)
        assert Question.objects.count() == 3

    def test_the_public_side_begins_as_what_was_sent_under_initials(self) -> None:
        question = make_question()
        assert (question.public_subject, question.public_text) == (question.subject, question.text)
        assert question.public_name == "Ông/Bà N.V.A."


class TestPerforming:
    def test_the_whole_way_leaves_its_trace(self) -> None:
        question = make_published(at=TIMESTAMP)
        assert question.state == QuestionStatus.PUBLISHED
        assert question.published_at == question.closed_at == TIMESTAMP
        done = list(question.events.in_order().values_list("action", flat=True))
        assert done == ["receive", "accept", "assign", "draft", "publish"]
        entries = AuditEntry.objects.filter(kind="questions.question")
        assert entries.count() == 5
        assert not any("Câu hỏi thứ" in entry.title or "Nguyễn" in str(entry.detail) for entry in entries)

    def test_what_is_missing_is_said_beside_its_field(self) -> None:
        question = make_question(QuestionAction.ACCEPT)
        question.unit = question.answer = ""
        with pytest.raises(ValidationError) as refusal:
            run_transition(action=QuestionAction.DRAFT, question=question, by=None)
        assert set(refusal.value.message_dict) == {"unit", "answer"}

    def test_an_answer_without_words_is_none(self) -> None:
        question = make_question(QuestionAction.ACCEPT)
        question.unit, question.answer = UNIT, "<p> </p><script>x</script>"
        with pytest.raises(ValidationError, match="câu trả lời"):
            run_transition(action=QuestionAction.DRAFT, question=question, by=None)

    @pytest.mark.parametrize("reason", ["", "  ", "a" * 1001])
    def test_a_refusal_has_its_reason(self, reason: str) -> None:
        question = make_question()
        with pytest.raises(ValidationError, match="ý do"):
            run_transition(action=QuestionAction.REFUSE, question=question, by=None, reason=reason)
        assert Question.objects.get().state == QuestionStatus.RECEIVED

    def test_the_wrong_state_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="Không thể công bố trả lời"):
            run_transition(action=QuestionAction.PUBLISH, question=make_question(), by=None)

    def test_a_report_is_answered_privately_only(self) -> None:
        report = make_question(QuestionAction.ACCEPT, QuestionAction.DRAFT, reported_path="/tin-tuc/")
        with pytest.raises(ValidationError):
            run_transition(action=QuestionAction.PUBLISH, question=report, by=None)
        assert run_transition(action=QuestionAction.REPLY, question=report, by=None).state == QuestionStatus.REPLIED

    def test_an_editor_drafts_and_a_publisher_publishes(self) -> None:
        editor, publisher = make_staff(roles.EDITOR), make_staff(roles.PUBLISHER)
        question = make_question(QuestionAction.ACCEPT)
        question.unit, question.answer = UNIT, ANSWER
        run_transition(action=QuestionAction.DRAFT, question=question, by=editor)
        with pytest.raises(PermissionDenied):
            run_transition(action=QuestionAction.PUBLISH, question=question, by=editor)
        question.refresh_from_db()
        assert run_transition(action=QuestionAction.PUBLISH, question=question, by=publisher).is_published

    @pytest.mark.parametrize("role", [roles.CONTRIBUTOR, roles.BLOC_MANAGER])
    def test_others_do_nothing(self, role: roles.Role) -> None:
        with pytest.raises(PermissionDenied):
            run_transition(action=QuestionAction.ACCEPT, question=make_question(), by=make_staff(role))

    def test_an_act_does_not_smuggle_in_a_changed_text(self) -> None:
        question = make_published()
        question.answer = "<p>Khác hẳn.</p>"
        with pytest.raises(PermissionDenied):
            run_transition(action=QuestionAction.ERASE, question=question, by=make_user(permissions=("erase_contact",)))

    def test_a_stale_copy_is_refused(self) -> None:
        question = make_question()
        stale = Question.objects.get(pk=question.pk)
        run_transition(action=QuestionAction.ACCEPT, question=question, by=None)
        with pytest.raises(QuestionEditConflict):
            run_transition(action=QuestionAction.ACCEPT, question=stale, by=None)

    def test_withdrawn_and_published_again_keeps_its_day(self) -> None:
        question = make_published(at=TIMESTAMP)
        run_transition(action=QuestionAction.WITHDRAW, question=question, by=None, reason="Sai số liệu.")
        assert not Question.objects.published().exists()
        run_transition(action=QuestionAction.PUBLISH, question=question, by=None)
        assert question.published_at == TIMESTAMP

    def test_taking_a_refused_one_up_again_opens_it(self) -> None:
        question = make_question(QuestionAction.REFUSE)
        assert question.closed_at is not None
        assert run_transition(action=QuestionAction.ACCEPT, question=question, by=None).closed_at is None

    def test_the_database_itself_refuses_a_public_question_without_answer(self) -> None:
        question = make_question()
        with pytest.raises(IntegrityError), transaction.atomic():
            Question.objects.filter(pk=question.pk).update(status=QuestionStatus.PUBLISHED)


class TestLetters:
    def test_the_sender_hears_of_what_concerns_them(
        self, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            question = make_published()
        subjects = [message.subject.split("] ")[1] for message in mail.outbox]
        assert subjects == ["Đã nhận câu hỏi, phản ánh", "Câu hỏi đã được trả lời"]
        assert question.formatted_code in mail.outbox[0].body
        assert all(message.to == ["nguoi.gui@example.vn"] for message in mail.outbox)
        assert not any(question.subject in message.body for message in mail.outbox)

    def test_a_private_answer_is_in_the_letter(
        self, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            make_question(QuestionAction.ACCEPT, QuestionAction.DRAFT, QuestionAction.REPLY)
        assert "Bản giao ước được đăng ở trang của khối." in mail.outbox[-1].body

    def test_without_an_address_nobody_is_written_to(
        self, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            make_published(email="")
        assert mail.outbox == []

    def test_a_mail_server_that_is_down_costs_no_question(
        self,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        def fail(*args: Any, **kwargs: Any) -> int:
            raise ConnectionRefusedError("nguoi.gui@example.vn")

        monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
        with django_capture_on_commit_callbacks(execute=True):
            question = make_question()
        assert Question.objects.get() == question
        assert "ConnectionRefusedError" in caplog.text
        assert "example.vn" not in caplog.text


class TestForgetting:
    def test_by_request_the_contact_goes_and_the_public_part_stays(self) -> None:
        question = make_published()
        question.public_text = "Bản giao ước ở đâu?"
        run_transition(action=QuestionAction.EDIT, question=question, by=None)
        with pytest.raises(ValidationError, match="lý do"):
            run_transition(action=QuestionAction.ERASE, question=question, by=make_staff(roles.PUBLISHER))
        run_transition(
            action=QuestionAction.ERASE, question=question, by=make_staff(roles.PUBLISHER), reason="Theo yêu cầu."
        )
        row = Question.objects.get()
        assert (row.name, row.email, row.phone, row.fingerprint) == ("", "", "", None)
        assert row.text == "Bản giao ước ở đâu?"
        assert (row.public_name, row.is_published) == ("Ông/Bà N.V.A.", True)
        assert AuditEntry.objects.filter(action="questions.erase").count() == 1
        with pytest.raises(ValidationError, match="từ trước"):
            run_transition(action=QuestionAction.ERASE, question=row, by=None, reason="Theo yêu cầu.")

    def test_by_the_clock_only_what_was_closed_long_ago(self, settings: Any) -> None:
        settings.QUESTION_CONTACT_RETENTION_DAYS = 30
        now = timezone.now()
        old = make_published(at=now - dt.timedelta(days=31))
        young = make_published(at=now - dt.timedelta(days=29))
        waiting = make_question(at=now - dt.timedelta(days=400))
        assert anonymize_contacts(at=now) == 1
        assert anonymize_contacts(at=now) == 0
        kept = Question.objects.exclude(email="").values_list("pk", flat=True)
        assert set(kept) == {young.pk, waiting.pk}
        assert old.pk not in kept

    def test_the_command_says_how_many(self, capsys: pytest.CaptureFixture[str]) -> None:
        make_published(at=timezone.now() - dt.timedelta(days=4000))
        call_command("anonymize_contacts")
        assert "1 questions" in capsys.readouterr().out

    def test_the_database_itself_keeps_what_was_erased_erased(self) -> None:
        question = make_published()
        run_transition(action=QuestionAction.ERASE, question=question, by=None, reason="Theo yêu cầu.")
        with pytest.raises(IntegrityError), transaction.atomic():
            Question.objects.update(email="lai@example.vn")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
class TestAtOnce:
    def test_one_letter_sent_twice_at_one_time_is_one_question(self) -> None:
        letter = make_letter()
        assert at_once(*[lambda: receive_question(submission=letter, at=TIMESTAMP)] * 3) == ["", "", ""]
        assert Question.objects.count() == 1

    def test_two_who_accept_at_one_time_do_it_once(self) -> None:
        pk = make_question().pk
        copies = [Question.objects.get(pk=pk) for _ in range(2)]
        told = at_once(
            *(lambda copy=copy: run_transition(action=QuestionAction.ACCEPT, question=copy, by=None) for copy in copies)
        )
        assert sorted(map(bool, told)) == [False, True]
