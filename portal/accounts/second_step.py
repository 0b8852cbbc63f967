"""Between the right password and the session: who has given the one and is asked for a code.

Until the code is right nobody is signed in; the session only remembers, for five minutes, whom to ask.
"""

import time

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import login
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from portal.accounts import audit, two_factor
from portal.accounts.models import User

LIFETIME_SECONDS = 5 * 60
# Tells the witnesses of a failed sign-in that the password was right.
MARK = "second_step"
_KEY = "portal_second_step"


def remember(request: HttpRequest, user: User) -> None:
    """The password was right; the session gets a new key, so that one planted before is worth nothing."""
    request.session.cycle_key()
    request.session[_KEY] = {
        "user": user.pk,
        "backend": user.backend,
        "hash": user.get_session_auth_hash(),
        "at": int(time.time()),
    }


def waiting(request: HttpRequest) -> User | None:
    """Whom to ask for a code; nobody when that was too long ago or the account has changed meanwhile."""
    told = request.session.get(_KEY)
    if not told or not 0 <= time.time() - told["at"] <= LIFETIME_SECONDS:
        return None
    user = User.objects.filter(pk=told["user"], is_active=True, two_factor_since__isnull=False).first()
    if user is None or not constant_time_compare(user.get_session_auth_hash(), told["hash"]):
        return None
    user.backend = told["backend"]
    return user


def finish(request: HttpRequest, user: User) -> None:
    """Signs in; what was remembered goes with it."""
    request.session.pop(_KEY, None)
    login(request, user)


def is_locked_out(request: HttpRequest, user: User) -> bool:
    return not AxesProxyHandler.is_allowed(request, {"username": user.get_username()})


def try_code(request: HttpRequest, user: User, code: str) -> two_factor.Outcome:
    """Looks at a code; a wrong one counts towards the lock-out as a wrong password does, and is on record."""
    with audit.within(request):
        outcome = two_factor.check(user=user, code=code)
    if outcome is two_factor.Outcome.WRONG:
        credentials = {"username": user.get_username(), MARK: user.pk}
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
    return outcome
