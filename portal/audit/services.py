"""Audit log: who did what to which object, when. All apps write it by ``record``; nobody edits it.

An entry is part of the current transaction, so that an action and its entry are committed or rolled back together.
``detail`` is small and says what was done: no passwords, no texts, no files.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.audit.constraints import MIN_RETENTION_MONTHS
from portal.audit.models import AuditEntry
from portal.core.http.client_ip import client_ip

Label = str | Promise

SIGNED_IN = "signed_in"
SIGN_IN_FAILED = "sign_in_failed"
LOCKED_OUT = "locked_out"
SIGNED_OUT = "signed_out"
PASSWORD_SET = "password_set"  # noqa: S105  # the name of an act
ADDED = "added"
CHANGED = "changed"
DELETED = "deleted"
ROLE_GRANTED = "role_granted"
ROLE_REVOKED = "role_revoked"
PERMISSION_GRANTED = "permission_granted"
PERMISSION_REVOKED = "permission_revoked"
ROLE_SYNCED = "role_synced"
TWO_FACTOR_ENABLED = "two_factor_enabled"
TWO_FACTOR_DEVICE_CHANGED = "two_factor_device_changed"
TWO_FACTOR_DISABLED = "two_factor_disabled"
TWO_FACTOR_RESET = "two_factor_reset"
TWO_FACTOR_FAILED = "two_factor_failed"
RECOVERY_CODE_USED = "recovery_code_used"
RECOVERY_CODES_GENERATED = "recovery_codes_generated"
AUDIT_LOG_EXPORTED = "audit_log_exported"
AUDIT_LOG_PRUNED = "audit_log_pruned"

# Actions with their labels. Other apps add theirs by ``register_actions``.
_ACTION_LABELS: dict[str, Label] = {
    SIGNED_IN: _("Đăng nhập"),
    SIGN_IN_FAILED: _("Đăng nhập không thành công"),
    LOCKED_OUT: _("Bị tạm khóa đăng nhập"),
    SIGNED_OUT: _("Đăng xuất"),
    PASSWORD_SET: _("Đặt mật khẩu"),
    ADDED: _("Thêm"),
    CHANGED: _("Sửa"),
    DELETED: _("Xóa"),
    ROLE_GRANTED: _("Giao vai trò"),
    ROLE_REVOKED: _("Thu vai trò"),
    PERMISSION_GRANTED: _("Cấp quyền riêng"),
    PERMISSION_REVOKED: _("Thu quyền riêng"),
    ROLE_SYNCED: _("Đặt lại quyền của vai trò"),
    TWO_FACTOR_ENABLED: _("Bật xác thực hai lớp"),
    TWO_FACTOR_DEVICE_CHANGED: _("Chuyển xác thực hai lớp sang máy khác"),
    TWO_FACTOR_DISABLED: _("Tắt xác thực hai lớp"),
    TWO_FACTOR_RESET: _("Gỡ xác thực hai lớp của người khác"),
    TWO_FACTOR_FAILED: _("Mã xác thực không đúng"),
    RECOVERY_CODE_USED: _("Dùng mã dự phòng"),
    RECOVERY_CODES_GENERATED: _("Tạo mã dự phòng mới"),
    AUDIT_LOG_EXPORTED: _("Xuất nhật ký"),
    AUDIT_LOG_PRUNED: _("Dọn nhật ký cũ"),
}
# Labels of detail keys. Other apps add theirs by ``register_actions``.
_DETAIL_LABELS: dict[str, Label] = {
    "limit": _("giới hạn"),
    "note": "",  # a sentence needs no label
    "role": _("vai trò"),
    "permission": _("quyền"),
    "left": _("mã dự phòng còn lại"),
    "before": _("trước ngày"),
    "count": _("số lượng"),
    "reason": _("lý do"),
    "on": _("từ ngày"),
    "q": _("tìm"),
    "action": _("việc"),
    "user": _("người thực hiện"),
    "since": _("từ ngày"),
    "until": _("đến hết ngày"),
    "kind": _("loại"),
    "id": _("mã"),
}
# Labels of coded values, by action.
_VALUE_LABELS: dict[str, Mapping[str, Label]] = {}
# Recorded in addition to a change of the same account, not instead of it.
_SUPPLEMENTARY_ACTIONS = {PASSWORD_SET, ROLE_GRANTED, ROLE_REVOKED, PERMISSION_GRANTED, PERMISSION_REVOKED}
_request: ContextVar[HttpRequest | None] = ContextVar("audited_request", default=None)
_recorded_targets: ContextVar[set[tuple[str, str]] | None] = ContextVar("audited_targets", default=None)


class Operator(NamedTuple):
    """The operator of a command: the account of ``--by``, if any, and the name in the log."""

    user: User | None
    name: str


_operator: ContextVar[Operator | None] = ContextVar("audited_operator", default=None)


class Target(NamedTuple):
    """The object of an entry, if it has no row (any more)."""

    kind: str
    pk: str
    title: str


class RetentionPeriodError(ValueError):
    """Entries of the last ``MIN_RETENTION_MONTHS`` months are not deleted."""


def register_actions(
    actions: Mapping[str, Label],
    *,
    details: Mapping[str, Label] | None = None,
    values: Mapping[str, Label] | None = None,
) -> None:
    """Registers another app's actions with their labels; called from its ``AppConfig.ready``.

    ``details`` are the labels of detail keys, ``values`` those of coded values.
    """
    _ACTION_LABELS.update(actions)
    _DETAIL_LABELS.update(details or {})
    _VALUE_LABELS.update(dict.fromkeys(actions, values or {}))


def registered_actions() -> list[tuple[str, Label]]:
    """All actions with their labels, for the filter of the audit log."""
    return list(_ACTION_LABELS.items())


def action_label(action: str) -> Label:
    """The label of an action; the code itself if its app is no longer installed."""
    return _ACTION_LABELS.get(action, action)


def details_text(entry: AuditEntry) -> str:
    """The details of an entry as text: ``cơ quan: Sở Tư pháp; từ ngày: 01/01/2018``."""
    values = _VALUE_LABELS.get(entry.action, {})
    formatters: dict[str, Callable[[str], Label]] = {"action": action_label, "kind": model_label}
    return "; ".join(
        f"{_DETAIL_LABELS.get(key, key)}: ".removeprefix(": ")
        + str(formatters[key](value) if key in formatters else values.get(str(value), value))
        for key, value in entry.detail.items()
        if value not in ("", None)
    )


def model_label(kind: str) -> Label:
    """The verbose name of a model (``news.article`` → bài viết)."""
    try:
        return apps.get_model(kind)._meta.verbose_name
    except (LookupError, ValueError):
        return kind


def target_of(row: models.Model) -> Target:
    return Target(row._meta.label_lower, str(row.pk), str(row))


def record(
    *,
    action: str,
    by: User | None,
    target: models.Model | Target | None = None,
    title: str = "",
    detail: Mapping[str, Any] | None = None,
    at: dt.datetime | None = None,
    name: str = "",
) -> AuditEntry:
    """Writes one entry within the current transaction.

    ``by`` is None for the system or an unknown person; ``name`` then says who, else the operator of the command
    (``operator_context``). ``title`` overrides the object's own. Empty details are left out, dates and rows become
    text. Raises ValueError for an action or a detail that is not registered.
    """
    if action not in _ACTION_LABELS:
        raise ValueError(f"Unknown act {action!r}: make it known with register_actions().")
    if unknown := set(detail or {}) - set(_DETAIL_LABELS):
        raise ValueError(f"Unknown details {sorted(unknown)}: make them known with register_actions().")
    operator = _operator.get() if by is None and not name else None
    if operator is not None:
        by, name = operator
    resolved_target = target_of(target) if isinstance(target, models.Model) else target or Target("", "", "")
    if (recorded := _recorded_targets.get()) is not None and action not in _SUPPLEMENTARY_ACTIONS:
        recorded.add((resolved_target.kind, resolved_target.pk))
    return AuditEntry.objects.create(
        occurred_at=at or timezone.now(),
        action=action,
        user=by,
        actor_name=(name or (_display_name(by) if by else ""))[: AuditEntry.actor_name.field.max_length],
        kind=resolved_target.kind,
        target_id=resolved_target.pk[: AuditEntry.target_id.field.max_length],
        title=(title or resolved_target.title)[: AuditEntry.title.field.max_length],
        detail={
            key: plain for key, value in (detail or {}).items() if (plain := _serialize_detail(value)) not in ("", None)
        },
        ip_address=_client_ip(),
    )


@contextmanager
def request_context(request: HttpRequest) -> Iterator[None]:
    """Within it ``current_actor`` is the request's user, and entries may store its IP address."""
    token, things = _request.set(request), _recorded_targets.set(set())
    try:
        yield
    finally:
        _request.reset(token)
        _recorded_targets.reset(things)


