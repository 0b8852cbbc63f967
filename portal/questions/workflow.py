"""The way of a question: its states, the acts that lead from one to the next, and who may do them. Pure.

One table, ``TRANSITIONS``, is all there is; the buttons, the acts and the tests read it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """What the database keeps."""

    RECEIVED = "received", _("Mới nhận")
    ACCEPTED = "accepted", _("Đã tiếp nhận")
    ASSIGNED = "assigned", _("Đã giao đơn vị trả lời")
    DRAFTED = "drafted", _("Có dự thảo trả lời")
    PUBLISHED = "published", _("Đã trả lời công khai")
    REPLIED = "replied", _("Đã trả lời riêng")
    REFUSED = "refused", _("Không tiếp nhận")
    WITHDRAWN = "withdrawn", _("Đã gỡ khỏi trang công khai")


class Act(models.TextChoices):
    """What can be done to a question. ``RECEIVE`` is the sender's and stands in no line of the table."""

    RECEIVE = "receive", _("Nhận")
    EDIT = "edit", _("Lưu")
    ACCEPT = "accept", _("Tiếp nhận")
    REFUSE = "refuse", _("Từ chối")
    ASSIGN = "assign", _("Giao đơn vị trả lời")
    DRAFT = "draft", _("Trình dự thảo trả lời")
    GIVE_BACK = "give-back", _("Trả lại dự thảo")
    PUBLISH = "publish", _("Công bố trả lời")
    REPLY = "reply", _("Trả lời riêng")
    WITHDRAW = "withdraw", _("Gỡ khỏi trang công khai")
    ERASE = "erase", _("Xóa thông tin liên hệ")


class Right(Enum):
    """What a person is to questions, by role."""

    ANSWERER = "answerer"
    PUBLISHER = "publisher"
    KEEPER = "keeper"  # answers for the personal data


class Need(Enum):
    """What must hold before an act, beside state and right."""

    REASON = "reason"
    UNIT = "unit"  # who answers
    ANSWER = "answer"


@dataclass(frozen=True)
class Transition:
    """One line of the table: an act, the states it starts from, and where it leads for whom."""

    act: Act
    sources: frozenset[Status]
    rights: frozenset[Right]
    target: Status | None = None  # None: the status stays
    needs: frozenset[Need] = frozenset()
    # What a reader reported of a page is nobody else's concern.
    for_reports: bool = True


OPEN = frozenset({Status.RECEIVED, Status.ACCEPTED, Status.ASSIGNED, Status.DRAFTED})
# The sender has had the answer, or was told that there will be none.
CLOSED = frozenset(Status) - OPEN
_STAFF = frozenset({Right.ANSWERER, Right.PUBLISHER})
_PUBLISHER = frozenset({Right.PUBLISHER})
_ANSWERED = frozenset({Need.UNIT, Need.ANSWER})

TRANSITIONS: tuple[Transition, ...] = (
    Transition(Act.EDIT, OPEN, _STAFF),
    Transition(Act.EDIT, frozenset({Status.PUBLISHED}), _PUBLISHER, needs=_ANSWERED),
    Transition(Act.EDIT, frozenset({Status.WITHDRAWN}), _PUBLISHER),
    Transition(Act.ACCEPT, frozenset({Status.RECEIVED, Status.REFUSED}), _STAFF, Status.ACCEPTED),
    Transition(
        Act.REFUSE,
        frozenset({Status.RECEIVED, Status.ACCEPTED, Status.ASSIGNED}),
        _STAFF,
        Status.REFUSED,
        frozenset({Need.REASON}),
    ),
    Transition(
        Act.ASSIGN,
        frozenset({Status.ACCEPTED, Status.ASSIGNED, Status.DRAFTED}),
        _STAFF,
        Status.ASSIGNED,
        frozenset({Need.UNIT}),
    ),
    Transition(Act.DRAFT, frozenset({Status.ACCEPTED, Status.ASSIGNED}), _STAFF, Status.DRAFTED, _ANSWERED),
    Transition(
        Act.GIVE_BACK, frozenset({Status.DRAFTED}), _PUBLISHER, Status.ASSIGNED, frozenset({Need.REASON, Need.UNIT})
    ),
    Transition(
        Act.PUBLISH,
        frozenset({Status.DRAFTED, Status.WITHDRAWN}),
        _PUBLISHER,
        Status.PUBLISHED,
        _ANSWERED,
        for_reports=False,
    ),
    Transition(Act.REPLY, frozenset({Status.DRAFTED}), _PUBLISHER, Status.REPLIED, _ANSWERED),
    Transition(Act.WITHDRAW, frozenset({Status.PUBLISHED}), _PUBLISHER, Status.WITHDRAWN, frozenset({Need.REASON})),
    # A reason because it cannot be undone: nobody shall press it by mistake.
    Transition(Act.ERASE, frozenset(Status), frozenset({Right.KEEPER}), needs=frozenset({Need.REASON})),
)


def transition(act: Act, status: Status, *, is_report: bool = False) -> Transition | None:
    """The line of the table for an act in a state; None when there is none."""
    return next(
        (
            line
            for line in TRANSITIONS
            if line.act == act and status in line.sources and (line.for_reports or not is_report)
        ),
        None,
    )


def allows(act: Act, status: Status, rights: Collection[Right], *, is_report: bool = False) -> bool:
    line = transition(act, status, is_report=is_report)
    return line is not None and not line.rights.isdisjoint(rights)


def acts_for(status: Status, rights: Collection[Right], *, is_report: bool = False) -> list[Act]:
    """The acts that a person with these rights can do now, in the order in which a question goes its way."""
    return [act for act in Act if allows(act, status, rights, is_report=is_report)]
