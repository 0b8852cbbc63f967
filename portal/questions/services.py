"""Services for questions: atomic, and the only code that changes a question's state.

The sender calls ``receive_question``. All other actions go through ``run_transition``: it locks the row, compares the
revision number and checks the table in ``workflow``; then it saves, records an event, writes the audit log, and sends
the e-mail on commit (``emails``). No data of the sender is written to the audit log, from which nobody can erase it.
"""

import datetime as dt
from collections.abc import Set
from dataclasses import dataclass
from enum import Enum

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.core.text import dates
from portal.core.workflow import Transition
from portal.questions import emails
from portal.questions.display_names import get_public_name
from portal.questions.due_dates import working_day_after
from portal.questions.models import DayOff, Question, QuestionEvent, Topic
from portal.questions.permissions import question_roles
from portal.questions.workflow import CLOSED_STATUSES, QUESTION_WORKFLOW, QuestionAction, QuestionRequirement

MAX_REASON_LENGTH = 1000
# Fields that staff edit; a change requires the permission to edit.
_EDITABLE_FIELDS = ("topic_id", "public_subject", "public_text", "unit", "assignee_id", "answer")


class QuestionEditConflict(ValidationError):
    """Raised when somebody else changed the question since it was read."""

    def __init__(self) -> None:
        super().__init__(_("Câu hỏi vừa được người khác xử lý. Hãy mở lại trang để xem rồi làm tiếp."), code="outdated")


@dataclass(frozen=True)
class QuestionSubmission:
    """Validated data of the public form."""

    name: str
    subject: str
    text: str
    email: str = ""
    phone: str = ""
    is_anonymous: bool = False
    topic: Topic | None = None
    reported_path: str = ""

    def fingerprint(self, day: dt.date) -> str:
        """Hash of the submission and the day; its content cannot be recovered."""
        parts = (self.name, self.email, self.phone, self.subject, self.text, self.reported_path, day.isoformat())
        return salted_hmac("portal.questions", "\x1f".join(parts), algorithm="sha256").hexdigest()


def receive_question(*, submission: QuestionSubmission, at: dt.datetime | None = None) -> Question:
    """Stores a submission. A duplicate on the same day, even a concurrent one, returns the same question."""
    now = at or timezone.now()
    today = dates.local_date(now)
    fingerprint = submission.fingerprint(today)
    question = Question(
        kind=Question.Kind.REPORT if submission.reported_path else Question.Kind.QUESTION,
        fingerprint=fingerprint,
        name=submission.name,
        email=submission.email,
        phone=submission.phone,
        subject=submission.subject,
        text=submission.text,
        reported_path=submission.reported_path,
        topic=submission.topic,
        public_name=get_public_name(submission.name, is_anonymous=submission.is_anonymous),
        public_subject=submission.subject,
        public_text=submission.text,
        received_at=now,
        due_on=working_day_after(today, settings.QUESTION_REPLY_WORKING_DAYS, DayOff.objects.days(today)),
    )
    question.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            question.save()
            _record_event(question, QuestionAction.RECEIVE, None, now)
            emails.notify_sender(question, QuestionAction.RECEIVE)
    except IntegrityError:
        sent_before = Question.objects.filter(fingerprint=fingerprint).first()
        if sent_before is None:
            raise
        return sent_before
    return question


@transaction.atomic
def run_transition(
    *, action: QuestionAction, question: Question, by: User | None, reason: str = "", at: dt.datetime | None = None
) -> Question:
    """Runs an action and saves the edited fields. Raises ValidationError or PermissionDenied."""
    now, reason = at or timezone.now(), reason.strip()
    stored = Question.objects.select_for_update().get(pk=question.pk)
    if stored.revision_number != question.revision_number:
        raise QuestionEditConflict
    transition = _require_transition(action, stored, by)
    if any(getattr(stored, name) != getattr(question, name) for name in _EDITABLE_FIELDS):
        _require_transition(QuestionAction.EDIT, stored, by)
    _check_requirements(question, transition.requirements, reason)
    question.status = transition.target or stored.status
    if action == QuestionAction.PUBLISH:
        question.published_at = question.published_at or now
    if action == QuestionAction.ERASE:
        _erase_contact(question, now)
    if transition.target is not None and (transition.target in CLOSED_STATUSES) != (stored.state in CLOSED_STATUSES):
        question.closed_at = now if transition.target in CLOSED_STATUSES else None
    question.revision_number += 1
    try:
        question.full_clean()
        question.save()
    except BaseException:
        question.status, question.revision_number = stored.status, stored.revision_number
        raise
    _record_event(question, action, by, now, reason)
    emails.notify_sender(question, action, reason)
    return question


def anonymize_contacts(*, by: User | None = None, at: dt.datetime | None = None) -> int:
    """Erases contact data of questions closed ``QUESTION_CONTACT_RETENTION_DAYS`` ago; returns their number."""
    now = at or timezone.now()
    questions = list(Question.objects.due_for_anonymization(now).order_by("pk"))
    for question in questions:
        run_transition(action=QuestionAction.ERASE, question=question, by=by, reason=_("Hết thời hạn lưu giữ."), at=now)
    return len(questions)


def _require_transition(action: QuestionAction, question: Question, by: User | None) -> Transition:
    transition = QUESTION_WORKFLOW.find_transition(action, question.state, is_variant=question.is_report)
    if transition is None:
        raise ValidationError(
            _("Không thể %(act)s: câu hỏi đang ở trạng thái “%(state)s”."),
            code="state",
            params={"act": str(action.label).lower(), "state": question.state.label},
        )
    if transition.roles.isdisjoint(question_roles(by)):
        raise PermissionDenied(_("Bạn không có quyền %s câu hỏi này.") % str(action.label).lower())
    return transition


def _check_requirements(question: Question, requirements: Set[Enum], reason: str) -> None:
    missing = {}
    if QuestionRequirement.UNIT in requirements and not question.unit.strip():
        missing["unit"] = _("Hãy ghi đơn vị trả lời.")
    if QuestionRequirement.ANSWER in requirements and not question.answer_text:
        missing["answer"] = _("Hãy viết câu trả lời.")
    if missing:
        raise ValidationError(missing)
    if QuestionRequirement.REASON in requirements and not reason:
        raise ValidationError(_("Hãy viết lý do."), code="reason")
    if len(reason) > MAX_REASON_LENGTH:
        raise ValidationError(_("Lý do dài quá 1.000 ký tự."), code="reason")


def _erase_contact(question: Question, now: dt.datetime) -> None:
    """Erases everything that the sender wrote; the public version stays."""
    if question.contact_erased_at is not None:
        raise ValidationError(_("Thông tin liên hệ đã được xóa từ trước."), code="erased")
    question.name = question.email = question.phone = ""
    question.fingerprint = None
    question.subject, question.text = question.public_subject, question.public_text
    question.contact_erased_at = now


def _record_event(
    question: Question, action: QuestionAction, by: User | None, at: dt.datetime, reason: str = ""
) -> None:
    """Records the event and writes the audit log."""
    QuestionEvent.objects.create(
        question=question, action=action, status=question.status, made_at=at, made_by=by, reason=reason
    )
    audit_services.record(
        action=f"questions.{action}", by=by, target=question, detail={"state": question.status}, at=at
    )
