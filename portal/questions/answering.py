"""Acts on questions: each is whole or not at all, and the only place where a question's state changes.

The sender's act is ``receive``. All others go through ``perform``: the row is locked, the edition compared, the table
of ``workflow`` asked; then the change is saved, kept as an event, entered in the audit trail, and the sender is told by
e-mail once it is certain (``letters``). Nothing of the sender's goes into the trail, which nobody can erase.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from portal.accounts import audit
from portal.accounts.models import User
from portal.kit import dates
from portal.questions import letters, workflow
from portal.questions.deadlines import working_day_after
from portal.questions.models import DayOff, Question, QuestionEvent, Topic
from portal.questions.naming import public_name
from portal.questions.rights import rights_of
from portal.questions.workflow import CLOSED, Act, Need

REASON_LENGTH = 1000
# What the staff edit of a question; a change of it needs the right to edit.
_EDITED = ("topic_id", "public_subject", "public_text", "unit", "assignee_id", "answer")


class Outdated(ValidationError):
    """Somebody else did something to the question since this copy of it was read."""

    def __init__(self) -> None:
        super().__init__(_("Câu hỏi vừa được người khác xử lý. Hãy mở lại trang để xem rồi làm tiếp."), code="outdated")


@dataclass(frozen=True)
class Letter:
    """What somebody sent by the public form, checked for shape."""

    name: str
    subject: str
    text: str
    email: str = ""
    phone: str = ""
    is_anonymous: bool = False
    topic: Topic | None = None
    page: str = ""

    def fingerprint(self, day: dt.date) -> str:
        """Of what was sent on a day; it tells nothing of what it was made of."""
        parts = (self.name, self.email, self.phone, self.subject, self.text, self.page, day.isoformat())
        return salted_hmac("portal.questions", "\x1f".join(parts), algorithm="sha256").hexdigest()


def receive(*, letter: Letter, at: dt.datetime | None = None) -> Question:
    """Takes what somebody sent. The same once more on one day, even at the same moment, is the same question."""
    now = at or timezone.now()
    today = dates.local_day(now)
    fingerprint = letter.fingerprint(today)
    question = Question(
        kind=Question.Kind.REPORT if letter.page else Question.Kind.QUESTION,
        fingerprint=fingerprint,
        name=letter.name,
        email=letter.email,
        phone=letter.phone,
        subject=letter.subject,
        text=letter.text,
        page=letter.page,
        topic=letter.topic,
        public_name=public_name(letter.name, is_anonymous=letter.is_anonymous),
        public_subject=letter.subject,
        public_text=letter.text,
        received_at=now,
        due_on=working_day_after(today, settings.QUESTION_WORKING_DAYS, DayOff.objects.days(today)),
    )
    question.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            question.save()
            _note(question, Act.RECEIVE, None, now)
            letters.tell(question, Act.RECEIVE)
    except IntegrityError:
        sent_before = Question.objects.filter(fingerprint=fingerprint).first()
        if sent_before is None:
            raise
        return sent_before
    return question


@transaction.atomic
def perform(
    *, act: Act, question: Question, by: User | None, reason: str = "", at: dt.datetime | None = None
) -> Question:
    """Does an act to a question, together with what was edited of it. Raises ValidationError or PermissionDenied."""
    now, reason = at or timezone.now(), reason.strip()
    before = Question.objects.select_for_update().get(pk=question.pk)
    if before.edition != question.edition:
        raise Outdated
    line = _line_for(act, before, by)
    if any(getattr(before, name) != getattr(question, name) for name in _EDITED):
        _line_for(Act.EDIT, before, by)
    _check_needs(question, line.needs, reason)
    question.status = line.target or before.status
    if act == Act.PUBLISH:
        question.published_at = question.published_at or now
    if act == Act.ERASE:
        _erase(question, now)
    if line.target is not None and (line.target in CLOSED) != (before.state in CLOSED):
        question.closed_at = now if line.target in CLOSED else None
    question.edition += 1
    try:
        question.full_clean()
        question.save()
    except BaseException:
        question.status, question.edition = before.status, before.edition
        raise
    _note(question, act, by, now, reason)
    letters.tell(question, act, reason)
    return question


def forget_contacts(*, at: dt.datetime | None = None) -> int:
    """Erases the contact data of what was closed ``QUESTION_CONTACT_DAYS`` ago; says of how many questions."""
    now = at or timezone.now()
    due = list(Question.objects.to_forget(now).order_by("pk"))
    for question in due:
        perform(act=Act.ERASE, question=question, by=None, reason=_("Hết thời hạn lưu giữ."), at=now)
    return len(due)


def _line_for(act: Act, question: Question, by: User | None) -> workflow.Transition:
    line = workflow.transition(act, question.state, is_report=question.is_report)
    if line is None:
        raise ValidationError(
            _("Không thể %(act)s: câu hỏi đang ở trạng thái “%(state)s”."),
            code="state",
            params={"act": str(act.label).lower(), "state": question.state.label},
        )
    if line.rights.isdisjoint(rights_of(by)):
        raise PermissionDenied(_("Bạn không có quyền %s câu hỏi này.") % str(act.label).lower())
    return line


def _check_needs(question: Question, needs: frozenset[Need], reason: str) -> None:
    missing = {}
    if Need.UNIT in needs and not question.unit.strip():
        missing["unit"] = _("Hãy ghi đơn vị trả lời.")
    if Need.ANSWER in needs and not question.answer_words:
        missing["answer"] = _("Hãy viết câu trả lời.")
    if missing:
        raise ValidationError(missing)
    if Need.REASON in needs and not reason:
        raise ValidationError(_("Hãy viết lý do."), code="reason")
    if len(reason) > REASON_LENGTH:
        raise ValidationError(_("Lý do dài quá 1.000 ký tự."), code="reason")


def _erase(question: Question, now: dt.datetime) -> None:
    """Of what the sender wrote only what was made ready for the public stays."""
    if question.contact_erased_at is not None:
        raise ValidationError(_("Thông tin liên hệ đã được xóa từ trước."), code="erased")
    question.name = question.email = question.phone = ""
    question.fingerprint = None
    question.subject, question.text = question.public_subject, question.public_text
    question.contact_erased_at = now


def _note(question: Question, act: Act, by: User | None, at: dt.datetime, reason: str = "") -> None:
    """The event, and the line of the audit trail."""
    QuestionEvent.objects.create(
        question=question, act=act, status=question.status, made_at=at, made_by=by, reason=reason
    )
    audit.record(act=f"questions.{act}", by=by, thing=question, detail={"state": question.status}, at=at)
