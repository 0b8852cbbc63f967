"""Article workflow: states, transitions and required roles. No database access.

Everything is defined in one table, ``TRANSITIONS``, read by buttons, bulk actions, commands and tests. Time-dependent
states (scheduled, expired) are computed, not stored: there is no background worker.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """The stored status."""

    DRAFT = "draft", _("Bản nháp")
    SUBMITTED = "submitted", _("Chờ duyệt")
    RETURNED = "returned", _("Bị trả lại")
    APPROVED = "approved", _("Đã duyệt")
    PUBLISHED = "published", _("Xuất bản")
    WITHDRAWN = "withdrawn", _("Ngưng hiệu lực")
    TRASHED = "trashed", _("Trong thùng rác")
    MERGED = "merged", _("Đã thay bản đang đăng")


class ArticleState(models.TextChoices):
    """The displayed state at a time: the status combined with the clock."""

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


class ArticleAction(models.TextChoices):
    """The actions on an article."""

    EDIT = "edit", _("Sửa")
    SUBMIT = "submit", _("Chuyển duyệt")
    RECALL = "recall", _("Rút lại")
    RETURN = "return", _("Trả lại")
    APPROVE = "approve", _("Duyệt")
    SCHEDULE = "schedule", _("Hẹn giờ đăng")
    UNSCHEDULE = "unschedule", _("Hủy hẹn giờ")
    PUBLISH = "publish", _("Xuất bản")
    CREATE_PENDING_REVISION = "pending-revision", _("Soạn bản mới")
    WITHDRAW = "withdraw", _("Ngưng hiệu lực")
    TRASH = "trash", _("Bỏ vào thùng rác")
    RESTORE = "restore", _("Lấy lại từ thùng rác")


class ArticleRole(Enum):
    """Role of a user on one article: as its author, or by a permission that covers its category."""

    OWNER = "owner"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"


class Requirement(Enum):
    """What an action requires besides state and role."""

    COMPLETE = "complete"  # nothing required for publication is missing
    REASON = "reason"  # an explanation for the author
    FUTURE_TIME = "moment ahead"
    WITHDRAWAL_NOTICE = "notice"  # a public explanation, or a redirect target


@dataclass(frozen=True)
class Transition:
    """A row of the table: an action, its source states, the permitted roles and the target status."""

    action: ArticleAction
    sources: frozenset[ArticleState]
    roles: frozenset[ArticleRole]
    target: Status | None = None  # None: the status is unchanged
    requirements: frozenset[Requirement] = field(default_factory=frozenset)
    # A pending revision of a live article never becomes public itself: it is merged into the live one.
    for_pending_revisions: bool = True
    pending_revision_target: Status | None = None

    @property
    def label(self) -> str | Promise:
        return self.action.label


def _transition(
    action: ArticleAction, sources: Collection[ArticleState], roles: Collection[ArticleRole], **more: object
) -> Transition:
    return Transition(action, frozenset(sources), frozenset(roles), **more)  # type: ignore[arg-type]  # field types


_OWNER, _EDITOR, _REVIEWER, _PUBLISHER = (
    ArticleRole.OWNER,
    ArticleRole.EDITOR,
    ArticleRole.REVIEWER,
    ArticleRole.PUBLISHER,
)
_COMPLETE = frozenset({Requirement.COMPLETE})

TRANSITIONS: tuple[Transition, ...] = (
    # Editing keeps the state. After approval only publishers may edit, otherwise approval would be meaningless.
    _transition(ArticleAction.EDIT, {ArticleState.DRAFT, ArticleState.RETURNED}, {_OWNER, _EDITOR}),
    _transition(ArticleAction.EDIT, {ArticleState.SUBMITTED}, {_EDITOR}),
    _transition(
        ArticleAction.EDIT,
        {
            ArticleState.APPROVED,
            ArticleState.SCHEDULED,
            ArticleState.PUBLISHED,
            ArticleState.EXPIRED,
            ArticleState.WITHDRAWN,
        },
        {_PUBLISHER},
    ),
    _transition(
        ArticleAction.SUBMIT,
        {ArticleState.DRAFT, ArticleState.RETURNED},
        {_OWNER, _EDITOR},
        target=Status.SUBMITTED,
        requirements=_COMPLETE,
    ),
    _transition(ArticleAction.RECALL, {ArticleState.SUBMITTED}, {_OWNER}, target=Status.DRAFT),
    _transition(
        ArticleAction.RETURN,
        {ArticleState.SUBMITTED},
        {_REVIEWER},
        target=Status.RETURNED,
        requirements=frozenset({Requirement.REASON}),
    ),
    _transition(
        ArticleAction.RETURN,
        {ArticleState.APPROVED},
        {_PUBLISHER},
        target=Status.RETURNED,
        requirements=frozenset({Requirement.REASON}),
    ),
    _transition(
        ArticleAction.APPROVE,
        {ArticleState.DRAFT, ArticleState.SUBMITTED, ArticleState.RETURNED},
        {_PUBLISHER},
        target=Status.APPROVED,
        requirements=_COMPLETE,
    ),
    _transition(
        ArticleAction.SCHEDULE,
        {
            ArticleState.DRAFT,
            ArticleState.SUBMITTED,
            ArticleState.RETURNED,
            ArticleState.APPROVED,
            ArticleState.SCHEDULED,
        },
        {_PUBLISHER},
        target=Status.PUBLISHED,
        pending_revision_target=Status.APPROVED,
        requirements=frozenset({Requirement.COMPLETE, Requirement.FUTURE_TIME}),
    ),
    _transition(ArticleAction.UNSCHEDULE, {ArticleState.SCHEDULED}, {_PUBLISHER}, target=Status.APPROVED),
    _transition(
        ArticleAction.PUBLISH,
        {
            *(ArticleState.DRAFT, ArticleState.SUBMITTED, ArticleState.RETURNED, ArticleState.APPROVED),
            *(ArticleState.SCHEDULED, ArticleState.EXPIRED, ArticleState.WITHDRAWN),
        },
        {_PUBLISHER},
        target=Status.PUBLISHED,
        pending_revision_target=Status.MERGED,
        requirements=_COMPLETE,
    ),
    _transition(
        ArticleAction.CREATE_PENDING_REVISION,
        {ArticleState.PUBLISHED, ArticleState.EXPIRED},
        {_OWNER, _EDITOR},
        for_pending_revisions=False,
    ),
    _transition(
        ArticleAction.WITHDRAW,
        {ArticleState.PUBLISHED, ArticleState.EXPIRED},
        {_PUBLISHER},
        target=Status.WITHDRAWN,
        requirements=frozenset({Requirement.WITHDRAWAL_NOTICE}),
        for_pending_revisions=False,
    ),
    _transition(
        ArticleAction.TRASH, {ArticleState.DRAFT, ArticleState.RETURNED}, {_OWNER, _EDITOR}, target=Status.TRASHED
    ),
    _transition(
        ArticleAction.TRASH, {ArticleState.SUBMITTED, ArticleState.APPROVED}, {_PUBLISHER}, target=Status.TRASHED
    ),
    _transition(ArticleAction.RESTORE, {ArticleState.TRASHED}, {_OWNER, _EDITOR}, target=Status.DRAFT),
)

# Public or about to be: a text in these states must stay complete.
LIVE_STATES = frozenset({ArticleState.SCHEDULED, ArticleState.PUBLISHED, ArticleState.EXPIRED})
# The URL has been public: it must keep responding, and redirect when it changes.
STATES_WITH_PUBLIC_URL = frozenset({ArticleState.PUBLISHED, ArticleState.EXPIRED, ArticleState.WITHDRAWN})


def find_transition(
    action: ArticleAction, state: ArticleState, *, is_pending_revision: bool = False
) -> Transition | None:
    """The transition for an action in a state; None when there is none."""
    return next(
        (
            row
            for row in TRANSITIONS
            if row.action == action and state in row.sources and (row.for_pending_revisions or not is_pending_revision)
        ),
        None,
    )


def is_allowed(
    action: ArticleAction, state: ArticleState, roles: Collection[ArticleRole], *, is_pending_revision: bool = False
) -> bool:
    found = find_transition(action, state, is_pending_revision=is_pending_revision)
    return found is not None and not found.roles.isdisjoint(roles)


def allowed_actions(
    state: ArticleState, roles: Collection[ArticleRole], *, is_pending_revision: bool = False
) -> list[ArticleAction]:
    """The actions permitted to these roles in a state, in workflow order."""
    return [
        action for action in ArticleAction if is_allowed(action, state, roles, is_pending_revision=is_pending_revision)
    ]