@contextmanager
def operator_context(user: User | None, name: str) -> Iterator[None]:
    """Within it entries without a user are attributed to the operator of the command."""
    token = _operator.set(Operator(user, name))
    try:
        yield
    finally:
        _operator.reset(token)


def was_recorded(target: Target) -> bool:
    """Whether an entry about this object was written during this request."""
    return (target.kind, target.pk) in (_recorded_targets.get() or ())


def current_actor() -> User | None:
    """The user of the current request, if any; for signal receivers, which do not get the request."""
    request = _request.get()
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


@transaction.atomic
def prune(*, before: dt.datetime, by: User | None, at: dt.datetime | None = None) -> int:
    """Deletes entries older than ``before``, logs that, and returns their number. Raises RetentionPeriodError."""
    if before > subtract_months(at or timezone.now(), MIN_RETENTION_MONTHS):
        raise RetentionPeriodError
    count = AuditEntry.objects.prune(before)
    if count:
        day = f"{timezone.localtime(before):%d/%m/%Y}"
        record(action=AUDIT_LOG_PRUNED, by=by, at=at, detail={"before": day, "count": count})
    return count


def subtract_months(timestamp: dt.datetime, months: int) -> dt.datetime:
    """The same day and time ``months`` earlier; the last day of a month that has no such day."""
    local = timezone.localtime(timestamp)
    year, month = divmod(local.year * 12 + local.month - 1 - months, 12)
    first_of_next = dt.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last_day = (first_of_next - dt.timedelta(days=1)).day
    return local.replace(year=year, month=month + 1, day=min(local.day, last_day))


def _serialize_detail(value: Any) -> Any:
    """A detail as stored: text, and numbers unchanged."""
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%H:%M, %d/%m/%Y}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, models.Model | Promise):
        return str(value)
    if isinstance(value, list | tuple):
        return ", ".join(str(_serialize_detail(item)) for item in value)
    return value


def _display_name(user: User) -> str:
    full_name, username = user.get_full_name(), user.get_username()
    return f"{full_name} ({username})" if full_name else username


def _client_ip() -> str | None:
    """The request's IP address, if the agency has decided to store it (personal data: ADR 0017)."""
    request = _request.get()
    return client_ip(request) if request is not None and settings.AUDIT_LOG_IP_ADDRESSES else None
