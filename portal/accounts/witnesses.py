"""What Django and axes tell by signals goes into the trail: signing in and out, passwords, roles, the admin's log.

Receivers only write down; acts never hang on them (CONTRIBUTING.md).
"""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.models import AbstractBaseUser, Group, Permission
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import models
from django.db.models.signals import m2m_changed, post_save
from django.http import HttpRequest

from portal.accounts import audit, second_step
from portal.accounts.models import User
from portal.kit.throttle import is_within_rate

# Somebody who tries names by the thousand shall not fill the trail: beyond this, a minute is only noted once.
FAILURES_PER_MINUTE = 60
_ACTS_OF_LOG = {ADDITION: audit.ADDED, CHANGE: audit.CHANGED, DELETION: audit.DELETED}


def connect() -> None:
    """Called once, when the app is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="audit.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="audit.signed_out")
    user_login_failed.connect(_sign_in_failed, dispatch_uid="audit.sign_in_failed")
    user_locked_out.connect(_locked_out, dispatch_uid="audit.locked_out")
    post_save.connect(_password_set, sender=User, dispatch_uid="audit.password")
    post_save.connect(_logged_by_admin, sender=LogEntry, dispatch_uid="audit.log_entry")
    m2m_changed.connect(_roles_changed, sender=User.groups.through, dispatch_uid="audit.roles")
    m2m_changed.connect(_rights_changed, sender=User.user_permissions.through, dispatch_uid="audit.rights")


def _signed_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    with audit.within(request):
        audit.record(act=audit.SIGNED_IN, by=user)


def _signed_out(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        with audit.within(request):
            audit.record(act=audit.SIGNED_OUT, by=user)


def _sign_in_failed(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """The name as typed; Django has already put the password out of sight."""
    # While a name is locked out axes tells of each further attempt; the lock-out itself is on record.
    if request is None or getattr(request, "axes_locked_out", False):
        return
    if is_within_rate("audit.sign_in_failed", FAILURES_PER_MINUTE):
        act = audit.TWO_FACTOR_FAILED if second_step.MARK in credentials else audit.SIGN_IN_FAILED
        with audit.within(request):
            audit.record(act=act, by=None, name=str(credentials.get("username", "")))


def _locked_out(
    sender: Any, request: HttpRequest, username: str | None, ip_address: str | None = None, **kwargs: Any
) -> None:
    """Once in a quarter of an hour for each name and place, however often somebody goes on trying."""
    is_first = is_within_rate(f"audit.locked_out.{ip_address}.{username}", 1, seconds=15 * 60)
    if is_first and is_within_rate("audit.locked_out", FAILURES_PER_MINUTE):
        with audit.within(request):
            audit.record(act=audit.LOCKED_OUT, by=None, name=username or "")


def _password_set(sender: Any, instance: User, **kwargs: Any) -> None:
    """A password given to ``set_password`` lies in ``_password`` until it is saved; a hash made stronger does not."""
    if instance._password is not None:
        audit.record(act=audit.PASSWORD_SET, by=audit.actor(), thing=instance)


def _logged_by_admin(sender: Any, instance: LogEntry, created: bool, **kwargs: Any) -> None:
    if not created:
        return
    kind = ".".join(instance.content_type.natural_key()) if instance.content_type else ""
    audit.record(
        act=_ACTS_OF_LOG[instance.action_flag],
        by=instance.user,
        thing=audit.Thing(kind, str(instance.object_id or ""), instance.object_repr),
        detail={"note": instance.get_change_message()[:500]},
        at=instance.action_time,
    )


def _roles_changed(sender: Any, **signal: Any) -> None:
    _given_or_taken(Group, audit.ROLE_GIVEN, audit.ROLE_TAKEN, "role", **signal)


def _rights_changed(sender: Any, **signal: Any) -> None:
    _given_or_taken(Permission, audit.RIGHT_GIVEN, audit.RIGHT_TAKEN, "right", **signal)


def _given_or_taken(
    of: type[models.Model],
    given: str,
    taken: str,
    word: str,
    *,
    instance: models.Model,
    action: str,
    reverse: bool,
    pk_set: set[int] | None,
    **kwargs: Any,
) -> None:
    """One entry for each account and each role or right, from whichever side it was written."""
    if action not in {"post_add", "post_remove", "pre_clear"}:
        return
    act = given if action == "post_add" else taken
    users, things = _both_sides(of, instance, reverse, pk_set)
    for user in users:
        for thing in things:
            audit.record(act=act, by=audit.actor(), thing=user, detail={word: str(thing)})


def _both_sides(
    of: type[models.Model], instance: Any, reverse: bool, pk_set: set[int] | None
) -> tuple[list[AbstractBaseUser], list[models.Model]]:
    """The accounts and the roles or rights of a change; no keys means that all are cleared."""
    if reverse:
        users = instance.user_set.all() if pk_set is None else User.objects.filter(pk__in=pk_set)
        return list(users), [instance]
    held = instance.groups if of is Group else instance.user_permissions
    things = held.all() if pk_set is None else of.objects.filter(pk__in=pk_set)
    return [instance], list(things)
