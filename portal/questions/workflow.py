"""Question workflow: states, transitions and required roles. No database access.

The table ``TRANSITIONS`` is the only definition; buttons, services and tests read it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _


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


@dataclass(frozen=True)
class QuestionTransition:
    """Transition: an action, its source states, its target state and the allowed roles."""

    action: QuestionAction
    sources: frozenset[QuestionStatus]
    roles: frozenset[QuestionRole]
    target: QuestionStatus | None = None  # None: the state does not change
    requirements: frozenset[QuestionRequirement] = frozenset()
    # False for publishing: an error report is answered privately.
    applies_to_reports: bool = True


OPEN_STATUSES = frozenset(
    {QuestionStatus.RECEIVED, QuestionStatus.ACCEPTED, QuestionStatus.ASSIGNED, QuestionStatus.DRAFTED}
)
# The sender has been answered or refused.
CLOSED_STATUSES = frozenset(QuestionStatus) - OPEN_STATUSES
_STAFF_ROLES = frozenset({QuestionRole.ANSWERER, QuestionRole.PUBLISHER})
_PUBLISHER_ONLY = frozenset({QuestionRole.PUBLISHER})
_ANSWER_REQUIRED = frozenset({QuestionRequirement.UNIT, QuestionRequirement.ANSWER})

TRANSITIONS: tuple[QuestionTransition, ...] = (
    QuestionTransition(QuestionAction.EDIT, OPEN_STATUSES, _STAFF_ROLES),
    QuestionTransition(
        QuestionAction.EDIT, frozenset({QuestionStatus.PUBLISHED}), _PUBLISHER_ONLY, requirements=_ANSWER_REQUIRED
    ),
    QuestionTransition(QuestionAction.EDIT, frozenset({QuestionStatus.WITHDRAWN}), _PUBLISHER_ONLY),
    QuestionTransition(
        QuestionAction.ACCEPT,
        frozenset({QuestionStatus.RECEIVED, QuestionStatus.REFUSED}),
        _STAFF_ROLES,
        QuestionStatus.ACCEPTED,
    ),
    QuestionTransition(
        QuestionAction.REFUSE,
        frozenset({QuestionStatus.RECEIVED, QuestionStatus.ACCEPTED, QuestionStatus.ASSIGNED}),
        _STAFF_ROLES,
        QuestionStatus.REFUSED,
        frozenset({QuestionRequirement.REASON}),
    ),
    QuestionTransition(
        QuestionAction.ASSIGN,
        frozenset({QuestionStatus.ACCEPTED, QuestionStatus.ASSIGNED, QuestionStatus.DRAFTED}),
        _STAFF_ROLES,
        QuestionStatus.ASSIGNED,
        frozenset({QuestionRequirement.UNIT}),
    ),
    QuestionTransition(
        QuestionAction.DRAFT,
        frozenset({QuestionStatus.ACCEPTED, QuestionStatus.ASSIGNED}),
        _STAFF_ROLES,
        QuestionStatus.DRAFTED,
        _ANSWER_REQUIRED,
    ),
    QuestionTransition(
        QuestionAction.RETURN_DRAFT,
        frozenset({QuestionStatus.DRAFTED}),
        _PUBLISHER_ONLY,
        QuestionStatus.ASSIGNED,
        frozenset({QuestionRequirement.REASON, QuestionRequirement.UNIT}),
    ),
    QuestionTransition(
        QuestionAction.PUBLISH,
        frozenset({QuestionStatus.DRAFTED, QuestionStatus.WITHDRAWN}),
        _PUBLISHER_ONLY,
        QuestionStatus.PUBLISHED,
        _ANSWER_REQUIRED,
        applies_to_reports=False,
    ),
    QuestionTransition(
        QuestionAction.REPLY,
        frozenset({QuestionStatus.DRAFTED}),
        _PUBLISHER_ONLY,
        QuestionStatus.REPLIED,
        _ANSWER_REQUIRED,
    ),
    QuestionTransition(
        QuestionAction.WITHDRAW,
        frozenset({QuestionStatus.PUBLISHED}),
        _PUBLISHER_ONLY,
        QuestionStatus.WITHDRAWN,
        frozenset({QuestionRequirement.REASON}),
    ),
    # Requires a reason because it cannot be undone, which prevents accidental clicks.
    QuestionTransition(
        QuestionAction.ERASE,
        frozenset(QuestionStatus),
        frozenset({QuestionRole.DATA_PROTECTION_OFFICER}),
        requirements=frozenset({QuestionRequirement.REASON}),
    ),
)


def find_transition(
    action: QuestionAction, status: QuestionStatus, *, is_report: bool = False
) -> QuestionTransition | None:
    """The transition for an action in a state; None when there is none."""
    return next(
        (
            row
            for row in TRANSITIONS
            if row.action == action and status in row.sources and (row.applies_to_reports or not is_report)
        ),
        None,
    )


def is_allowed(
    action: QuestionAction, status: QuestionStatus, roles: Collection[QuestionRole], *, is_report: bool = False
) -> bool:
    match = find_transition(action, status, is_report=is_report)
    return match is not None and not match.roles.isdisjoint(roles)


def allowed_actions(
    status: QuestionStatus, roles: Collection[QuestionRole], *, is_report: bool = False
) -> list[QuestionAction]:
    """The actions that a user with these roles can do now, in workflow order."""
    return [action for action in QuestionAction if is_allowed(action, status, roles, is_report=is_report)]
