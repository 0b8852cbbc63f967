"""Article workflow: states, transitions and required roles. No database access.

Time-dependent states (scheduled, expired) are computed, not stored: there is no background worker.
"""

from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.workflow import Transition, Workflow


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


_Action, _State, _Role = ArticleAction, ArticleState, ArticleRole
_COMPLETE, _REASON = {Requirement.COMPLETE}, {Requirement.REASON}

# The variant is a pending revision of a live article: it never becomes public itself, but is merged into the live one.
ARTICLE_WORKFLOW = Workflow(
    ArticleAction,
    # Editing keeps the state. After approval only publishers may edit, otherwise approval would be meaningless.
    Transition(_Action.EDIT, {_State.DRAFT, _State.RETURNED}, {_Role.OWNER, _Role.EDITOR}),
    Transition(_Action.EDIT, {_State.SUBMITTED}, {_Role.EDITOR}),
    Transition(
        _Action.EDIT,
        {_State.APPROVED, _State.SCHEDULED, _State.PUBLISHED, _State.EXPIRED, _State.WITHDRAWN},
        {_Role.PUBLISHER},
    ),
    Transition(
        _Action.SUBMIT, {_State.DRAFT, _State.RETURNED}, {_Role.OWNER, _Role.EDITOR}, Status.SUBMITTED, _COMPLETE
    ),
    Transition(_Action.RECALL, {_State.SUBMITTED}, {_Role.OWNER}, Status.DRAFT),
    Transition(_Action.RETURN, {_State.SUBMITTED}, {_Role.REVIEWER}, Status.RETURNED, _REASON),
    Transition(_Action.RETURN, {_State.APPROVED}, {_Role.PUBLISHER}, Status.RETURNED, _REASON),
    Transition(
        _Action.APPROVE,
        {_State.DRAFT, _State.SUBMITTED, _State.RETURNED},
        {_Role.PUBLISHER},
        Status.APPROVED,
        _COMPLETE,
    ),
    Transition(
        _Action.SCHEDULE,
        {_State.DRAFT, _State.SUBMITTED, _State.RETURNED, _State.APPROVED, _State.SCHEDULED},
        {_Role.PUBLISHER},
        Status.PUBLISHED,
        {Requirement.COMPLETE, Requirement.FUTURE_TIME},
        variant_target=Status.APPROVED,
    ),
    Transition(_Action.UNSCHEDULE, {_State.SCHEDULED}, {_Role.PUBLISHER}, Status.APPROVED),
    Transition(
        _Action.PUBLISH,
        {
            _State.DRAFT,
            _State.SUBMITTED,
            _State.RETURNED,
            _State.APPROVED,
            _State.SCHEDULED,
            _State.EXPIRED,
            _State.WITHDRAWN,
        },
        {_Role.PUBLISHER},
        Status.PUBLISHED,
        _COMPLETE,
        variant_target=Status.MERGED,
    ),
    Transition(
        _Action.CREATE_PENDING_REVISION,
        {_State.PUBLISHED, _State.EXPIRED},
        {_Role.OWNER, _Role.EDITOR},
        for_variants=False,
    ),
    Transition(
        _Action.WITHDRAW,
        {_State.PUBLISHED, _State.EXPIRED},
        {_Role.PUBLISHER},
        Status.WITHDRAWN,
        {Requirement.WITHDRAWAL_NOTICE},
        for_variants=False,
    ),
    Transition(_Action.TRASH, {_State.DRAFT, _State.RETURNED}, {_Role.OWNER, _Role.EDITOR}, Status.TRASHED),
    Transition(_Action.TRASH, {_State.SUBMITTED, _State.APPROVED}, {_Role.PUBLISHER}, Status.TRASHED),
    Transition(_Action.RESTORE, {_State.TRASHED}, {_Role.OWNER, _Role.EDITOR}, Status.DRAFT),
)

# Public or about to be: a text in these states must stay complete.
LIVE_STATES = frozenset({ArticleState.SCHEDULED, ArticleState.PUBLISHED, ArticleState.EXPIRED})
# The URL has been public: it must keep responding, and redirect when it changes.
STATES_WITH_PUBLIC_URL = frozenset({ArticleState.PUBLISHED, ArticleState.EXPIRED, ArticleState.WITHDRAWN})
