"""Rate limits of failed sign-ins. django-axes calls this module (``AXES_HANDLER``) before a password is checked.

There are three limits, each of which ends a quarter of an hour after the failure that reached it; attempts in the
meantime are refused and not counted, right or wrong. A wrong two-factor code counts like a wrong password. A user who
signed in from a network within the last month is subject there to the first limit only, so that neither attacks from
elsewhere nor colleagues behind the same IP address lock that user out.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from axes.handlers.base import AxesHandler
from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.core.http.client_ip import client_network
from portal.core.http.rate_limit import OnError, RateLimit, Verdict

LOCKOUT_SECONDS = 15 * 60
# All names together from one network: one password tried with many names.
MAX_FAILURES_PER_NETWORK = 20
# One name from all networks: many passwords tried from many IP addresses.
MAX_FAILURES_PER_USERNAME = 30
_MAX_USERNAME_LENGTH = 150
# Marks a network as the user's own. It counts no failures: the row only says that the network is known.
_KNOWN_NETWORK = RateLimit("sign_in.known", 1, int(dt.timedelta(days=30).total_seconds()), lock_seconds=30 * 24 * 3600)
# More than these a minute are not written to the audit log, or an attack would fill it.
LOCKOUT_LOG_LIMIT = RateLimit("audit.locked_out", 60, 60)


def _failure_limit(name: str, failures: int) -> RateLimit:
    # Without its database nobody can sign in anyway.
    return RateLimit(name, failures, LOCKOUT_SECONDS, lock_seconds=LOCKOUT_SECONDS, on_error=OnError.RAISE)


_NETWORK_LIMIT = _failure_limit("sign_in.network", MAX_FAILURES_PER_NETWORK)
_USERNAME_LIMIT = _failure_limit("sign_in.name", MAX_FAILURES_PER_USERNAME)


def _pair_limit() -> RateLimit:
    return _failure_limit("sign_in.pair", settings.SIGN_IN_ATTEMPTS)


class SignInLimitHandler(AxesHandler):
    """django-axes' own tables stay empty: they grow with every attempt and their lock with every request."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        refused = active_lockout(request, _username_in(credentials))
        if refused is not None:
            request.sign_in_verdict = refused  # type: ignore[attr-defined]  # read by the lockout page
        return refused is not None

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        """Counts a failure, unless the attempt was refused; the one that reaches a limit gets the lockout response."""
        if request is None or getattr(request, "axes_locked_out", False):
            return
        name = _username_in(credentials)
        reached = [(words, verdict) for words, verdict in _count_failure(request, name) if verdict.is_reached]
        if not reached:
            return
        latest = max((verdict for _words, verdict in reached), key=lambda verdict: verdict.ends_at)
        request.axes_locked_out = True  # type: ignore[attr-defined]  # read by django-axes
        request.sign_in_verdict = latest  # type: ignore[attr-defined]  # read by the lockout page
        for words, _verdict in reached:
            if LOCKOUT_LOG_LIMIT.hit().is_allowed:
                with audit_services.request_context(request):
                    audit_services.record(
                        action=audit_services.LOCKED_OUT, by=None, name=name, detail={"limit": str(words)}
                    )

    def user_logged_in(self, sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        name, network = user.get_username(), client_network(request)
        _pair_limit().reset(name, network)
        if network:
            _KNOWN_NETWORK.hit(name, network)

    def reset_attempts(
        self, *, ip_address: str | None = None, username: str | None = None, ip_or_username: bool = False
    ) -> int:
        """For ``manage.py axes_reset`` and ``axes_reset_username``: ends the lockout of a name, or all."""
        names = [username] if username else []
        for limit in (_pair_limit(), _USERNAME_LIMIT) if username else (_pair_limit(), _USERNAME_LIMIT, _NETWORK_LIMIT):
            limit.reset(*names)
        return 1


def active_lockout(request: HttpRequest, name: str) -> Verdict | None:
    """The lockout that applies to a name from the request's network, the longest of several; None if there is none."""
    network = client_network(request)
    verdicts = [_pair_limit().check(name, network)]
    if not _is_known_network(name, network):
        verdicts += [_USERNAME_LIMIT.check(name), *([_NETWORK_LIMIT.check(network)] if network else [])]
    holding = [verdict for verdict in verdicts if not verdict.is_allowed]
    return max(holding, key=lambda verdict: verdict.ends_at, default=None)


def _count_failure(request: HttpRequest, name: str) -> Iterator[tuple[str | Promise, Verdict]]:
    network = client_network(request)
    yield _("tên này từ một nơi"), _pair_limit().hit(name, network)
    if not _is_known_network(name, network):
        yield _("tên này từ mọi nơi"), _USERNAME_LIMIT.hit(name)
        # Without a client IP (a socket without TRUSTED_PROXIES) all users would share one network.
        if network:
            yield _("mọi tên từ một nơi"), _NETWORK_LIMIT.hit(network)


def _is_known_network(name: str, network: str) -> bool:
    return bool(network) and not _KNOWN_NETWORK.check(name, network).is_allowed


def _username_in(credentials: dict[str, Any] | None) -> str:
    return str((credentials or {}).get("username") or "")[:_MAX_USERNAME_LENGTH]
