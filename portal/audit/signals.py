"""Signal receivers that write sign-ins, password and role changes and the admin's log to the audit log.

Receivers only record; no business logic depends on them (CONTRIBUTING.md).
"""

from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import models
from django.db.models.signals import m2m_changed, post_save
from django.http import HttpRequest

from portal.accounts import permissions, two_factor_login
from portal.accounts.models import User
from portal.audit import services
from portal.core.http.rate_limit import RateLimit

# An attack with thousands of names must not fill the audit log: beyond this, a minute is logged once.
MAX_LOGGED_FAILURES_PER_MINUTE = 60
_FAILURE_LOG_LIMIT = RateLimit("audit.sign_in_failed", MAX_LOGGED_FAILURES_PER_MINUTE, 60)
_ACTION_BY_FLAG = {ADDITION: services.ADDED, CHANGE: services.CHANGED, DELETION: services.DELETED}


def connect_signals() -> None:
    """Called once, from ``AppConfig.ready``."""
    user_logged_in.connect(_record_sign_in, dispatch_uid="audit.signed_in")
    user_logged_out.connect(_record_sign_out, dispatch_uid="audit.signed_out")
    user_login_failed.connect(_record_failed_sign_in, dispatch_uid="audit.sign_in_failed")
    post_save.connect(_record_password_change, sender=User, dispatch_uid="audit.password")
    post_save.connect(_record_admin_log_entry, sender=LogEntry, dispatch_uid="audit.log_entry")
    m2m_changed.connect(_record_role_changes, sender=User.groups.through, dispatch_uid="audit.roles")
    m2m_changed.connect(
        _record_permission_changes, sender=User.user_permissions.through, dispatch_uid="audit.permissions"
    )


def _record_sign_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    with services.request_context(request):
        services.record(action=services.SIGNED_IN, by=user)


def _record_sign_out(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        with services.request_context(request):
            services.record(action=services.SIGNED_OUT, by=user)


def _record_failed_sign_in(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """The name as typed; Django has already masked the password."""
    # A refused attempt is not logged; the lockout itself is (sign_in_limits).
    if request is None or getattr(request, "axes_locked_out", False):
        return
    if _FAILURE_LOG_LIMIT.hit().is_allowed:
        action = (
            services.TWO_FACTOR_FAILED
            if two_factor_login.TWO_FACTOR_CREDENTIAL in credentials
            else services.SIGN_IN_FAILED
        )
        with services.request_context(request):
            services.record(action=action, by=None, name=str(credentials.get("username", "")))


def _record_password_change(sender: Any, instance: User, **kwargs: Any) -> None:
    """After ``set_password`` the password is in ``_password`` until it is saved; a rehash does not set it."""
    if getattr(instance, "_password", None) is not None:
        services.record(action=services.PASSWORD_SET, by=services.current_actor(), target=instance)


def _record_admin_log_entry(sender: Any, instance: LogEntry, created: bool, **kwargs: Any) -> None:
    if not created:
        return
    kind = ".".join(instance.content_type.natural_key()) if instance.content_type else ""
    thing = services.Target(kind, str(instance.object_id or ""), instance.object_repr)
    # Services write their own entries; the admin's log then only feeds the history page. Action pages log a whole
    # sentence there, forms a JSON list of fields.
    is_sentence = bool(instance.change_message) and not instance.change_message.startswith("[")
    if instance.action_flag != DELETION and (is_sentence or services.was_recorded(thing)):
        return
    services.record(
        action=_ACTION_BY_FLAG[instance.action_flag],
        by=instance.user,
        target=thing,
        detail={"note": instance.get_change_message()[:500]},
        at=instance.action_time,
    )


def _record_role_changes(sender: Any, **signal: Any) -> None:
    _record_granted_or_revoked(Group, services.ROLE_GRANTED, services.ROLE_REVOKED, "role", **signal)


def _record_permission_changes(sender: Any, **signal: Any) -> None:
    _record_granted_or_revoked(
        Permission, services.PERMISSION_GRANTED, services.PERMISSION_REVOKED, "permission", **signal
    )


def _record_granted_or_revoked(
    of: type[models.Model],
    granted_action: str,
    revoked_action: str,
    detail_key: str,
    *,
    instance: models.Model,
    action: str,
    reverse: bool,
    pk_set: set[int] | None,
    **kwargs: Any,
) -> None:
    """One entry per account and role or permission, from whichever side of the relation it was changed."""
    if action not in {"post_add", "post_remove", "pre_clear"}:
        return
    act = granted_action if action == "post_add" else revoked_action
    users, things = _users_and_granted(of, instance, reverse, pk_set)
    for user in users:
        for thing in things:
            services.record(action=act, by=services.current_actor(), target=user, detail={detail_key: _label_of(thing)})


def _label_of(thing: models.Model) -> str:
    return permissions.permission_label(thing) if isinstance(thing, Permission) else str(thing)


def _users_and_granted(
    of: type[models.Model], instance: Any, reverse: bool, pk_set: set[int] | None
) -> tuple[list[User], list[models.Model]]:
    """The accounts and the roles or permissions of a change; no keys means that all were cleared."""
    if reverse:
        users = instance.user_set.all() if pk_set is None else User.objects.filter(pk__in=pk_set)
        return list(users), [instance]
    held = instance.groups if of is Group else instance.user_permissions
    things = held.all() if pk_set is None else of._default_manager.filter(pk__in=pk_set)
    return [instance], list(things)
