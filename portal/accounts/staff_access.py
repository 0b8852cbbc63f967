"""Staff access policy: allowed networks, allowed hours, two-factor requirement.

After the middleware ``request.user`` is anonymous on every URL for a user who is denied access, so that views need no
check of their own. It stays lazy: a public page that does not read the user makes no query and sets no cookie.
"""

import datetime as dt
from collections.abc import Callable
from enum import Enum, auto
from functools import cache, partial

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from portal.accounts import staff_access_rules, two_factor
from portal.accounts.models import User
from portal.core.http.client_ip import client_ip
from portal.core.http.content_negotiation import wants_json

# Staff pages, and the sign-in page.
_STAFF_URL_NAMES = ("admin:index", "dashboard:home", "style-guide", "accounts:sign-in")
# Pages on which a user may still sign in outside of the hours: superusers have access at any hour.
_SIGN_IN_URL_NAMES = ("accounts:sign-in", "accounts:two-factor-code", "accounts:session-state")


class DenialReason(Enum):
    """Why access is denied."""

    NETWORK_NOT_ALLOWED = auto()
    OUTSIDE_HOURS = auto()


def session_user(request: HttpRequest) -> User | AnonymousUser:
    """The user of the session, with or without access."""
    return get_user(request)


def access_denial(request: HttpRequest, user: User, at: dt.datetime | None = None) -> DenialReason | None:
    """Why a signed-in user has no access from this network at this time; None with access.

    Hours do not apply to superusers: somebody must be able to repair things at night, and the setting itself.
    """
    if not staff_access_rules.is_network_allowed(client_ip(request), settings.STAFF_NETWORKS):
        return DenialReason.NETWORK_NOT_ALLOWED
    local = timezone.localtime(at or timezone.now())
    if not user.is_superuser and not staff_access_rules.is_within_hours(local, settings.STAFF_HOURS):
        return DenialReason.OUTSIDE_HOURS
    return None


def denial_response(request: HttpRequest, reason: DenialReason) -> HttpResponse:
    """403 with the reason, as a page or as JSON."""
    message = {
        DenialReason.NETWORK_NOT_ALLOWED: _(
            "Khu vực dành cho cán bộ chỉ mở từ mạng của cơ quan. Hãy dùng máy ở cơ quan hoặc mạng riêng (VPN)."
        ),
        DenialReason.OUTSIDE_HOURS: _(
            "Khu vực dành cho cán bộ đang đóng vì ngoài giờ làm việc mà cơ quan đã đặt. Hãy trở lại trong giờ."
        ),
    }[reason]
    if wants_json(request):
        return JsonResponse({"ok": False, "message": message}, status=403)
    return render(request, "accounts/access_denied.html", {"message": message}, status=403)


class StaffAccessMiddleware:
    """Middleware after Django's AuthenticationMiddleware, whose user it keeps or replaces."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(partial(_resolve_user, request))  # type: ignore[assignment]  # as Django does
        why = _staff_area_denial(request) if f"{request.path_info}/".startswith(_url_paths(_STAFF_URL_NAMES)) else None
        return denial_response(request, why) if why else self.get_response(request)


def _resolve_user(request: HttpRequest) -> User | AnonymousUser:
    person = session_user(request)
    if person.is_authenticated and (access_denial(request, person) or two_factor.must_enable(person)):
        return AnonymousUser()
    return person


def _staff_area_denial(request: HttpRequest) -> DenialReason | None:
    """Why the requested staff page is denied; loads the user only if the hour matters."""
    if not staff_access_rules.is_network_allowed(client_ip(request), settings.STAFF_NETWORKS):
        return DenialReason.NETWORK_NOT_ALLOWED
    if request.path_info in _url_paths(_SIGN_IN_URL_NAMES) or staff_access_rules.is_within_hours(
        timezone.localtime(), settings.STAFF_HOURS
    ):
        return None
    person = session_user(request)
    return access_denial(request, person) if person.is_authenticated else None


@cache
def _url_paths(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(reverse(name) for name in names)
