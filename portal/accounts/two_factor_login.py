"""The state of a sign-in between the password and the two-factor code.

Until the code is right nobody is signed in; the session only stores, for five minutes, whose code is awaited.
"""

import time

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import login
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from portal.accounts import two_factor
from portal.accounts.models import User
from portal.audit import services as audit_services

LIFETIME_SECONDS = 5 * 60
# Tells the signal receiver of a failed sign-in that the password was right.
TWO_FACTOR_CREDENTIAL = "second_step"
_SESSION_KEY = "portal_second_step"


def store_pending_user(request: HttpRequest, user: User) -> None:
    """Stores the user after a right password; the session key is cycled against session fixation."""
    request.session.cycle_key()
    request.session[_SESSION_KEY] = {
        "user": user.pk,
        "backend": user.backend,
        "hash": user.get_session_auth_hash(),
        "at": int(time.time()),
    }


def pending_user(request: HttpRequest) -> User | None:
    """The user whose code is awaited; None after the time limit or if the account has changed meanwhile."""
    pending = request.session.get(_SESSION_KEY)
    if not pending or not 0 <= time.time() - pending["at"] <= LIFETIME_SECONDS:
        return None
    user = User.objects.filter(pk=pending["user"], is_active=True, two_factor_enabled_at__isnull=False).first()
    if user is None or not constant_time_compare(user.get_session_auth_hash(), pending["hash"]):
        return None
    user.backend = pending["backend"]
    return user


def complete_sign_in(request: HttpRequest, user: User) -> None:
    """Signs in and deletes the stored state."""
    request.session.pop(_SESSION_KEY, None)
    login(request, user)


def is_locked_out(request: HttpRequest, user: User) -> bool:
    return not AxesProxyHandler.is_allowed(request, {"username": user.get_username()})


def check_sign_in_code(request: HttpRequest, user: User, code: str) -> two_factor.CodeResult:
    """Checks a code; a wrong one counts towards the lockout and is logged like a wrong password."""
    with audit_services.request_context(request):
        outcome = two_factor.verify_code(user=user, code=code)
    if outcome is two_factor.CodeResult.INVALID:
        credentials = {"username": user.get_username(), TWO_FACTOR_CREDENTIAL: user.pk}
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
    return outcome
