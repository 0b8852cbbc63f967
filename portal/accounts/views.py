"""Sign-in and sign-out, also in a dialog over unsaved work. Unknown names and wrong passwords get the same response."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import LoginView, LogoutView, RedirectURLMixin
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from portal.accounts import staff_access, two_factor, two_factor_login
from portal.accounts.forms import CodeForm, SignInForm
from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.core import site_identity
from portal.core.http.content_negotiation import wants_json
from portal.core.http.rate_limit import Verdict

TWO_FACTOR_REQUIRED_MESSAGE = gettext_lazy(
    "Tài khoản này phải bật xác thực hai lớp trước. Hãy mở trang Đăng nhập ở thẻ khác, bật xong rồi trở lại đây."
)
SIGN_IN_EXPIRED_MESSAGE = gettext_lazy("Đã quá năm phút từ khi gõ mật khẩu. Hãy gõ lại tên đăng nhập và mật khẩu.")


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class SignInView(LoginView):
    """An HTML page; JSON for the dialog that opens over unsaved work (session-keeper.js)."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Django's view sets ``site`` to the host, but our templates expect the site identity.
        return {**super().get_context_data(**kwargs), "site": site_identity.current_identity()}

    def get_default_redirect_url(self) -> str:
        """Staff go to the dashboard, all others to the home page."""
        return (
            super().get_default_redirect_url()
            if self.request.user.is_staff
            else resolve_url(settings.LOGOUT_REDIRECT_URL)
        )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if wants_json(request):
            # Another user may have signed in meanwhile; the dialog's user signs in again.
            self.redirect_authenticated_user = False
        elif request.method == "GET" and _must_enable_two_factor(staff_access.session_user(request)):
            return redirect(_url_with_next("accounts:two-factor", self.get_redirect_url()))
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """Users who must enable two-factor authentication go there first, then to the next URL."""
        wanted = super().get_success_url()
        return _url_with_next("accounts:two-factor", wanted) if _must_enable_two_factor(self.request.user) else wanted

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user, is_script = form.get_user(), wants_json(self.request)
        if why := staff_access.access_denial(self.request, user):
            with audit_services.request_context(self.request):
                audit_services.record(
                    action=audit_services.SIGN_IN_FAILED,
                    by=None,
                    name=user.get_username(),
                    detail={"note": _("ngoài giờ")},
                )
            return staff_access.denial_response(self.request, why)
        if user.two_factor_enabled_at is not None:
            two_factor_login.store_pending_user(self.request, user)
            if is_script:
                return JsonResponse({"ok": False, "code_wanted": True, "message": ""})
            return redirect(_url_with_next("accounts:two-factor-code", self.get_redirect_url()))
        if not is_script:
            return super().form_valid(form)
        if two_factor.must_enable(user):
            return JsonResponse({"ok": False, "message": TWO_FACTOR_REQUIRED_MESSAGE}, status=400)
        login(self.request, user)
        return _signed_in_response(self.request, user)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        if not wants_json(self.request):
            return super().form_invalid(form)
        told = [str(message) for errors in form.errors.values() for message in errors]
        return JsonResponse({"ok": False, "message": " ".join(dict.fromkeys(told))}, status=400)


class TwoFactorCodeView(RedirectURLMixin, FormView):
    """The second step of signing in, for the page and the dialog."""

    template_name = "accounts/two_factor_code.html"
    form_class = CodeForm
    next_page = settings.LOGIN_REDIRECT_URL  # type: ignore[assignment]  # resolved when it is read
    http_method_names = ["get", "head", "post", "options"]
    user: User

    @method_decorator(sensitive_post_parameters("code"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        waiting = two_factor_login.pending_user(request)
        if waiting is None:
            if wants_json(request):
                return JsonResponse(
                    {"ok": False, "password_wanted": True, "message": SIGN_IN_EXPIRED_MESSAGE}, status=400
                )
            messages.info(request, SIGN_IN_EXPIRED_MESSAGE, fail_silently=True)
            return redirect(_url_with_next("accounts:sign-in", self.get_redirect_url()))
        self.user = waiting
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class: type[CodeForm] | None = None) -> CodeForm:
        form = super().get_form(form_class)
        form.fields["code"].widget.attrs["autofocus"] = True
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"next": self.get_redirect_url()}

    def get_default_redirect_url(self) -> str:
        return super().get_default_redirect_url() if self.user.is_staff else resolve_url(settings.LOGOUT_REDIRECT_URL)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        request, user = self.request, self.user
        if why := staff_access.access_denial(request, user):
            return staff_access.denial_response(request, why)
        if two_factor_login.is_locked_out(request, user):
            return locked_out(request)
        outcome = two_factor_login.check_sign_in_code(request, user, form.cleaned_data["code"])
        if outcome is not two_factor.CodeResult.VALID:
            form.reject_code(outcome)
            return self.form_invalid(form)
        address = self.get_success_url()
        two_factor_login.complete_sign_in(request, user)
        return _signed_in_response(request, user) if wants_json(request) else redirect(address)

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        if not wants_json(self.request):
            return super().form_invalid(form)
        message = " ".join(map(str, form.errors["code"]))
        return JsonResponse({"ok": False, "code_wanted": True, "message": message}, status=400)


class SignOutView(LogoutView):
    """GET confirms, POST signs out."""

    http_method_names = ["get", "post", "options"]
    template_name = "accounts/sign_out.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return render(request, self.template_name)


sign_in = SignInView.as_view()
two_factor_code = TwoFactorCodeView.as_view()
sign_out = SignOutView.as_view()


@require_safe
def session_state(request: HttpRequest) -> HttpResponse:
    """Whether there is a session, whose, its remaining time, and a CSRF token for the forms of an open page."""
    answer: dict[str, Any] = {"signed_in": request.user.is_authenticated, "csrf": get_token(request)}
    if request.user.is_authenticated:
        answer |= {**_user_payload(request.user), "seconds_left": _seconds_left(request.session)}
    return JsonResponse(answer)


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """The lockout page: the same for existing and unknown names, with the time when to try again."""
    verdict: Verdict = request.sign_in_verdict  # type: ignore[attr-defined]  # set by SignInLimitHandler
    time = verdict.retry_time
    if wants_json(request):
        message = _("Có quá nhiều lần đăng nhập không thành công. Hãy thử lại từ %(time)s.") % {"time": time}
        return verdict.mark_too_many_requests(JsonResponse({"ok": False, "message": message}))
    return verdict.mark_too_many_requests(render(request, "accounts/locked_out.html", {"time": time}))


def _must_enable_two_factor(person: User | AnonymousUser) -> bool:
    return person.is_authenticated and two_factor.must_enable(person)


def _url_with_next(name: str, wanted: str) -> str:
    """``wanted`` is a URL that was found safe, or empty."""
    return reverse(name) + (f"?{urlencode({'next': wanted})}" if wanted else "")


def _signed_in_response(request: HttpRequest, user: User) -> JsonResponse:
    return JsonResponse({"ok": True, **_user_payload(user), "csrf": get_token(request)})


def _user_payload(user: User) -> dict[str, Any]:
    return {"id": user.pk, "name": str(user)}


def _seconds_left(session: SessionBase) -> int:
    """Seconds until the session expires, from its row: the session object only knows its maximum age."""
    ends_at = Session.objects.filter(pk=session.session_key).values_list("expire_date", flat=True).first()
    return max(0, int((ends_at - timezone.now()).total_seconds())) if ends_at else 0
