"""/dang-nhap/hai-lop/: a user's own page to enable, move and disable two-factor authentication."""

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

from portal.accounts import qr_code, staff_access, two_factor
from portal.accounts.forms import CodeForm, TwoFactorForm
from portal.accounts.models import User
from portal.audit import services as audit_services

# Time limit to confirm the new phone after password and code were confirmed.
DEVICE_CHANGE_SECONDS = 10 * 60
_DEVICE_CHANGE_SESSION_KEY = "portal_two_factor_moving"
SessionUserView = Callable[[HttpRequest, User], HttpResponse]


def require_session_user(view: SessionUserView) -> Callable[[HttpRequest], HttpResponse]:
    """For the user of the session, even one who is denied access until this is done."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        person = staff_access.session_user(request)
        if not person.is_authenticated:
            return redirect_to_login(request.get_full_path())
        with audit_services.request_context(request):
            return view(request, person)

    return guarded


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
@require_session_user
def two_factor_page(request: HttpRequest, person: User) -> HttpResponse:
    is_on = person.two_factor_enabled_at is not None
    return (
        _manage_page(request, person) if is_on and not _is_changing_device(request) else _set_up_page(request, person)
    )


def _set_up_page(request: HttpRequest, person: User) -> HttpResponse:
    """Shows the key, and confirms the phone that sends a right code."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            codes = two_factor.enable(user=person, code=form.cleaned_data["code"])
        except two_factor.CodeRejected as refusal:
            form.reject_code(refusal.result)
        else:
            request.session.pop(_DEVICE_CHANGE_SESSION_KEY, None)
            _renew_session(request, person)
            return _recovery_codes_page(request, person, codes)
    phone = two_factor.pending_device(user=person)
    context = {
        "person": person,
        "form": form,
        "next": _next_url(request),
        "secret": two_factor.formatted_secret(phone),
        "qr_code": qr_code.make_qr_code(two_factor.provisioning_uri(phone, request.get_host())),
        "is_required": two_factor.is_required_for(person),
        "is_changing_device": person.two_factor_enabled_at is not None,
    }
    return render(request, "accounts/two_factor_setup.html", context)


def _manage_page(request: HttpRequest, person: User) -> HttpResponse:
    may_disable = not two_factor.is_required_for(person)
    data = request.POST if request.method == "POST" else None
    form = TwoFactorForm(data, request=request, person=person, may_disable=may_disable)
    if form.is_valid():
        return _run_action(request, person, form.cleaned_data["action"])
    context = {
        "person": person,
        "form": form,
        "left": two_factor.recovery_codes_left(person),
        "may_disable": may_disable,
    }
    return render(request, "accounts/two_factor_settings.html", context)


def _run_action(request: HttpRequest, person: User, action: str) -> HttpResponse:
    if action == TwoFactorForm.NEW_CODES:
        return _recovery_codes_page(request, person, two_factor.regenerate_recovery_codes(user=person))
    if action == TwoFactorForm.CHANGE_DEVICE:
        request.session[_DEVICE_CHANGE_SESSION_KEY] = int(time.time())
    else:
        two_factor.disable(user=person)
        _renew_session(request, person)
        messages.success(request, _("Đã tắt xác thực hai lớp."))
    return redirect("accounts:two-factor")


@sensitive_variables("codes", "file")
def _recovery_codes_page(request: HttpRequest, person: User, codes: list[str]) -> HttpResponse:
    """Shows the recovery codes once; the file is a data URL in the page, so no other URL returns them."""
    title = _("Mã dự phòng của tài khoản %(name)s tại %(host)s") % {
        "name": person.get_username(),
        "host": request.get_host(),
    }
    file = "data:text/plain;charset=utf-8," + quote("\r\n".join([title, "", *codes, ""]))
    context = {"person": person, "codes": codes, "file_url": file, "next": _next_url(request)}
    return render(request, "accounts/recovery_codes.html", context)


def _renew_session(request: HttpRequest, person: User) -> None:
    """Cycles this session's key while the user's other sessions end; a user denied access until now gets it."""
    request.user = person
    update_session_auth_hash(request, person)


def _is_changing_device(request: HttpRequest) -> bool:
    return 0 <= time.time() - request.session.get(_DEVICE_CHANGE_SESSION_KEY, 0) <= DEVICE_CHANGE_SECONDS


def _next_url(request: HttpRequest) -> str:
    """The safe next URL, else the dashboard."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)
