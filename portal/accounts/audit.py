"""The trail: who did what to which thing, when. Every room writes it through ``record`` and nobody edits it.

An entry joins the transaction that is running, so that an act and its trail are both there or both not. What goes
into ``detail`` is small and says what people did: no passwords, no texts, no files.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import AuditEntry
from portal.accounts.seals import LEAST_MONTHS
from portal.kit.network import address_of

Words = str | Promise

SIGNED_IN = "signed_in"
SIGN_IN_FAILED = "sign_in_failed"
LOCKED_OUT = "locked_out"
SIGNED_OUT = "signed_out"
PASSWORD_SET = "password_set"  # noqa: S105  # the name of an act
ADDED = "added"
CHANGED = "changed"
DELETED = "deleted"
ROLE_GIVEN = "role_given"
ROLE_TAKEN = "role_taken"
RIGHT_GIVEN = "right_given"
RIGHT_TAKEN = "right_taken"
TWO_FACTOR_ON = "two_factor_on"
TWO_FACTOR_MOVED = "two_factor_moved"
TWO_FACTOR_OFF = "two_factor_off"
TWO_FACTOR_RESET = "two_factor_reset"
TWO_FACTOR_FAILED = "two_factor_failed"
RECOVERY_CODE_USED = "recovery_code_used"
RECOVERY_CODES_MADE = "recovery_codes_made"
TRAIL_EXPORTED = "trail_exported"
TRAIL_TRIMMED = "trail_trimmed"

# Each act with the words people read. Other rooms add theirs with ``learn``.
_ACTS: dict[str, Words] = {
    SIGNED_IN: _("Đăng nhập"),
    SIGN_IN_FAILED: _("Đăng nhập không thành công"),
    LOCKED_OUT: _("Bị tạm khóa đăng nhập"),
    SIGNED_OUT: _("Đăng xuất"),
    PASSWORD_SET: _("Đặt mật khẩu"),
    ADDED: _("Thêm"),
    CHANGED: _("Sửa"),
    DELETED: _("Xóa"),
    ROLE_GIVEN: _("Giao vai trò"),
    ROLE_TAKEN: _("Thu vai trò"),
    RIGHT_GIVEN: _("Cấp quyền riêng"),
    RIGHT_TAKEN: _("Thu quyền riêng"),
    TWO_FACTOR_ON: _("Bật xác thực hai lớp"),
    TWO_FACTOR_MOVED: _("Chuyển xác thực hai lớp sang máy khác"),
    TWO_FACTOR_OFF: _("Tắt xác thực hai lớp"),
    TWO_FACTOR_RESET: _("Gỡ xác thực hai lớp của người khác"),
    TWO_FACTOR_FAILED: _("Mã xác thực không đúng"),
    RECOVERY_CODE_USED: _("Dùng mã dự phòng"),
    RECOVERY_CODES_MADE: _("Tạo mã dự phòng mới"),
    TRAIL_EXPORTED: _("Xuất nhật ký"),
    TRAIL_TRIMMED: _("Dọn nhật ký cũ"),
}
_request: ContextVar[HttpRequest | None] = ContextVar("audited_request", default=None)


class Thing(NamedTuple):
    """What an entry is about, when no row stands for it (any more)."""

    kind: str
    pk: str
    title: str


class TooYoung(ValueError):
    """Entries of the last ``LEAST_MONTHS`` months are not removed."""


def learn(acts: Mapping[str, Words]) -> None:
    """Makes the acts of another room known, with their words; to be called from its ``AppConfig.ready``."""
    _ACTS.update(acts)


def known_acts() -> list[tuple[str, Words]]:
    """Every act with its words, for the filter of the journal."""
    return list(_ACTS.items())


def words_of_act(act: str) -> Words:
    """What people read for an act; an act of a room that is no longer there keeps its code."""
    return _ACTS.get(act, act)


def words_of_kind(kind: str) -> Words:
    """What people call a kind of thing (``news.article`` → bài viết)."""
    try:
        return apps.get_model(kind)._meta.verbose_name
    except (LookupError, ValueError):
        return kind


def thing_of(row: models.Model) -> Thing:
    return Thing(row._meta.label_lower, str(row.pk), str(row))


def record(
    *,
    act: str,
    by: AbstractBaseUser | None,
    thing: models.Model | Thing | None = None,
    title: str = "",
    detail: Mapping[str, Any] | None = None,
    at: dt.datetime | None = None,
    name: str = "",
) -> AuditEntry:
    """Writes one entry, within the transaction that runs.

    ``by`` is None for what the machine or somebody unknown does; ``name`` then says who. ``title`` overrides the
    thing's own. Raises ValueError for an act that no room has made known.
    """
    if act not in _ACTS:
        raise ValueError(f"Unknown act {act!r}: make it known with audit.learn().")
    subject = thing_of(thing) if isinstance(thing, models.Model) else thing or Thing("", "", "")
    limit = AuditEntry._meta.get_field
    return AuditEntry.objects.create(
        at=at or timezone.now(),
        act=act,
        user=by,
        actor_name=(_name_of(by) if by else name)[: limit("actor_name").max_length],
        kind=subject.kind,
        thing_id=subject.pk[: limit("thing_id").max_length],
        title=(title or subject.title)[: limit("title").max_length],
        detail=dict(detail or {}),
        address=_address(),
    )


@contextmanager
def within(request: HttpRequest) -> Iterator[None]:
    """What happens meanwhile was asked for by this request: ``actor`` knows who, entries may know from where."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def actor() -> AbstractBaseUser | None:
    """The person whose request is being served, where one is; for receivers of signals, which are told nothing."""
    request = _request.get()
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


@transaction.atomic
def trim(*, before: dt.datetime, by: AbstractBaseUser | None, at: dt.datetime | None = None) -> int:
    """Removes the entries older than a moment, records that, and says how many. Raises TooYoung."""
    if before > months_before(at or timezone.now(), LEAST_MONTHS):
        raise TooYoung
    count = AuditEntry.objects.trim(before)
    if count:
        day = f"{timezone.localtime(before):%d/%m/%Y}"
        record(act=TRAIL_TRIMMED, by=by, at=at, detail={"before": day, "count": count})
    return count


def months_before(moment: dt.datetime, months: int) -> dt.datetime:
    """The same day and hour so many months earlier; the month's last day where it has no such day."""
    local = timezone.localtime(moment)
    year, month = divmod(local.year * 12 + local.month - 1 - months, 12)
    first_of_next = dt.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last_day = (first_of_next - dt.timedelta(days=1)).day
    return local.replace(year=year, month=month + 1, day=min(local.day, last_day))


def _name_of(user: AbstractBaseUser) -> str:
    full_name, username = user.get_full_name(), user.get_username()
    return f"{full_name} ({username})" if full_name else username


def _address() -> str | None:
    """Where the request came from, where the agency has decided to keep that (personal data: ADR 0017)."""
    request = _request.get()
    return address_of(request) if request is not None and settings.AUDIT_IP_ADDRESSES else None
