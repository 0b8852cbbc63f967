"""/dang-nhap/hai-lop/: each person's own page on which two-factor is turned on, moved and turned off."""

import time
from collections.abc import Callable
from functools import wraps
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from portal.accounts import audit, door, qr, two_factor
from portal.accounts.forms import CodeForm, TwoFactorForm
from portal.accounts.models import User

# How long somebody who has shown password and code may take to bring the new phone.
MOVING_SECONDS = 10 * 60
_MOVING = "portal_two_factor_moving"
PersonView = Callable[[HttpRequest, User], HttpResponse]


def require_person(view: PersonView) -> Callable[[HttpRequest], HttpResponse]:
    """For whoever's session it is, also one who is let in nowhere else before this is done."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        person = door.person_of(request)
        if not person.is_authenticated:
            return redirect_to_login(request.get_full_path())
        with audit.within(request):
            return view(request, person)

    return guarded


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
@require_person
def page(request: HttpRequest, person: User) -> HttpResponse:
    is_on = person.two_factor_since is not None
    return _manage(request, person) if is_on and not _is_moving(request) else _set_up(request, person)


def _set_up(request: HttpRequest, person: User) -> HttpResponse:
    """Shows the key, and takes the phone that shows a right code."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            codes = two_factor.turn_on(user=person, code=form.cleaned_data["code"])
        except two_factor.Refused as refusal:
            form.refuse(refusal.outcome)
        else:
            request.session.pop(_MOVING, None)
            _keep_signed_in(request, person)
            return _show_codes(request, person, codes)
    phone = two_factor.waiting_phone(user=person)
    context = {
        "person": person,
        "form": form,
        "next": _next(request),
        "key": two_factor.spelled_key(phone),
        "drawing": qr.drawing_of(two_factor.address_for_app(phone, request.get_host())),
        "is_required": two_factor.is_required_of(person),
        "is_moving": person.two_factor_since is not None,
    }
    return render(request, "accounts/two_factor_set_up.html", context)


def _manage(request: HttpRequest, person: User) -> HttpResponse:
    may_end = not two_factor.is_required_of(person)
    data = request.POST if request.method == "POST" else None
    form = TwoFactorForm(data, request=request, person=person, may_end=may_end)
    if form.is_valid():
        return _carry_out(request, person, form.cleaned_data["act"])
    context = {"person": person, "form": form, "left": two_factor.codes_left(person), "may_end": may_end}
    return render(request, "accounts/two_factor.html", context)


def _carry_out(request: HttpRequest, person: User, act: str) -> HttpResponse:
    if act == TwoFactorForm.NEW_CODES:
        return _show_codes(request, person, two_factor.renew_codes(user=person))
    if act == TwoFactorForm.MOVE:
        request.session[_MOVING] = int(time.time())
    else:
        two_factor.turn_off(user=person)
        _keep_signed_in(request, person)
        messages.success(request, _("Đã tắt xác thực hai lớp."))
    return redirect("accounts:two-factor")


@sensitive_variables("codes", "file")
def _show_codes(request: HttpRequest, person: User, codes: list[str]) -> HttpResponse:
    """The one time that the codes are seen; the file is in the page itself, so no further address knows them."""
    title = _("Mã dự phòng của tài khoản %(name)s tại %(host)s") % {
        "name": person.get_username(),
        "host": request.get_host(),
    }
    file = "data:text/plain;charset=utf-8," + quote("\r\n".join([title, "", *codes, ""]))
    context = {"person": person, "codes": codes, "file": file, "next": _next(request)}
    return render(request, "accounts/recovery_codes.html", context)


def _keep_signed_in(request: HttpRequest, person: User) -> None:
    """This session goes on, under a new key, where the person's others end; whoever was held at the door is let in."""
    request.user = person
    update_session_auth_hash(request, person)


def _is_moving(request: HttpRequest) -> bool:
    return 0 <= time.time() - request.session.get(_MOVING, 0) <= MOVING_SECONDS


def _next(request: HttpRequest) -> str:
    """Where the person wanted to go; their desk when that is no address of ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)
