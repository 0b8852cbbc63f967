"""People with two-factor, and what their phones show."""

from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts import two_factor
from portal.accounts.models import User


def shown_by(phone: TOTPDevice, drift: int = 0) -> str:
    """The code that a phone shows now, or so many half minutes later."""
    return f"{totp(phone.bin_key, drift=drift):06d}"


def turn_on(user: User) -> list[str]:
    """Two-factor as somebody turns it on, with its recovery codes. The code of this half minute is used up."""
    return two_factor.enable(user=user, code=shown_by(two_factor.pending_device(user=user)))


def next_code(user: User, drift: int = 1) -> str:
    """A code that was not used by ``enable``: that of the next half minute, which is taken already."""
    return shown_by(TOTPDevice.objects.get(user=user, confirmed=True), drift)


def wrong_code(user: User) -> str:
    """Six digits that the phone shows neither now nor soon."""
    phone = TOTPDevice.objects.filter(user=user).latest("pk")
    shown = {shown_by(phone, drift) for drift in range(-2, 4)}
    return next(
        code for code in ("000000", "111111", "222222", "333333", "444444", "555555", "666666") if code not in shown
    )
