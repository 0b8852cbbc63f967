"""The second thing that signing in asks for: a code of the phone, or one of the codes kept on paper (ADR 0027).

Devices, their throttling and the arithmetic are django-otp's; what a person or an administrator may do with them is
here. ``User.two_factor_since`` says that it is on; each act writes both.
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

from portal.accounts import audit
from portal.accounts.models import User

RECOVERY_CODES = 10
DIGITS = 6
# A key that was shown and never confirmed is not shown again after this.
_KEY_LIFETIME = dt.timedelta(hours=1)
_PHONE, _PAPER = "phone", "paper"


class Outcome(Enum):
    """What became of a code that somebody typed."""

    RIGHT = auto()
    WRONG = auto()
    # Right or wrong, it was not looked at: wrong ones came just before.
    TOO_SOON = auto()


class Refused(Exception):
    """The code did not let the act happen."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.name)
        self.outcome = outcome


def _nobody() -> frozenset[str]:
    return frozenset()


_required_groups: Callable[[], frozenset[str]] = _nobody


def ask_of(groups: Callable[[], frozenset[str]]) -> None:
    """Names who knows the groups whose members must have it; from ``AppConfig.ready`` of the roof, which has roles."""
    global _required_groups  # one portal, one rule
    _required_groups = groups


def is_required_of(user: User) -> bool:
    """Whether the agency asks it of this person; of superusers wherever it asks anybody. One query at most."""
    groups = _required_groups()
    return bool(groups) and (user.is_superuser or user.groups.filter(name__in=groups).exists())


def must_turn_on(user: User) -> bool:
    """Whether this person has yet to do what the agency asks. No query for whoever has done it."""
    return user.two_factor_since is None and is_required_of(user)


# --- codes ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def check(*, user: User, code: str) -> Outcome:
    """Whether a code is right, which uses it up: none is taken twice. Six digits are the phone's, others paper's."""
    typed = plain(code)
    kind = TOTPDevice if typed.isdecimal() and len(typed) == DIGITS else StaticDevice
    # Locked, so that two requests with one code do not both find it unused.
    device = kind.objects.select_for_update().filter(user=user, confirmed=True).first()
    outcome = _verify(device, typed)
    if outcome is Outcome.RIGHT and kind is StaticDevice:
        audit.record(act=audit.RECOVERY_CODE_USED, by=user, thing=user, detail={"left": codes_left(user)})
    return outcome


def plain(code: str) -> str:
    """A code without the spaces and strokes by which it is read."""
    return "".join(code.split()).replace("-", "").lower()


def codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user, device__confirmed=True).count()


@transaction.atomic
def renew_codes(*, user: User) -> list[str]:
    """Ten new recovery codes, in the form in which people read them; the old ones end."""
    codes = _make_codes(user)
    audit.record(act=audit.RECOVERY_CODES_MADE, by=user, thing=user)
    return codes


def _make_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=_PAPER)
    tokens = [StaticToken.random_token().lower() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=token) for token in tokens)
    return [f"{token[:4]}-{token[4:]}" for token in tokens]


def _verify(device: Device | None, typed: str) -> Outcome:
    if device is None:
        return Outcome.WRONG
    if not device.verify_is_allowed()[0]:
        return Outcome.TOO_SOON
    return Outcome.RIGHT if device.verify_token(typed) else Outcome.WRONG


# --- turning on and off --------------------------------------------------------------------------------------------
@transaction.atomic
def waiting_phone(*, user: User, at: dt.datetime | None = None) -> TOTPDevice:
    """The key that this person is about to take into a phone: the one shown before, or a new one."""
    since = (at or timezone.now()) - _KEY_LIFETIME
    waiting = TOTPDevice.objects.filter(user=user, confirmed=False)
    waiting.filter(created_at__lt=since).delete()
    return waiting.order_by("pk").first() or TOTPDevice.objects.create(user=user, name=_PHONE, confirmed=False)


def turn_on(*, user: User, code: str, at: dt.datetime | None = None) -> list[str]:
    """Takes the waiting phone instead of any other, once it shows a right code; returns new recovery codes.

    Raises Refused; a wrong code then counts with its device, so that must not be rolled back.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        phone = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).order_by("pk").first()
        outcome = _verify(phone, plain(code))
        if outcome is Outcome.RIGHT:
            TOTPDevice.objects.filter(user=user).exclude(pk=phone.pk).delete()
            phone.confirmed = True
            phone.save()
            act = audit.TWO_FACTOR_ON if user.two_factor_since is None else audit.TWO_FACTOR_MOVED
            _set_since(user, at or timezone.now())
            audit.record(act=act, by=user, thing=user)
            return _make_codes(user)
    raise Refused(outcome)


@transaction.atomic
def turn_off(*, user: User) -> None:
    """Ends it, for the person who has just proved who they are. Raises PermissionDenied where the agency asks it."""
    if is_required_of(user):
        raise PermissionDenied
    _forget(user)
    audit.record(act=audit.TWO_FACTOR_OFF, by=user, thing=user)


def may_reset(*, by: User, user: User) -> bool:
    """Nobody takes away their own (that needs a code) nor, without being one, a superuser's."""
    return by.pk != user.pk and by.has_perm("accounts.change_user") and (by.is_superuser or not user.is_superuser)


@transaction.atomic
def reset(*, user: User, by: User | None, name: str = "") -> None:
    """Takes it away from somebody who has lost the phone; all their sessions end.

    ``by`` is None for the command line, ``name`` then says so. Raises PermissionDenied.
    """
    if by is not None and not may_reset(by=by, user=user):
        raise PermissionDenied
    _forget(user)
    audit.record(act=audit.TWO_FACTOR_RESET, by=by, thing=user, name=name)


def _forget(user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    _set_since(user, None)


def _set_since(user: User, moment: dt.datetime | None) -> None:
    User.objects.filter(pk=user.pk).update(two_factor_since=moment)
    user.two_factor_since = moment


# --- showing a key -------------------------------------------------------------------------------------------------
def address_for_app(phone: TOTPDevice, issuer: str) -> str:
    """What the QR code says; ``issuer`` is under what the app will list it.

    Source: https://github.com/google/google-authenticator/wiki/Key-Uri-Format
    """
    label = quote(f"{issuer.replace(':', ' ')}:{phone.user.get_username()}")
    secret = spelled_key(phone).replace(" ", "")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"


def spelled_key(phone: TOTPDevice) -> str:
    """The key for typing, in groups of four."""
    key = base64.b32encode(phone.bin_key).decode().rstrip("=")
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))
