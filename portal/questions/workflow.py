"""Question workflow: states, transitions and required roles. No database access."""

from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.workflow import Transition, Workflow


class QuestionStatus(models.TextChoices):
    """Stored states."""

    RECEIVED = "received", _("Mới nhận")
    ACCEPTED = "accepted", _("Đã tiếp nhận")
    ASSIGNED = "assigned", _("Đã giao đơn vị trả lời")
    DRAFTED = "drafted", _("Có dự thảo trả lời")
    PUBLISHED = "published", _("Đã trả lời công khai")
    REPLIED = "replied", _("Đã trả lời riêng")
    REFUSED = "refused", _("Không tiếp nhận")
    WITHDRAWN = "withdrawn", _("Đã gỡ khỏi trang công khai")


class QuestionAction(models.TextChoices):
    """Actions on a question. ``RECEIVE`` is the sender's and is in no transition."""

    RECEIVE = "receive", _("Nhận")
    EDIT = "edit", _("Lưu")
    ACCEPT = "accept", _("Tiếp nhận")
    REFUSE = "refuse", _("Từ chối")
    ASSIGN = "assign", _("Giao đơn vị trả lời")
    DRAFT = "draft", _("Trình dự thảo trả lời")
    RETURN_DRAFT = "give-back", _("Trả lại dự thảo")
    PUBLISH = "publish", _("Công bố trả lời")
    REPLY = "reply", _("Trả lời riêng")
    WITHDRAW = "withdraw", _("Gỡ khỏi trang công khai")
    ERASE = "erase", _("Xóa thông tin liên hệ")


class QuestionRole(Enum):
    """Role of a user in the workflow."""

    ANSWERER = "answerer"
    PUBLISHER = "publisher"
    DATA_PROTECTION_OFFICER = "keeper"  # responsible for personal data


class QuestionRequirement(Enum):
    """Precondition of an action, in addition to state and role."""

    REASON = "reason"
    UNIT = "unit"  # that answers
    ANSWER = "answer"


_Action, _State = QuestionAction, QuestionStatus
_STAFF, _PUBLISHER = {QuestionRole.ANSWERER, QuestionRole.PUBLISHER}, {QuestionRole.PUBLISHER}
_UNIT, _REASON = QuestionRequirement.UNIT, QuestionRequirement.REASON
_ANSWERED = {_UNIT, QuestionRequirement.ANSWER}

OPEN_STATUSES = frozenset({_State.RECEIVED, _State.ACCEPTED, _State.ASSIGNED, _State.DRAFTED})
# The sender has been answered or refused.
CLOSED_STATUSES = frozenset(QuestionStatus) - OPEN_STATUSES

# The variant is an error report, which is answered privately and never published.
QUESTION_WORKFLOW = Workflow(
    QuestionAction,
    Transition(_Action.EDIT, OPEN_STATUSES, _STAFF),
    Transition(_Action.EDIT, {_State.PUBLISHED}, _PUBLISHER, requirements=_ANSWERED),
    Transition(_Action.EDIT, {_State.WITHDRAWN}, _PUBLISHER),
    Transition(_Action.ACCEPT, {_State.RECEIVED, _State.REFUSED}, _STAFF, _State.ACCEPTED),
    Transition(_Action.REFUSE, {_State.RECEIVED, _State.ACCEPTED, _State.ASSIGNED}, _STAFF, _State.REFUSED, {_REASON}),
    Transition(_Action.ASSIGN, {_State.ACCEPTED, _State.ASSIGNED, _State.DRAFTED}, _STAFF, _State.ASSIGNED, {_UNIT}),
    Transition(_Action.DRAFT, {_State.ACCEPTED, _State.ASSIGNED}, _STAFF, _State.DRAFTED, _ANSWERED),
    Transition(_Action.RETURN_DRAFT, {_State.DRAFTED}, _PUBLISHER, _State.ASSIGNED, {_REASON, _UNIT}),
    Transition(
        _Action.PUBLISH, {_State.DRAFTED, _State.WITHDRAWN}, _PUBLISHER, _State.PUBLISHED, _ANSWERED, for_variants=False
    ),
    Transition(_Action.REPLY, {_State.DRAFTED}, _PUBLISHER, _State.REPLIED, _ANSWERED),
    Transition(_Action.WITHDRAW, {_State.PUBLISHED}, _PUBLISHER, _State.WITHDRAWN, {_REASON}),
    # Requires a reason because it cannot be undone, which prevents accidental clicks.
    Transition(_Action.ERASE, frozenset(_State), {QuestionRole.DATA_PROTECTION_OFFICER}, requirements={_REASON}),
)
