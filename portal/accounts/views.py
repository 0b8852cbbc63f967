"""Signing in and out, also in the middle of one's work. Wrong names and wrong passwords get one and the same answer."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.views import LoginView, LogoutView
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from portal.accounts.forms import SignInForm
from portal.kit import identity
from portal.kit.negotiation import wants_json


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
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        if not wants_json(self.request):
            return super().form_valid(form)
        login(self.request, form.get_user())
        return JsonResponse({"ok": True, **_person(form.get_user()), "csrf": get_token(self.request)})

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        if not wants_json(self.request):
            return super().form_invalid(form)
        messages = [message for errors in form.errors.values() for message in errors]
        return JsonResponse({"ok": False, "message": " ".join(dict.fromkeys(messages))}, status=400)


class SignOut(LogoutView):
    """GET asks, POST signs out."""

    http_method_names = ["get", "post", "options"]
    template_name = "accounts/sign_out.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return render(request, self.template_name)


sign_in = SignIn.as_view()
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


def _person(user: AbstractBaseUser) -> dict[str, Any]:
    return {"id": user.pk, "name": str(user)}


def _seconds_left(session: SessionBase) -> int:
    """Until the session ends. It knows its whole age only; when it was last written stands in its row."""
    ends_at = session.model.objects.filter(pk=session.session_key).values_list("expire_date", flat=True).first()
    return max(0, int((ends_at - timezone.now()).total_seconds())) if ends_at else 0
