"""The way of an article: its states, the acts that lead from one to the next, and who may do them. Pure.

One table, ``TRANSITIONS``, is all there is; buttons, bulk actions, commands and the tests read it. What is asked of
time (scheduled, expired) is a state here but no column: nothing runs in the background.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """What the database keeps."""

    DRAFT = "draft", _("Bản nháp")
    SUBMITTED = "submitted", _("Chờ duyệt")
    RETURNED = "returned", _("Bị trả lại")
    APPROVED = "approved", _("Đã duyệt")
    PUBLISHED = "published", _("Xuất bản")
    WITHDRAWN = "withdrawn", _("Ngưng hiệu lực")
    TRASHED = "trashed", _("Trong thùng rác")
    MERGED = "merged", _("Đã thay bản đang đăng")


class State(models.TextChoices):
    """What people see of an article at a moment: its status, read together with the clock."""

    DRAFT = "draft", _("Bản nháp")
    SUBMITTED = "submitted", _("Chờ duyệt")
    RETURNED = "returned", _("Bị trả lại")
    APPROVED = "approved", _("Đã duyệt")
    SCHEDULED = "scheduled", _("Hẹn giờ đăng")
    PUBLISHED = "published", _("Đang đăng")
    EXPIRED = "expired", _("Hết hạn")
    WITHDRAWN = "withdrawn", _("Ngưng hiệu lực")
    TRASHED = "trashed", _("Trong thùng rác")
    MERGED = "merged", _("Đã thay bản đang đăng")


class Act(models.TextChoices):
    """What can be done to an article."""

    EDIT = "edit", _("Sửa")
    SUBMIT = "submit", _("Chuyển duyệt")
    TAKE_BACK = "take-back", _("Rút lại")
    GIVE_BACK = "give-back", _("Trả lại")
    APPROVE = "approve", _("Duyệt")
    SCHEDULE = "schedule", _("Hẹn giờ đăng")
    UNSCHEDULE = "unschedule", _("Hủy hẹn giờ")
    PUBLISH = "publish", _("Xuất bản")
    BEGIN_VERSION = "begin-version", _("Soạn bản mới")
    WITHDRAW = "withdraw", _("Ngưng hiệu lực")
    TRASH = "trash", _("Bỏ vào thùng rác")
    RESTORE = "restore", _("Lấy lại từ thùng rác")


class Right(Enum):
    """What a person is to one article: by having begun it, or by a role that reaches its category."""

    OWNER = "owner"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"


class Need(Enum):
    """What must hold before an act, beside state and right."""

    COMPLETE = "complete"  # nothing is missing that readers need
    REASON = "reason"  # a sentence for the writer
    MOMENT_AHEAD = "moment ahead"
    NOTICE = "notice"  # an explanation for the public, or an address to send it to


@dataclass(frozen=True)
class Transition:
    """One line of the table: an act, the states it starts from, and where it leads for whom."""

    act: Act
    sources: frozenset[State]
    rights: frozenset[Right]
    target: Status | None = None  # None: the status stays
    needs: frozenset[Need] = field(default_factory=frozenset)
    # A next version of a live article is never public itself: it takes the live one's place instead.
    for_versions: bool = True
    version_target: Status | None = None

    @property
    def label(self) -> str | Promise:
        return self.act.label


def _line(act: Act, sources: Collection[State], rights: Collection[Right], **more: object) -> Transition:
    return Transition(act, frozenset(sources), frozenset(rights), **more)  # type: ignore[arg-type]  # the fields' own types


_OWNER, _EDITOR, _REVIEWER, _PUBLISHER = Right.OWNER, Right.EDITOR, Right.REVIEWER, Right.PUBLISHER
_COMPLETE = frozenset({Need.COMPLETE})

TRANSITIONS: tuple[Transition, ...] = (
    # Editing keeps the state. After approval only those who publish may touch the text, or approval would mean nothing.
    _line(Act.EDIT, {State.DRAFT, State.RETURNED}, {_OWNER, _EDITOR}),
    _line(Act.EDIT, {State.SUBMITTED}, {_EDITOR}),
    _line(
        Act.EDIT,
        {State.APPROVED, State.SCHEDULED, State.PUBLISHED, State.EXPIRED, State.WITHDRAWN},
        {_PUBLISHER},
    ),
    _line(Act.SUBMIT, {State.DRAFT, State.RETURNED}, {_OWNER, _EDITOR}, target=Status.SUBMITTED, needs=_COMPLETE),
    _line(Act.TAKE_BACK, {State.SUBMITTED}, {_OWNER}, target=Status.DRAFT),
    _line(Act.GIVE_BACK, {State.SUBMITTED}, {_REVIEWER}, target=Status.RETURNED, needs=frozenset({Need.REASON})),
    _line(Act.GIVE_BACK, {State.APPROVED}, {_PUBLISHER}, target=Status.RETURNED, needs=frozenset({Need.REASON})),
    _line(
        Act.APPROVE,
        {State.DRAFT, State.SUBMITTED, State.RETURNED},
        {_PUBLISHER},
        target=Status.APPROVED,
        needs=_COMPLETE,
    ),
    _line(
        Act.SCHEDULE,
        {State.DRAFT, State.SUBMITTED, State.RETURNED, State.APPROVED, State.SCHEDULED},
        {_PUBLISHER},
        target=Status.PUBLISHED,
        version_target=Status.APPROVED,
        needs=frozenset({Need.COMPLETE, Need.MOMENT_AHEAD}),
    ),
    _line(Act.UNSCHEDULE, {State.SCHEDULED}, {_PUBLISHER}, target=Status.APPROVED),
    _line(
        Act.PUBLISH,
        {
            *(State.DRAFT, State.SUBMITTED, State.RETURNED, State.APPROVED),
            *(State.SCHEDULED, State.EXPIRED, State.WITHDRAWN),
        },
        {_PUBLISHER},
        target=Status.PUBLISHED,
        version_target=Status.MERGED,
        needs=_COMPLETE,
    ),
    _line(Act.BEGIN_VERSION, {State.PUBLISHED, State.EXPIRED}, {_OWNER, _EDITOR}, for_versions=False),
    _line(
        Act.WITHDRAW,
        {State.PUBLISHED, State.EXPIRED},
        {_PUBLISHER},
        target=Status.WITHDRAWN,
        needs=frozenset({Need.NOTICE}),
        for_versions=False,
    ),
    _line(Act.TRASH, {State.DRAFT, State.RETURNED}, {_OWNER, _EDITOR}, target=Status.TRASHED),
    _line(Act.TRASH, {State.SUBMITTED, State.APPROVED}, {_PUBLISHER}, target=Status.TRASHED),
    _line(Act.RESTORE, {State.TRASHED}, {_OWNER, _EDITOR}, target=Status.DRAFT),
)

# What is behind these lies before readers; a text in them must stay complete.
PUBLIC_SIDE = frozenset({State.SCHEDULED, State.PUBLISHED, State.EXPIRED})
# Readers have had the address: it goes on answering, and when it changes it leads on.
KNOWN_TO_READERS = frozenset({State.PUBLISHED, State.EXPIRED, State.WITHDRAWN})


def transition(act: Act, state: State, *, is_version: bool = False) -> Transition | None:
    """The line of the table for an act in a state; None when there is none."""
    return next(
        (
            line
            for line in TRANSITIONS
            if line.act == act and state in line.sources and (line.for_versions or not is_version)
        ),
        None,
    )


def allows(act: Act, state: State, rights: Collection[Right], *, is_version: bool = False) -> bool:
    line = transition(act, state, is_version=is_version)
    return line is not None and not line.rights.isdisjoint(rights)


def acts_for(state: State, rights: Collection[Right], *, is_version: bool = False) -> list[Act]:
    """The acts that a person with these rights can do now, in the order in which an article goes its way."""
    return [act for act in Act if allows(act, state, rights, is_version=is_version)]
