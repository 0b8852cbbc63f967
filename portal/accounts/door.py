"""The door to the rooms of staff: from where, when, and with what one comes in.

Behind the middleware ``request.user`` is nobody for whoever may not come in, at every address, so that no view has to
ask by itself. It stays lazy: a public page that looks at no user costs no query and sets no cookie.
"""

import datetime as dt
from collections.abc import Callable
from enum import Enum, auto
from functools import cache, partial

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from portal.accounts import openings, two_factor
from portal.accounts.models import User
from portal.kit.negotiation import wants_json
from portal.kit.network import address_of

# Staff rooms, and the page on which one signs in to them.
_ROOMS = ("admin:index", "desk:home", "style-guide", "accounts:sign-in")
# Where one who comes out of hours may still show who they are: a superuser is let in at any hour.
_BEFORE_IDENTITY = ("accounts:sign-in", "accounts:code", "accounts:session")


class Closed(Enum):
    """Why somebody does not come in."""

    ELSEWHERE = auto()
    OUT_OF_HOURS = auto()


def person_of(request: HttpRequest) -> User | AnonymousUser:
    """Whose session it is, whether let in or not."""
    return get_user(request)


def closed_to(request: HttpRequest, user: AbstractBaseUser, at: dt.datetime | None = None) -> Closed | None:
    """Why a signed-in person may not work from here and now; None where they may.

    Hours bind nobody who is a superuser: somebody must be able to mend things at night, and the setting itself.
    """
    if not openings.is_open_to(address_of(request), settings.STAFF_NETWORKS):
        return Closed.ELSEWHERE
    local = timezone.localtime(at or timezone.now())
    if not user.is_superuser and not openings.is_open_at(local, settings.STAFF_HOURS):
        return Closed.OUT_OF_HOURS
    return None


def refusal(request: HttpRequest, why: Closed) -> HttpResponse:
    """403 in words, as a page or for a script."""
    message = {
        Closed.ELSEWHERE: _(
            "Khu vực dành cho cán bộ chỉ mở từ mạng của cơ quan. Hãy dùng máy ở cơ quan hoặc mạng riêng (VPN)."
        ),
        Closed.OUT_OF_HOURS: _(
            "Khu vực dành cho cán bộ đang đóng vì ngoài giờ làm việc mà cơ quan đã đặt. Hãy trở lại trong giờ."
        ),
    }[why]
    if wants_json(request):
        return JsonResponse({"ok": False, "message": message}, status=403)
    return render(request, "accounts/closed.html", {"message": message}, status=403)


class DoorMiddleware:
    """Stands behind the framework's own, whose user it lets in or not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(partial(_let_in, request))
        why = _closed_rooms(request) if f"{request.path_info}/".startswith(_addresses(_ROOMS)) else None
        return refusal(request, why) if why else self.get_response(request)


def _let_in(request: HttpRequest) -> User | AnonymousUser:
    person = person_of(request)
    if person.is_authenticated and (closed_to(request, person) or two_factor.must_turn_on(person)):
        return AnonymousUser()
    return person


def _closed_rooms(request: HttpRequest) -> Closed | None:
    """Why the page asked for is closed; asks for the person only where the hour matters."""
    if not openings.is_open_to(address_of(request), settings.STAFF_NETWORKS):
        return Closed.ELSEWHERE
    if request.path_info in _addresses(_BEFORE_IDENTITY) or openings.is_open_at(
        timezone.localtime(), settings.STAFF_HOURS
    ):
        return None
    person = person_of(request)
    return closed_to(request, person) if person.is_authenticated else None


@cache
def _addresses(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(reverse(name) for name in names)
