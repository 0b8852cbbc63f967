"""Two-factor authentication: TOTP codes of a phone, and recovery codes on paper (ADR 0027).

Devices, their throttling and the arithmetic are django-otp's; the services for users and administrators are here.
``User.two_factor_enabled_at`` tells whether it is enabled; each service writes both.
"""

import base64
import datetime as dt
from collections.abc import Callable
from enum import Enum, auto
from urllib.parse import quote, urlencode

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts.models import User
from portal.audit import services as audit_services

RECOVERY_CODE_COUNT = 10
CODE_LENGTH = 6
# An unconfirmed key is not shown again after this time.
_PENDING_SECRET_LIFETIME = dt.timedelta(hours=1)
_TOTP_DEVICE_NAME, _STATIC_DEVICE_NAME = "phone", "paper"
# django-otp makes a device wait 1, 2, 4 … seconds after each wrong code, without limit. Nine failures (256 s) are the
# most that count, or an attacker with the password could lock the owner out for ever.
_MAX_THROTTLED_FAILURES = 9


class CodeResult(Enum):
    """The result of checking a code."""

    VALID = auto()
    INVALID = auto()
    # Not checked, right or wrong, because of recent wrong codes.
    THROTTLED = auto()


class CodeRejected(Exception):
    """The action failed because of its code."""

    def __init__(self, outcome: CodeResult) -> None:
        super().__init__(outcome.name)
        self.result = outcome


def _no_groups() -> frozenset[str]:
    return frozenset()


_required_groups: Callable[[], frozenset[str]] = _no_groups


def set_required_groups(groups: Callable[[], frozenset[str]]) -> None:
    """Registers the function that returns the groups with mandatory two-factor authentication.

    Called from ``AppConfig.ready`` of the app that knows the roles.
    """
    global _required_groups  # one portal, one rule
    _required_groups = groups


def is_required_for(user: User) -> bool:
    """Whether it is mandatory for this user; for superusers if it is for any role. One query at most."""
    groups = _required_groups()
    return bool(groups) and (user.is_superuser or user.groups.filter(name__in=groups).exists())


def must_enable(user: User) -> bool:
    """Whether the user must still enable it. No query for a user who has."""
    return user.two_factor_enabled_at is None and is_required_for(user)


# --- codes ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def verify_code(*, user: User, code: str) -> CodeResult:
    """Checks a code and uses it up: none is accepted twice. Six digits are a TOTP code, others a recovery code."""
    typed = normalize_code(code)
    kind = TOTPDevice if typed.isascii() and typed.isdecimal() and len(typed) == CODE_LENGTH else StaticDevice
    # Locked, so that of two requests with one code only one succeeds.
    device = kind.objects.select_for_update().filter(user=user, confirmed=True).first()
    outcome = _verify_device(device, typed)
    if outcome is CodeResult.VALID and kind is StaticDevice:
        audit_services.record(
            action=audit_services.RECOVERY_CODE_USED, by=user, target=user, detail={"left": recovery_codes_left(user)}
        )
    return outcome


def normalize_code(code: str) -> str:
    """A code without spaces and hyphens."""
    return "".join(code.split()).replace("-", "").lower()


def recovery_codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user, device__confirmed=True).count()


@transaction.atomic
def regenerate_recovery_codes(*, user: User) -> list[str]:
    """Ten new recovery codes in display format; the old ones become invalid."""
    codes = _create_recovery_codes(user)
    audit_services.record(action=audit_services.RECOVERY_CODES_GENERATED, by=user, target=user)
    return codes


def _create_recovery_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=_STATIC_DEVICE_NAME)
    tokens = [StaticToken.random_token().lower() for _ in range(RECOVERY_CODE_COUNT)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=token) for token in tokens)
    return [f"{token[:4]}-{token[4:]}" for token in tokens]


def _verify_device(device: Device | None, typed: str) -> CodeResult:
    if device is None:
        return CodeResult.INVALID
    device.throttling_failure_count = min(device.throttling_failure_count, _MAX_THROTTLED_FAILURES)
    if not device.verify_is_allowed()[0]:
        return CodeResult.THROTTLED
    return CodeResult.VALID if device.verify_token(typed) else CodeResult.INVALID


# --- turning on and off --------------------------------------------------------------------------------------------
@transaction.atomic
def pending_device(*, user: User, at: dt.datetime | None = None) -> TOTPDevice:
    """The user's unconfirmed device: the one shown before, or a new one."""
    since = (at or timezone.now()) - _PENDING_SECRET_LIFETIME
    waiting = TOTPDevice.objects.filter(user=user, confirmed=False)
    waiting.filter(created_at__lt=since).delete()
    return waiting.order_by("pk").first() or TOTPDevice.objects.create(
        user=user, name=_TOTP_DEVICE_NAME, confirmed=False
    )


def enable(*, user: User, code: str, at: dt.datetime | None = None) -> list[str]:
    """Confirms the pending device with a right code, replacing any other; returns new recovery codes.

    Raises CodeRejected; a wrong code then counts for its device's throttling, so that must not be rolled back.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        phone = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).order_by("pk").first()
        outcome = _verify_device(phone, normalize_code(code))
        if outcome is CodeResult.VALID:
            TOTPDevice.objects.filter(user=user).exclude(pk=phone.pk).delete()
            phone.confirmed = True
            phone.save()
            act = (
                audit_services.TWO_FACTOR_ENABLED
                if user.two_factor_enabled_at is None
                else audit_services.TWO_FACTOR_DEVICE_CHANGED
            )
            _set_enabled_at(user, at or timezone.now())
            audit_services.record(action=act, by=user, target=user)
            return _create_recovery_codes(user)
    raise CodeRejected(outcome)


@transaction.atomic
def disable(*, user: User) -> None:
    """Disables it, after the user has confirmed. Raises PermissionDenied if it is mandatory."""
    if is_required_for(user):
        raise PermissionDenied
    _delete_devices(user)
    audit_services.record(action=audit_services.TWO_FACTOR_DISABLED, by=user, target=user)


def may_reset(*, by: User, user: User) -> bool:
    """Users cannot reset their own (that needs a code), and only superusers can reset a superuser's."""
    return by.pk != user.pk and by.has_perm("accounts.change_user") and (by.is_superuser or not user.is_superuser)


@transaction.atomic
def reset(*, user: User, by: User | None) -> User:
    """Resets it for a user who has lost the phone; ends all sessions of the user.

    ``by`` is None for the command line. Raises PermissionDenied.
    """
    if by is not None and not may_reset(by=by, user=user):
        raise PermissionDenied
    _delete_devices(user)
    audit_services.record(action=audit_services.TWO_FACTOR_RESET, by=by, target=user)
    return user


def _delete_devices(user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    _set_enabled_at(user, None)


def _set_enabled_at(user: User, enabled_at: dt.datetime | None) -> None:
    User.objects.filter(pk=user.pk).update(two_factor_enabled_at=enabled_at)
    user.two_factor_enabled_at = enabled_at


# --- showing a key -------------------------------------------------------------------------------------------------
def provisioning_uri(phone: TOTPDevice, issuer: str) -> str:
    """The content of the QR code; the authenticator app lists the key under ``issuer``.

    Source: https://github.com/google/google-authenticator/wiki/Key-Uri-Format
    """
    label = quote(f"{issuer.replace(':', ' ')}:{phone.user.get_username()}")
    secret = formatted_secret(phone).replace(" ", "")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"


def formatted_secret(phone: TOTPDevice) -> str:
    """The key for manual entry, in groups of four."""
    key = base64.b32encode(phone.bin_key).decode().rstrip("=")
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))
