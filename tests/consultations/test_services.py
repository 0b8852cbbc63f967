"""The acts on drafts and comments."""

import datetime as dt
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.audit.models import AuditEntry
from portal.consultations import comments, moderation
from portal.consultations import services as consultation_services
from portal.consultations.models import Comment, Consultation
from tests.consultations.factories import DAY, make_closed, make_comment, make_consultation
from tests.factories import make_user

pytestmark = pytest.mark.django_db

ANSWERS = {"name": "Nguyễn Văn A", "organisation": "", "email": "", "text": "Nên bổ sung."}


class TestDraft:
    def test_is_open_equally_in_python_and_in_the_database(self) -> None:
        now = timezone.now()
        make_consultation(published=False)
        make_consultation(opens_at=now, closes_at=now + DAY)
        make_consultation(opens_at=now - DAY, closes_at=now)
        make_consultation(opens_at=now + DAY, closes_at=now + 2 * DAY)
        make_consultation(withdrawn_at=now, withdrawal_reason="Nhầm.")
        rows = list(Consultation.objects.all())
        assert set(Consultation.objects.open(now)) == {row for row in rows if row.is_open(now)}
        assert Consultation.objects.open(now).count() == 1
        assert set(Consultation.objects.public(now)) == {row for row in rows if row.is_public(now)}

    def test_ends_after_it_begins(self) -> None:
        now = timezone.now()
        with pytest.raises(IntegrityError), transaction.atomic():
            make_consultation(opens_at=now, closes_at=now)

    def test_is_published_withdrawn_and_published_again(self) -> None:
        draft, by = make_consultation(published=False), make_user()
        consultation_services.publish_consultation(consultation=draft, by=by)
        with pytest.raises(ValidationError, match="đang được đăng"):
            consultation_services.publish_consultation(consultation=draft, by=by)
        consultation_services.withdraw_consultation(consultation=draft, by=by, reason="Nhầm tệp.")
        assert not Consultation.objects.public().exists()
        consultation_services.publish_consultation(consultation=draft, by=by)
        assert Consultation.objects.public().exists()
        assert AuditEntry.objects.filter(action__startswith="consultations.", user=by).count() == 3

    @pytest.mark.parametrize("reason", ["", " \0 ", "x" * 1001])
    def test_is_withdrawn_with_a_fit_reason_only(self, reason: str) -> None:
        with pytest.raises(ValidationError):
            consultation_services.withdraw_consultation(consultation=make_consultation(), by=None, reason=reason)

    def test_its_summary_is_published_at_the_end_once(self) -> None:
        with pytest.raises(ValidationError, match="Còn đang nhận"):
            consultation_services.publish_summary(consultation=make_consultation(summary="<p>x</p>"), by=None)
        with pytest.raises(ValidationError, match="Hãy viết"):
            consultation_services.publish_summary(consultation=make_closed(), by=None)
        closed = make_closed(summary="<p>Đã tiếp thu.</p>")
        consultation_services.publish_summary(consultation=closed, by=None)
        with pytest.raises(ValidationError, match="đã được công bố"):
            consultation_services.publish_summary(consultation=closed, by=None)


class TestComment:
    def test_is_taken_within_the_period_only(self) -> None:
        now = timezone.now()
        comment = comments.submit_comment(consultation=make_consultation(), **ANSWERS)
        assert comment.state == Comment.State.PENDING
        closed = [make_closed(), make_consultation(published=False), make_consultation(opens_at=now + DAY)]
        for consultation in closed:
            with pytest.raises(ValidationError, match="không nhận ý kiến"):
                comments.submit_comment(consultation=consultation, **ANSWERS)

    def test_of_blanks_alone_is_refused(self) -> None:
        with pytest.raises(ValidationError):
            comments.submit_comment(consultation=make_consultation(), **{**ANSWERS, "text": " \n "})

    def test_is_shown_hidden_and_answered(self) -> None:
        comment, by = make_comment(make_consultation()), make_user()
        moderation.show_comment(comment=comment, by=by)
        assert Comment.objects.shown().exists()
        moderation.hide_comment(comment=comment, by=by, reason="Nêu tên người khác.")
        comment.refresh_from_db()
        assert (comment.state, comment.hidden_reason) == ("hidden", "Nêu tên người khác.")
        moderation.answer_comment(comment=comment, by=by, text="Đã tiếp thu.")
        moderation.show_comment(comment=comment, by=by)
        comment.refresh_from_db()
        assert (comment.state, comment.hidden_reason, comment.answer) == ("shown", "", "Đã tiếp thu.")

    def test_neither_hides_nor_answers_without_words(self) -> None:
        comment = make_comment(make_consultation())
        with pytest.raises(ValidationError):
            moderation.hide_comment(comment=comment, by=None, reason="")
        with pytest.raises(ValidationError):
            moderation.answer_comment(comment=comment, by=None, text="x" * 5001)

    def test_the_audit_log_keeps_no_words_and_no_names(self) -> None:
        moderation.show_comment(comment=make_comment(make_consultation()), by=None)
        entry = AuditEntry.objects.get(action=moderation.COMMENT_SHOWN)
        assert "Nguyễn Văn A" not in f"{entry.title} {entry.detail}"
        assert "thời hạn" not in entry.title


class TestForgetting:
    def test_takes_names_out_when_their_time_is_over(self, settings: object) -> None:
        now = timezone.now()
        old = make_closed(opens_at=now - 300 * DAY, closes_at=now - 181 * DAY)
        young = make_closed()
        forgotten, kept = make_comment(old, organisation="Hội A"), make_comment(young)
        said = io.StringIO()
        call_command("anonymize_commenters", stdout=said)
        assert "1 comments" in said.getvalue()
        forgotten.refresh_from_db()
        kept.refresh_from_db()
        assert (forgotten.name, forgotten.email, forgotten.organisation) == ("", "", "Hội A")
        assert forgotten.anonymized_at is not None
        assert kept.name == "Nguyễn Văn A"
        assert AuditEntry.objects.get(action=moderation.COMMENTERS_ANONYMIZED).detail == {"count": 1}
        call_command("anonymize_commenters", stdout=said)
        assert "0 comments" in said.getvalue()

    def test_takes_a_sound_number_of_days(self) -> None:
        with pytest.raises(CommandError):
            call_command("anonymize_commenters", "--days", "-1")

    def test_readers_are_told_the_day(self) -> None:
        closes = dt.datetime(2026, 1, 1, 10, tzinfo=dt.UTC)
        assert make_closed(opens_at=closes - DAY, closes_at=closes).retention_ends_on == dt.date(2026, 6, 30)
