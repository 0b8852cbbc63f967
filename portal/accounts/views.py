"""Signing in and out, also in the middle of one's work. Wrong names and wrong passwords get one and the same answer."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import LoginView, LogoutView, RedirectURLMixin
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, JsonResponse
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

from portal.accounts import audit, door, second_step, two_factor
from portal.accounts.forms import CodeForm, SignInForm
from portal.accounts.models import User
from portal.kit import identity
from portal.kit.negotiation import wants_json

MUST_TURN_ON = gettext_lazy(
    "Tài khoản này phải bật xác thực hai lớp trước. Hãy mở trang Đăng nhập ở thẻ khác, bật xong rồi trở lại đây."
)
TOO_LATE = gettext_lazy("Đã quá năm phút từ khi gõ mật khẩu. Hãy gõ lại tên đăng nhập và mật khẩu.")


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class SignIn(LoginView):
    """A page for people; for the dialog that opens over somebody's work (session-keeper.js) the same in JSON."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # The framework's view puts the host under the name by which our pages know the agency.
        return {**super().get_context_data(**kwargs), "site": identity.current()}

    def get_default_redirect_url(self) -> str:
        """Staff come to their desk; whoever has none goes home."""
        return (
            super().get_default_redirect_url()
            if self.request.user.is_staff
            else resolve_url(settings.LOGOUT_REDIRECT_URL)
        )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if wants_json(request):
            # Somebody else may have signed in meanwhile; the writer takes the place back.
            self.redirect_authenticated_user = False
        elif request.method == "GET" and _must_turn_on(door.person_of(request)):
            return redirect(_with_next("accounts:two-factor", self.get_redirect_url()))
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """Whoever has yet to turn two-factor on does that first; then they come to where they wanted."""
        wanted = super().get_success_url()
        return _with_next("accounts:two-factor", wanted) if two_factor.must_turn_on(self.request.user) else wanted

    def form_valid(self, form: SignInForm) -> HttpResponse:
        user, is_script = form.get_user(), wants_json(self.request)
        if why := door.closed_to(self.request, user):
            with audit.within(self.request):
                audit.record(
                    act=audit.SIGN_IN_FAILED, by=None, name=user.get_username(), detail={"note": _("ngoài giờ")}
                )
            return door.refusal(self.request, why)
        if user.two_factor_since is not None:
            second_step.remember(self.request, user)
            if is_script:
                return JsonResponse({"ok": False, "code_wanted": True, "message": ""})
            return redirect(_with_next("accounts:code", self.get_redirect_url()))
        if not is_script:
            return super().form_valid(form)
        if two_factor.must_turn_on(user):
            return JsonResponse({"ok": False, "message": MUST_TURN_ON}, status=400)
        login(self.request, user)
        return _signed_in_again(self.request, user)

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        if not wants_json(self.request):
            return super().form_invalid(form)
        told = [message for errors in form.errors.values() for message in errors]
        return JsonResponse({"ok": False, "message": " ".join(dict.fromkeys(told))}, status=400)


class Code(RedirectURLMixin, FormView):
    """The second page of signing in, and what the dialog sends when it was told that a code is wanted."""

    template_name = "accounts/code.html"
    form_class = CodeForm
    next_page = settings.LOGIN_REDIRECT_URL
    http_method_names = ["get", "head", "post", "options"]
    user: User

    @method_decorator(sensitive_post_parameters("code"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        waiting = second_step.waiting(request)
        if waiting is None:
            if wants_json(request):
                return JsonResponse({"ok": False, "password_wanted": True, "message": TOO_LATE}, status=400)
            messages.info(request, TOO_LATE, fail_silently=True)
            return redirect(_with_next("accounts:sign-in", self.get_redirect_url()))
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
        if why := door.closed_to(request, user):
            return door.refusal(request, why)
        if second_step.is_locked_out(request, user):
            return locked_out(request)
        outcome = second_step.try_code(request, user, form.cleaned_data["code"])
        if outcome is not two_factor.Outcome.RIGHT:
            form.refuse(outcome)
            return self.form_invalid(form)
        address = self.get_success_url()
        second_step.finish(request, user)
        return _signed_in_again(request, user) if wants_json(request) else redirect(address)

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        if not wants_json(self.request):
            return super().form_invalid(form)
        return JsonResponse({"ok": False, "code_wanted": True, "message": " ".join(form.errors["code"])}, status=400)


class SignOut(LogoutView):
    """GET asks, POST signs out."""

    http_method_names = ["get", "post", "options"]
    template_name = "accounts/sign_out.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return render(request, self.template_name)


sign_in = SignIn.as_view()
code = Code.as_view()
sign_out = SignOut.as_view()


@require_safe
def session_state(request: HttpRequest) -> HttpResponse:
    """Whether a session stands, whose, for how long, and a token that forms of a page left open may send."""
    answer: dict[str, Any] = {"signed_in": request.user.is_authenticated, "csrf": get_token(request)}
    if request.user.is_authenticated:
        answer |= {**_person(request.user), "seconds_left": _seconds_left(request.session)}
    return JsonResponse(answer)


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Too many attempts: the same page for names that exist and names that do not."""
    if wants_json(request):
        message = _("Có quá nhiều lần đăng nhập không thành công. Hãy đợi 15 phút rồi thử lại.")
        return JsonResponse({"ok": False, "message": message}, status=429)
    return render(request, "accounts/locked_out.html", status=429)


def _must_turn_on(person: User | AnonymousUser) -> bool:
    return person.is_authenticated and two_factor.must_turn_on(person)


def _with_next(name: str, wanted: str) -> str:
    """``wanted`` is an address that was found safe, or nothing."""
    return reverse(name) + (f"?{urlencode({'next': wanted})}" if wanted else "")


def _signed_in_again(request: HttpRequest, user: AbstractBaseUser) -> JsonResponse:
    return JsonResponse({"ok": True, **_person(user), "csrf": get_token(request)})


def _person(user: AbstractBaseUser) -> dict[str, Any]:
    return {"id": user.pk, "name": str(user)}


def _seconds_left(session: SessionBase) -> int:
    """Until the session ends. It knows its whole age only; when it was last written stands in its row."""
    ends_at = session.model.objects.filter(pk=session.session_key).values_list("expire_date", flat=True).first()
    return max(0, int((ends_at - timezone.now()).total_seconds())) if ends_at else 0
